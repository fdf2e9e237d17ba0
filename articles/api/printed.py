"""Issues and their pages, as far as readers may see a story of them."""

from itertools import groupby
from operator import attrgetter

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.response import Response

from articles.models import Issue, Page, Placement
from articles.standing import public_issue, public_page

from .base import PublicResource
from .filters import IssueFilter, PageFilter
from .paging import CursorPaging, Order, read_day
from .parameters import refuse_unknown
from .serializers import IssueSerializer, PageSerializer, PlacedArticleSerializer


class IssueList(PublicResource, ListAPIView):
    """Every issue, by cursor."""

    serializer_class = IssueSerializer
    pagination_class = CursorPaging
    filter_backends = [DjangoFilterBackend]
    filterset_class = IssueFilter
    orders = {"newest": Order("date", descending=True, read=read_day), "oldest": Order("date", read=read_day)}

    def get(self, request):
        refuse_unknown(request, {*IssueFilter.base_filters, "cursor", "order", "page_size"})
        return self.list(request)

    def get_queryset(self):
        return Issue.objects.public()


class IssueDetail(PublicResource, GenericAPIView):
    """One issue: its pages in order, and on each its stories as they were printed."""

    serializer_class = IssueSerializer

    def get(self, request, date):
        refuse_unknown(request, set())
        issue = public_issue(date)
        placements = Placement.objects.public().filter(page__issue=issue).as_printed().for_lists()
        pages = [
            with_stories(page, stories, self.get_serializer_context())
            for page, stories in groupby(placements, attrgetter("page"))
        ]
        return Response({**self.get_serializer(issue).data, "pages": pages})


class PageList(PublicResource, ListAPIView):
    """Every printed page, by cursor."""

    serializer_class = PageSerializer
    pagination_class = CursorPaging
    filter_backends = [DjangoFilterBackend]
    filterset_class = PageFilter
    orders = {"key": Order("pk")}

    def get(self, request):
        refuse_unknown(request, {*PageFilter.base_filters, "cursor", "page_size"})
        return self.list(request)

    def get_queryset(self):
        return Page.objects.public().for_navigation()


class PageDetail(PublicResource, GenericAPIView):
    """One printed page with its stories in the order of print."""

    serializer_class = PageSerializer

    def get(self, request, date, number):
        refuse_unknown(request, set())
        page = public_page(date, number)
        stories = Placement.objects.public().filter(page=page).as_printed().for_lists()
        return Response(with_stories(page, stories, self.get_serializer_context()))


def with_stories(page, placements, context):
    return {
        **PageSerializer(page, context=context).data,
        "stories": PlacedArticleSerializer(placements, many=True, context=context).data,
    }
