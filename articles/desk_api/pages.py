"""Page texts: how they are understood, and into the newspaper as drafts; a printed page signed as a whole."""

from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from rest_framework.response import Response

from articles.api.errors import problem
from articles.api.parameters import refuse_unknown
from articles.editing import StalePage, require, review_page, sign_page
from articles.importing import IssueSource, PageSource, import_issue, understood
from articles.models import Page

from .base import StaffResource, VersionNeeded
from .serializers import NewPageSerializer, PageReviewSerializer, PageTextSerializer


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
        """Take in a page's text: new stories become drafts, and what an editor changed is kept.

        With `reviewed_in_print` the page is marked as printed already: who may sign finally publishes it at once, for
        all others it waits to be signed as a whole.
        """
        refuse_unknown(request, set())
        require(self.actor, "import_page")
        data = self.sent(NewPageSerializer)
        page = PageSource(data["number"], data["name"], "", data["text"])
        source = IssueSource(data["date"], data["issue_number"], (page,))
        draft = not data["reviewed_in_print"]
        report = import_issue(source, dry_run=data["dry_run"], draft=draft, actor=self.actor)
        return Response(report.as_dict(), status=200 if data["dry_run"] else 201)


class SignPage(StaffResource):
    """A page that was printed already: its drafts, and one final sign-off for all that were not changed since."""

    serializer_class = PageReviewSerializer

    def get(self, request, date, number):
        """What signing the page would do; the ETag stands for what was seen."""
        refuse_unknown(request, set())
        return self.answer(review_page(self.page(date, number), self.actor))

    def post(self, request, date, number):
        """Sign the page as the GET showed it that If-Match names."""
        refuse_unknown(request, set())
        page, tags = self.page(date, number), parse_etags(request.headers.get("If-Match", ""))
        if not tags or tags == ["*"]:
            raise VersionNeeded
        try:
            review = sign_page(page.pk, self.actor, tags[0].removeprefix("W/").strip('"'))
        except StalePage as refusal:
            return problem(request, 412, code="stale", detail=str(refusal))
        return Response(PageReviewSerializer(review).data)

    def page(self, date, number):
        require(self.actor, "sign_final")
        return get_object_or_404(Page.objects.for_navigation(), issue__date=date, number=number)

    def answer(self, review):
        response = Response(PageReviewSerializer(review).data)
        response["ETag"] = f'"{review.state}"'
        return response
