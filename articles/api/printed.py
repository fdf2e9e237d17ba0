from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView
from rest_framework.response import Response

from articles.address_lookup import public_issue, public_page
from articles.addresses import absolute
from articles.facsimiles.shown import shown
from articles.models import Issue, Page, Placement

from .base import PRINTED, PublicList, PublicResource
from .filters import IssueFilter, PageFilter
from .paging import NEWEST, OLDEST
from .serializers import IssueSerializer, IssueWithPagesSerializer, PageSerializer, PageWithFacsimileSerializer

BEGINNINGS = ["articles", "changes", "issues", "pages", "sections", "authors", "corrections", "search"]


@extend_schema(
    summary=_("The API root."),
    responses=inline_serializer("Beginnings", {name: serializers.URLField() for name in BEGINNINGS}),
)
class Root(PublicResource):
    def get(self, request):
        return Response({name: absolute(request, reverse(f"api:{name}")) for name in BEGINNINGS})


@extend_schema(tags=[PRINTED], summary=_("All issues, with a cursor."))
class IssueList(PublicList):
    serializer_class = IssueSerializer
    filterset_class = IssueFilter
    orders = {"newest": NEWEST, "oldest": OLDEST}

    def get_queryset(self):
        return Issue.objects.public()


@extend_schema(tags=[PRINTED], summary=_("One issue with its pages and their stories."))
class IssueDetail(PublicResource, RetrieveAPIView):
    serializer_class = IssueWithPagesSerializer

    def get_object(self):
        issue = public_issue(self.kwargs["date"])
        placements = Placement.objects.public().filter(page__issue=issue).as_printed().for_lists()
        issue.public_pages = []
        for page, stories in groupby(placements, attrgetter("page")):
            page.stories = list(stories)
            issue.public_pages.append(page)
        return issue


@extend_schema(tags=[PRINTED], summary=_("All printed pages, with a cursor."))
class PageList(PublicList):
    serializer_class = PageSerializer
    filterset_class = PageFilter

    def get_queryset(self):
        return Page.objects.public().for_navigation()


@extend_schema(tags=[PRINTED], summary=_("One page with its stories in print order."))
class PageDetail(PublicResource, RetrieveAPIView):
    serializer_class = PageWithFacsimileSerializer

    def get_object(self):
        page = public_page(self.kwargs["date"], self.kwargs["number"])
        page.shown = shown(page)
        page.stories = Placement.objects.public().filter(page=page).as_printed().for_lists()
        for placement in page.stories:
            placement.page = page
        return page
