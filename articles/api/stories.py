"""Articles: the archive, one of them, and what a search finds."""

from hashlib import sha256

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.response import Response

from articles.filters import ArticleFilter
from articles.models import Article, Correction
from articles.search import mark, results, snippets

from .base import PublicResource
from .errors import problem
from .filters import ArchiveFilter, CorrectionFilter
from .paging import CursorPaging, Order, PagePaging, read_day, read_moment
from .parameters import chosen_fields, refuse_unknown
from .serializers import IN_LISTS, ArticleSerializer, CorrectionSerializer

PAGING = {"page_size", "fields"}
# All that an article's answer is made of, in one question.
SHOWN = [
    "updated_at", "publish_at", "byline", "section__slug", "section__name", "contributions__author",
    "placements__order", "placements__continued_from", "placements__continued_on", "placements__page__number",
    "placements__page__name", "placements__page__issue__date", "placements__page__issue__number",
    "corrections__kind", "corrections__text", "corrections__date", "corrections__page__number",
    "corrections__page__issue__date",
]  # fmt: skip


def showing(articles, fields):
    """The articles with everything that `fields` need, in a fixed number of queries, and nothing else that is long."""
    articles = articles.defer("imported", "section_reason", *([] if fields & {"body", "blocks"} else ["body"]))
    if "section" in fields:
        articles = articles.select_related("section")
    if "authors" in fields:
        articles = articles.with_bylines()
    if "corrections" in fields:
        # Made for each request: what is public depends on the time.
        corrections = Correction.objects.newest_first().for_readers()
        articles = articles.prefetch_related(Prefetch("corrections", corrections))
    return articles.with_placements() if "placements" in fields else articles


class ArticleList(PublicResource, ListAPIView):
    """Every public article, by cursor."""

    serializer_class = ArticleSerializer
    pagination_class = CursorPaging
    filter_backends = [DjangoFilterBackend]
    filterset_class = ArchiveFilter
    orders = {
        "newest": Order("date", descending=True, read=read_day),
        "oldest": Order("date", read=read_day),
        "changed": Order("changed_at", read=read_moment),
    }

    def get(self, request):
        refuse_unknown(request, {*ArchiveFilter.base_filters, *PAGING, "cursor", "order"})
        self.fields = chosen_fields(request, ArticleSerializer, IN_LISTS)
        return self.list(request)

    def get_queryset(self):
        return showing(Article.objects.public().with_changed(), self.fields)

    def get_serializer(self, *args, **kwargs):
        return super().get_serializer(*args, only=self.fields, **kwargs)


class ArticleDetail(PublicResource, GenericAPIView):
    """One article, whole."""

    serializer_class = ArticleSerializer

    def get(self, request, pk):
        refuse_unknown(request, {"fields"})
        fields = chosen_fields(request, ArticleSerializer, ArticleSerializer.Meta.fields)
        articles = Article.objects.public().filter(pk=pk)
        if (validated := validators(articles)) is None:
            return what_became_of_it(request, pk)
        etag, moment = validated
        response = get_conditional_response(request._request, etag, moment)
        if response is None:
            article = get_object_or_404(showing(articles, fields))
            response = Response(self.get_serializer(article, only=fields).data)
        response["ETag"], response["Last-Modified"] = etag, http_date(moment)
        return response


def validators(articles):
    """ETag and time of the last change of the one article in `articles`, by a single question; None without one."""
    rows = sorted(articles.values_list(*SHOWN), key=repr)
    if not rows:
        return None
    moment = max(rows[0][:2])
    return quote_etag(sha256(repr(rows).encode()).hexdigest()[:32]), int(moment.timestamp())


def what_became_of_it(request, pk, name="api:article"):
    """The way to the article it was merged into, the notice in place of one that was withdrawn, or 404; `name` is the
    address that was asked for."""
    if moved := Article.objects.merged_into_public().filter(pk=pk).first():
        return redirect(name, moved.merged_into_id, permanent=True)
    withdrawn = get_object_or_404(Article.objects.withdrawn(), pk=pk)
    at = localtime(withdrawn.withdrawn_at).isoformat()
    return problem(request, 410, detail=withdrawn.withdrawal_notice, withdrawn_at=at)


class CorrectionList(PublicResource, ListAPIView):
    """Every correction and apology, by cursor, the newest first."""

    serializer_class = CorrectionSerializer
    pagination_class = CursorPaging
    filter_backends = [DjangoFilterBackend]
    filterset_class = CorrectionFilter
    orders = {"newest": Order("date", descending=True, read=read_day)}

    def get(self, request):
        refuse_unknown(request, {*CorrectionFilter.base_filters, "cursor", "page_size"})
        return self.list(request)

    def get_queryset(self):
        return Correction.objects.public().for_readers().select_related("article")


class Search(PublicResource, GenericAPIView):
    """Articles that hold all the words, the best first, and how they are spread over sections, pages, people, years;
    none where nothing was typed that could be looked for."""

    serializer_class = ArticleSerializer
    pagination_class = PagePaging
    throttle_scope = "search"

    def get(self, request):
        refuse_unknown(request, {*ArticleFilter.base_filters, *PAGING, "page"})
        fields = chosen_fields(request, ArticleSerializer, IN_LISTS)
        # The body is needed for the passages that show the words.
        articles = showing(Article.objects.public(), fields | {"body"})
        filter = self.filter(articles)
        result = filter.found or results(articles, "")
        if not result.terms:
            filter = self.filter(articles.none())
        found = filter.listing(articles)
        page = self.paginate_queryset(found)
        shown = self.get_serializer(page, many=True, only=fields).data
        for each, article in zip(shown, page, strict=True):
            each["highlights"] = highlights(article, result.marked)
        return Response({**understood(result), **self.paginator.paged(shown), "facets": found.facets})

    def filter(self, articles):
        if "q" not in self.request.query_params:
            raise ValidationError({"q": _("Say what to look for.")})
        filter = ArticleFilter(self.request.query_params, articles, request=self.request)
        if not filter.is_valid():
            raise translate_validation(filter.errors)
        return filter


def understood(found):
    """The terms looked for, whether none of the articles holds them all, so that the nearest are given instead, and
    the place, counted from 0, from which the results are only the nearest: null where all hold the terms."""
    return {
        "terms": [term.text for term in found.terms],
        "nearest": found.fallback,
        "nearest_from": found.nearest_from,
        "missing_terms": [term.text for term in found.missing_terms],
    }


def highlights(article, terms):
    """Title and passages in pieces, those told apart that were looked for."""
    return {
        "title": [piece._asdict() for piece in mark(article.title, terms)],
        "passages": [[piece._asdict() for piece in passage] for passage in snippets(article.body, terms)],
    }
