from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, IsoDateTimeFilter, ModelChoiceFilter
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles import editing
from articles.api.base import example
from articles.api.filters import MOMENTS, NO_MOMENT
from articles.api.paging import NEWEST, OLDEST, CursorPaging, Order
from articles.editing import (
    Actor,
    Forbidden,
    Refused,
    begin_draft,
    changing,
    keep_draft,
    require,
    seen_version,
    write_byline,
)
from articles.editing.pictures import numbered, write_pictures
from articles.models import Article, AuditEntry, Section, Stage
from articles.search import results

from .base import IF_MATCH, StaffResource, etag, version_read
from .serializers import DraftSerializer, NewDraftSerializer, StorySerializer, StorySummarySerializer


class StoryResource(StaffResource):
    """Returns the story. Its ETag is the version that this account changes: the pending one, if there is one and the
    account's changes need sign-off."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        require(self.actor, "view_article")
        if "pk" in kwargs and not Article.objects.visible_to(request.user).filter(pk=kwargs["pk"]).exists():
            raise Article.DoesNotExist

    def story_response(self, pk, status=200):
        stories = (
            Article.objects.select_related("section", "pending__user").with_bylines().with_placements().with_pictures()
        )
        article = get_object_or_404(stories.defer("imported"), pk=pk)
        response = Response(StorySerializer(article, context=self.get_serializer_context()).data, status=status)
        response["ETag"] = etag(seen_version(article, self.actor))
        return response


ME = "me"


class StoryFilter(FilterSet):
    status = ChoiceFilter(choices=Article.Status.choices, help_text=_("Stories in this state."))
    waits_for = ChoiceFilter(
        choices=[*Stage.choices, (ME, _("me"))],
        method="waiting",
        help_text=_("Stories whose draft or change waits for this stage; me: what you may sign next, and doubts."),
    )
    section = ModelChoiceFilter(
        queryset=Section.objects.all(), to_field_name="slug", help_text=_("The slug of a section.")
    )
    changed_since = IsoDateTimeFilter(
        method="changed",
        validators=MOMENTS,
        error_messages={"invalid": NO_MOMENT},
        help_text=_("Stories changed, signed, or otherwise dealt with at this time or later."),
    )
    q = CharFilter(method="search", max_length=100, help_text=_("Any words from headline, text or byline."))

    def waiting(self, stories, name, value):
        if value == ME:
            return editing.review_queue(stories, Actor.of_api(self.request.user))
        return stories.waiting_for(Stage(value))

    def changed(self, stories, name, moment):
        # The log also has what does not change the row: sign-offs, pending versions, settled doubts.
        dealt_with = AuditEntry.objects.filter(at__gte=moment, article__isnull=False)
        return stories.filter(Q(updated_at__gte=moment) | Q(pk__in=dealt_with.order_by().values("article")))

    def search(self, stories, name, words):
        return results(stories, words, by_rank=False).articles


@extend_schema(methods=["GET"], summary=_("Stories in any state, with a cursor."))
@extend_schema(
    methods=["POST"],
    summary=_("Create a draft."),
    request=NewDraftSerializer,
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
        article = create_draft(self.actor, **self.validated(NewDraftSerializer))
        response = self.story_response(article.pk, status=201)
        response["Location"] = reverse("desk:story", args=[article.pk], request=request)
        return response


@extend_schema(methods=["GET"], summary=_("A story in any state, with its review and open doubts."))
@extend_schema(
    methods=["PATCH"],
    summary=_("Change the given fields of a story. A change of a public story may wait as `pending`."),
    parameters=[IF_MATCH],
    request=DraftSerializer,
    responses={200: StorySerializer, 202: StorySerializer},
)
class StoryDetail(StoryResource):
    serializer_class = StorySerializer

    def get(self, request, pk):
        return self.story_response(pk)

    def patch(self, request, pk):
        version = version_read(request)
        data = self.validated(DraftSerializer, partial=True)
        with changing(pk, self.actor, version=version, why=data.pop("why", "")) as change:
            write(change.article, **data)
        return self.story_response(pk, status=202 if change.waiting else 200)

    def handle_exception(self, error):
        is_read_only = type(error) is Refused and not self.actor.may("change_any_article")
        return super().handle_exception(Forbidden(str(error)) if is_read_only else error)


@transaction.atomic
def create_draft(actor, *, authors=(), pictures=(), why="", **fields):
    article = Article(**fields)
    begin_draft(article, actor)
    write_byline(article, authors)
    write_pictures(article, numbered(article, pictures))
    keep_draft(article, actor, why)
    return article


def write(article, *, authors=None, pictures=None, **fields):
    if fields:
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
    if authors is not None:
        write_byline(article, authors)
    if pictures is not None:
        write_pictures(article, numbered(article, pictures))
