"""Stories in any state: list, create, read and change."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.base import example
from articles.api.paging import NEWEST, OLDEST, CursorPaging, Order
from articles.editing import (
    TEXTS,
    Forbidden,
    Refused,
    begin_draft,
    changing,
    keep_draft,
    require,
    seen_version,
    write_byline,
)
from articles.models import Article

from .base import IF_MATCH, StaffResource, etag, version_read
from .serializers import DraftSerializer, StorySerializer, StorySummarySerializer

FIELDS = (*TEXTS, "section", "date", "publish_at")


class StoryResource(StaffResource):
    """Answers with the story. The ETag is the version that this account changes: the pending one, if there is one and
    the account's changes wait to be signed off."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        require(self.actor, "view_article")
        if "pk" in kwargs and not Article.objects.visible_to(request.user).filter(pk=kwargs["pk"]).exists():
            raise Article.DoesNotExist

    def answer(self, pk, status=200):
        stories = Article.objects.select_related("section", "pending__user").with_bylines().with_placements()
        article = get_object_or_404(stories.defer("imported"), pk=pk)
        response = Response(StorySerializer(article, context=self.get_serializer_context()).data, status=status)
        response["ETag"] = etag(seen_version(article, self.actor))
        return response


class StoryFilter(FilterSet):
    status = ChoiceFilter(choices=Article.Status.choices, help_text=_("Stories in this state."))


@extend_schema(methods=["GET"], summary=_("Stories in any state, by cursor."))
@extend_schema(
    methods=["POST"],
    summary=_("Begin a draft."),
    request=DraftSerializer,
    responses={201: StorySerializer},
    examples=[example("draft", request_only=True)],
)
class StoryList(StoryResource, ListAPIView):
    serializer_class = StorySummarySerializer
    pagination_class = CursorPaging
    filterset_class = StoryFilter
    orders = {"newest": NEWEST, "oldest": OLDEST, "key": Order("pk")}

    def get_queryset(self):
        return Article.objects.visible_to(self.request.user).for_lists()

    def post(self, request):
        require(self.actor, "add_article")
        article = create_draft(self.validated(DraftSerializer), self.actor)
        return self.answer(article.pk, status=201)

    def answer(self, pk, status=200):
        response = super().answer(pk, status)
        response["Location"] = reverse("desk:story", args=[pk], request=self.request)
        return response


@extend_schema(methods=["GET"], summary=_("A story in any state, with its review and its open doubts."))
@extend_schema(
    methods=["PATCH"],
    summary=_("Change a story; what is left out stays as it is. A change of a public story may wait as `pending`."),
    parameters=[IF_MATCH],
    request=DraftSerializer,
    responses={200: StorySerializer, 202: StorySerializer},
)
class StoryDetail(StoryResource):
    serializer_class = StorySerializer

    def get(self, request, pk):
        return self.answer(pk)

    def patch(self, request, pk):
        version = version_read(request)
        data = self.validated(DraftSerializer, partial=True)
        with changing(pk, self.actor, version=version, why=data.get("why", "")) as change:
            write(change.article, data)
        return self.answer(pk, status=202 if change.waiting else 200)

    def handle_exception(self, error):
        is_read_only = type(error) is Refused and not self.actor.may("change_any_article")
        return super().handle_exception(Forbidden(str(error)) if is_read_only else error)


@transaction.atomic
def create_draft(data, actor):
    article = Article(**_fields(data))
    begin_draft(article, actor)
    _write_authors(article, data)
    keep_draft(article, actor, data.get("why", ""))
    return article


def write(article, data):
    if fields := _fields(data):
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
    _write_authors(article, data)


def _fields(data):
    return {name: data[name] for name in FIELDS if name in data}


def _write_authors(article, data):
    if "authors" in data:
        write_byline(article, data["authors"])
