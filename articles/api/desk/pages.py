from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.editing import Refused, require, review_page, sign_page
from articles.importing import IssueSource, PageSource, SourceRefused, import_issue, understood
from articles.models import Page

from .base import StaffResource, if_match, tag_read
from .reports import ImportReportSerializer, ParsedPageSerializer
from .serializers import NewPageSerializer, PageReviewSerializer, PageTextSerializer


@extend_schema(summary=_("Parse a page’s text; nothing is saved."), responses=ParsedPageSerializer)
class Understand(StaffResource):
    serializer_class = PageTextSerializer

    def post(self, request):
        require(self.actor, "view_article")
        return Response(understood(self.validated(PageTextSerializer)["text"]))


@extend_schema(
    summary=_("Import a page’s text: its stories become drafts. A page reviewed in print needs one final sign-off."),
    responses={200: ImportReportSerializer, 201: ImportReportSerializer},
)
class Pages(StaffResource):
    """Editors' changes are never overwritten. With `reviewed_in_print`, an account with the right to the final sign-off
    publishes the page at once; for others it waits to be signed as a whole."""

    serializer_class = NewPageSerializer

    def post(self, request):
        require(self.actor, "import_page")
        data = self.validated(NewPageSerializer)
        page = PageSource(data["number"], data["name"], "", data["text"])
        source = IssueSource(data["date"], data["issue_number"], (page,))
        draft = not data["reviewed_in_print"]
        try:
            report = import_issue(source, dry_run=data["dry_run"], draft=draft, actor=self.actor)
        except SourceRefused as refusal:  # the PDF of another page of the issue is lost
            raise Refused(str(refusal)) from None
        if data["dry_run"]:
            return Response(report.as_dict())
        drafts = reverse("desk:sign_page", args=[data["date"], data["number"]], request=request)
        return Response(report.as_dict(), status=201, headers={"Location": drafts})


@extend_schema(
    methods=["GET"], summary=_("The drafts of a printed page, and which of them a final sign-off publishes.")
)
@extend_schema(
    methods=["POST"],
    summary=_("Sign a whole printed page at the version that was read; its imported drafts are published."),
    parameters=[if_match(_("The ETag with which the page was read."), '^(W/)?"[0-9a-f]{32}(-[0-9a-f]*)?"$')],
    request=None,
)
class SignPage(StaffResource):
    """GET shows what signing the page would publish; POST signs that, if it is still the same (If-Match)."""

    serializer_class = PageReviewSerializer

    def get(self, request, date, number):
        review = review_page(self.page(date, number), self.actor)
        return Response(self.get_serializer(review).data, headers={"ETag": f'"{review.state}"'})

    def post(self, request, date, number):
        review = sign_page(self.page(date, number).pk, self.actor, tag_read(request))
        return Response(self.get_serializer(review).data)

    def page(self, date, number):
        require(self.actor, "sign_final")
        return get_object_or_404(Page.objects.for_navigation(), issue__date=date, number=number)
