from django.utils.translation import gettext_lazy as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from articles import search
from articles.filters import ArticleFilter
from articles.models import Article
from articles.search_results import ArticleList

from .errors import problems
from .paging import PagePaging
from .serializers import ArticleSerializer, ArticleSummarySerializer
from .stories import INCLUDE, ArticleResource, with_fields

WORDS = OpenApiParameter(
    "q",
    {"type": "string", "minLength": 1, "examples": ["后白镇 糜林"]},
    required=True,
    description=_("Search terms: words separated by spaces, “an exact phrase” in quotes, -word to exclude a word."),
)


class PieceSerializer(serializers.Serializer):
    text = serializers.CharField()
    is_hit = serializers.BooleanField()


class HighlightsSerializer(serializers.Serializer):
    title = PieceSerializer(many=True)
    passages = serializers.ListField(child=PieceSerializer(many=True))


class FoundArticleSerializer(ArticleSummarySerializer):
    highlights = serializers.SerializerMethodField()

    class Meta(ArticleSerializer.Meta):
        fields = [*ArticleSerializer.Meta.fields, "highlights"]

    @extend_schema_field(HighlightsSerializer)
    def get_highlights(self, article):
        terms = self.context["terms"]
        passages = search.snippets(article.body, terms)
        return {
            "title": [piece._asdict() for piece in search.mark(article.title, terms)],
            "passages": [[piece._asdict() for piece in passage] for passage in passages],
        }


def facet(kind, **fields):
    return inline_serializer(f"{kind}Facet", {**fields, "count": serializers.IntegerField()}, many=True)


class YearFacetSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    count = serializers.IntegerField(
        allow_null=True, help_text=_("Among all results; null if there are too many to count by year.")
    )


class FacetsSerializer(serializers.Serializer):
    counted = serializers.IntegerField(
        help_text=_("How many results, the most recently added, the counts of sections, page names and authors cover.")
    )
    sections = facet("Section", slug=serializers.CharField(), name=serializers.CharField())
    page_names = facet("PageName", name=serializers.CharField())
    authors = facet("Author", id=serializers.IntegerField(), name=serializers.CharField())
    years = YearFacetSerializer(many=True)


class SearchResultsSerializer(serializers.Serializer):
    """`nearest`: no article has all the words; these have most of them. `nearest_from`: the index of the first such
    result, null if there is none."""

    terms = serializers.ListField(child=serializers.CharField())
    nearest = serializers.BooleanField()
    nearest_from = serializers.IntegerField(allow_null=True)
    missing_terms = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = FoundArticleSerializer(many=True)
    facets = FacetsSerializer()


@extend_schema(
    summary=_("Search for any part of a text; hits are marked and counted by section, page name, author and year."),
    parameters=[WORDS, INCLUDE],
    responses={200: SearchResultsSerializer, **problems(404)},
)
class Search(ArticleResource):
    serializer_class = FoundArticleSerializer
    pagination_class = PagePaging
    filterset_class = ArticleFilter
    throttle_scope = "search"

    def get(self, request):
        if "q" not in request.query_params:
            raise ValidationError({"q": _("Give search terms.")})
        # The passages are taken from the body.
        articles = with_fields(Article.objects.public(), self.fields | {"body"})
        filter = ArticleFilter(request.query_params, articles, request=request)
        if not filter.is_valid():
            raise translate_validation(filter.errors)
        result = filter.found
        found = filter.listing(articles) if result.terms else ArticleList(articles.none(), articles)
        page = self.paginate_queryset(found)
        context = {**self.get_serializer_context(), "terms": result.marked}
        shown = FoundArticleSerializer(page, many=True, only={*self.fields, "highlights"}, context=context).data
        return Response(
            {
                "terms": [term.text for term in result.terms],
                "nearest": result.fallback,
                "nearest_from": result.nearest_from,
                "missing_terms": [term.text for term in result.missing_terms],
                **self.paginator.paged(shown),
                "facets": found.facets,
            }
        )
