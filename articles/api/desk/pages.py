"""Page texts: how they are parsed, and their import as drafts; a printed page signed as a whole."""

from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response

from articles.editing import require, review_page, sign_page
from articles.importing import IssueSource, PageSource, import_issue, understood
from articles.models import Page

from .base import StaffResource, VersionNeeded
from .serializers import NewPageSerializer, PageReviewSerializer, PageTextSerializer

UNDERSTOOD = {
    "articles": serializers.ListField(child=serializers.DictField()),
    "residue": serializers.ListField(child=serializers.DictField()),
}
REPORT = inline_serializer(
    "ImportReport",
    {
        "date": serializers.DateField(),
        "stories": serializers.ListField(child=serializers.DictField()),
        "set_aside": serializers.IntegerField(),
        "warnings": serializers.ListField(child=serializers.CharField()),
    },
)
PAGE_AS_READ = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag with which the page was read."),
)


@extend_schema(
    summary=_("How a page’s text is understood; nothing is kept."),
    responses=inline_serializer("ParsedPage", UNDERSTOOD),
)
class Understand(StaffResource):
    serializer_class = PageTextSerializer

    def post(self, request):
        require(self.actor, "view_article")
        return Response(understood(self.validated(PageTextSerializer)["text"]))


@extend_schema(
    summary=_("Take in a page’s text: its stories become drafts. A page reviewed in print needs one final sign-off."),
    responses={200: REPORT, 201: REPORT},
)
class Pages(StaffResource):
    """What an editor changed is kept. With `reviewed_in_print` the page counts as printed already: an account that may
    sign finally publishes it at once, others leave it to be signed as a whole."""

    serializer_class = NewPageSerializer

    def post(self, request):
        require(self.actor, "import_page")
        data = self.validated(NewPageSerializer)
        page = PageSource(data["number"], data["name"], "", data["text"])
        source = IssueSource(data["date"], data["issue_number"], (page,))
        draft = not data["reviewed_in_print"]
        report = import_issue(source, dry_run=data["dry_run"], draft=draft, actor=self.actor)
        return Response(report.as_dict(), status=200 if data["dry_run"] else 201)


@extend_schema(
    methods=["GET"],
    summary=_("The drafts of a printed page, and which of them one final sign-off publishes."),
)
@extend_schema(
    methods=["POST"],
    summary=_("Sign a printed page as a whole, as it was read: its imported drafts are published."),
    parameters=[PAGE_AS_READ],
    request=None,
)
class SignPage(StaffResource):
    """GET shows what signing the page would do, with an ETag for what was seen; POST signs just that."""

    serializer_class = PageReviewSerializer

    def get(self, request, date, number):
        review = review_page(self.page(date, number), self.actor)
        return Response(self.get_serializer(review).data, headers={"ETag": f'"{review.state}"'})

    def post(self, request, date, number):
        page, tags = self.page(date, number), parse_etags(request.headers.get("If-Match", ""))
        if not tags or tags == ["*"]:
            raise VersionNeeded
        review = sign_page(page.pk, self.actor, tags[0].removeprefix("W/").strip('"'))
        return Response(self.get_serializer(review).data)

    def page(self, date, number):
        require(self.actor, "sign_final")
        return get_object_or_404(Page.objects.for_navigation(), issue__date=date, number=number)
