from hashlib import sha256

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from articles.address_lookup import withdrawn_article
from articles.models import Article, Correction

from .base import PublicList, PublicResource, example
from .errors import Withdrawn, problems
from .filters import ArchiveFilter, SinceFilter
from .paging import NEWEST, OLDEST, Order, read_moment
from .parameters import chosen_names
from .serializers import IN_LISTS, LONG, ArticleSerializer, ArticleSummarySerializer, CorrectionSerializer

# Every column that the response for an article depends on; the ETag is a hash of them.
SHOWN = [
    "updated_at", "publish_at", "byline", "section__slug", "section__name", "contributions__author",
    "placements__order", "placements__continued_from", "placements__continued_on", "placements__page__number",
    "placements__page__name", "placements__page__issue__date", "placements__page__issue__number",
    "corrections__kind", "corrections__text", "corrections__date", "corrections__page__number",
    "corrections__page__issue__date",
]  # fmt: skip

ALL_FIELDS = set(ArticleSerializer.Meta.fields)
# The captions of pictures are in the body.
WITH_BODY = {"body", "blocks", "pictures"}

INCLUDE = OpenApiParameter(
    "include",
    {"type": "array", "items": {"type": "string", "enum": LONG}, "minItems": 1, "examples": [["body", "corrections"]]},
    style="form",
    explode=False,
    description=_("Long fields that lists otherwise leave out, separated by commas."),
)
# No parameter of the description: its schemas require all fields, so that generated clients know them.
FIELDS = _(
    "Add `fields=id,title,body` to receive only these fields. This is for requests written by hand: in clients "
    "generated from this description all fields are required."
)


def with_fields(articles, fields):
    """Fetch what `fields` need in a fixed number of queries, without other long columns."""
    articles = articles.defer("imported", "section_reason", *([] if fields & WITH_BODY else ["body"]))
    if "section" in fields:
        articles = articles.select_related("section")
    if "authors" in fields:
        articles = articles.with_bylines()
    if "pictures" in fields:
        articles = articles.with_pictures()
    if "corrections" in fields:
        # Built per request, because what is public depends on the time.
        corrections = Correction.objects.newest_first().for_readers()
        articles = articles.prefetch_related(Prefetch("corrections", corrections))
    return articles.with_placements() if "placements" in fields else articles


@extend_schema(description=FIELDS)
class ArticleResource(PublicResource):
    serializer_class = ArticleSummarySerializer
    extra_parameters = ("fields", "include")
    usual_fields = set(IN_LISTS)

    @cached_property
    def fields(self):
        names = chosen_names(self.request, "fields", ArticleSerializer.Meta.fields) or self.usual_fields
        return names | chosen_names(self.request, "include", LONG)

    def get_serializer(self, *args, **kwargs):
        return super().get_serializer(*args, only=self.fields, **kwargs)


@extend_schema(
    summary=_("All articles, with a cursor; every page of the archive is equally fast."),
    parameters=[INCLUDE],
    responses=ArticleSummarySerializer(many=True),
)
class ArticleList(ArticleResource, PublicList):
    filterset_class = ArchiveFilter
    orders = {"newest": NEWEST, "oldest": OLDEST, "changed": Order("changed_at", read=read_moment)}

    def get_queryset(self):
        return with_fields(Article.objects.public().with_changed(), self.fields)


@extend_schema(
    summary=_("One article with all its fields. A withdrawn article returns its notice (410)."),
    responses={200: ArticleSerializer, **problems(410)},
    examples=[example("article", response_only=True, status_codes=["200"])],
)
class ArticleDetail(ArticleResource):
    extra_parameters = ("fields",)
    usual_fields = ALL_FIELDS

    def get(self, request, pk):
        return conditional(request._request, pk, self.fields, lambda row: Response(self.get_serializer(row).data))


def conditional(request, pk, fields, show):
    """`show(article)`, or 304 if the requester already has it."""
    articles = Article.objects.public().filter(pk=pk)
    etag, moment = validators(articles) or raise_for_missing(pk)
    response = get_conditional_response(request, etag, moment)
    if response is None:
        response = show(get_object_or_404(with_fields(articles, fields)))
    response["ETag"], response["Last-Modified"] = etag, http_date(moment)
    return response


def validators(articles):
    """(ETag, time of the last change) of the one article in `articles`; None if it is empty. One query."""
    rows = sorted(articles.values_list(*SHOWN), key=repr)
    if not rows:
        return None
    moment = max(rows[0][:2])
    return quote_etag(sha256(repr(rows).encode()).hexdigest()[:32]), int(moment.timestamp())


def raise_for_missing(pk):
    """Raise Moved if the article was merged into another, Withdrawn, or Http404."""
    raise Withdrawn(withdrawn_article(pk))


@extend_schema(summary=_("Corrections and apologies, the newest first."))
class CorrectionList(PublicList):
    serializer_class = CorrectionSerializer
    filterset_class = SinceFilter
    orders = {"newest": NEWEST}

    def get_queryset(self):
        return Correction.objects.public().for_readers().select_related("article")
