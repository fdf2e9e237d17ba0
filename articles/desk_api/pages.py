"""Page texts: how they are understood, and into the newspaper as drafts that wait for review."""

from rest_framework.response import Response

from articles.api.parameters import refuse_unknown
from articles.editing import require
from articles.importing import IssueSource, PageSource, import_issue, understood

from .base import StaffResource
from .serializers import NewPageSerializer, PageTextSerializer


class Understand(StaffResource):
    serializer_class = PageTextSerializer

    def post(self, request):
        """How a page's text is understood; nothing is written."""
        refuse_unknown(request, set())
        require(self.actor, "view_article")
        return Response(understood(self.sent(PageTextSerializer)["text"]))


class Pages(StaffResource):
    serializer_class = NewPageSerializer

    def post(self, request):
        """Take in a page's text: new stories become drafts, and what an editor changed is kept."""
        refuse_unknown(request, set())
        require(self.actor, "import_page")
        data = self.sent(NewPageSerializer)
        page = PageSource(data["number"], data["name"], "", data["text"])
        source = IssueSource(data["date"], data["issue_number"], (page,))
        report = import_issue(source, dry_run=data["dry_run"], draft=True, by=self.actor)
        return Response(report.as_dict(), status=200 if data["dry_run"] else 201)
