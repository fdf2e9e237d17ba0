"""Steps over stories read wrongly from a page: split, merge, move, turn, join; and taking one back."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from articles import editing
from articles.api.paging import CursorPaging, Order
from articles.editing import Stale
from articles.importing import read_people
from articles.models import Article, Step

from .base import IF_MATCH, version_read
from .serializers import NULL_IF_MISSING, StorySerializer
from .stories import StoryResource
from .strict import NothingSerializer, StrictSerializer

PREVIOUS, NEXT = "previous", "next"
BYLINE = "byline"
MOST_BLOCKS = 99_999


class StepSerializer(serializers.ModelSerializer):
    """`articles` are the stories that the step touched, also the one that a split made; `why_not_undo` is empty while
    this account can take it back."""

    by = serializers.CharField(source="user.username", **NULL_IF_MISSING)
    articles = serializers.SerializerMethodField()
    why_not_undo = serializers.SerializerMethodField()

    class Meta:
        model = Step
        fields = ["id", "kind", "at", "by", "articles", "undone_at", "why_not_undo"]
        read_only_fields = fields

    def get_articles(self, step) -> list[int]:
        return sorted(article.pk for article in step.articles.all())

    def get_why_not_undo(self, step) -> str:
        return editing.why_not_undo(step, self.context["view"].actor)


class StepDoneSerializer(serializers.Serializer):
    """`step` is null if it waits as the pending version of `article`, or changed only that; `article` is the story as
    it is afterwards, after joining the one that was continued."""

    step = StepSerializer(allow_null=True)
    article = StorySerializer()


class BlockSerializer(StrictSerializer):
    """`at` counts the blocks of the body from 0; blank lines part them."""

    at = serializers.IntegerField(min_value=0, max_value=MOST_BLOCKS)


class MoveSerializer(BlockSerializer):
    to = serializers.ChoiceField([PREVIOUS, NEXT])


class TurnSerializer(BlockSerializer):
    """`byline` takes the block out of the text and the people it names into the byline."""

    kind = serializers.ChoiceField([*editing.KINDS, BYLINE])


class JoinSerializer(StrictSerializer):
    """`opening` is the key of the story that this one continues."""

    opening = serializers.IntegerField(min_value=1, max_value=2**63 - 1)

    def validate_opening(self, pk):
        if not Article.objects.visible_to(self.context["request"].user).filter(pk=pk).exists():
            raise serializers.ValidationError(_("There is no such story."))
        return pk


@extend_schema(parameters=[IF_MATCH], responses={200: StepDoneSerializer, 202: StepDoneSerializer})
class StepAction(StoryResource):
    """POST makes the step on the version in If-Match. 202: it waits to be signed off."""

    serializer_class = StepDoneSerializer
    request_serializer_class: type = NothingSerializer

    def post(self, request, pk):
        version = version_read(request)
        step = self.act(pk, self.actor, version=version, **self.validated(self.request_serializer_class))
        return self.step_response(pk, step)

    def step_response(self, pk, step):
        article = Article.objects.only("pk", "merged_into").get(pk=pk)
        response = self.story_response(article.merged_into_id or pk, status=200 if step else 202)
        done = StepSerializer(step, context=self.get_serializer_context()).data if step else None
        response.data = {"step": done, "article": response.data}
        return response


def step_example(**sent):
    return OpenApiExample("step", sent, request_only=True)


@extend_schema(
    summary=_("Split a story: the blocks from `at` on become a new story, placed after it in print."),
    examples=[step_example(at=2)],
)
class Split(StepAction):
    request_serializer_class = BlockSerializer
    act = staticmethod(editing.split)


@extend_schema(summary=_("Merge the next story on the page into this one; its address then redirects here."))
class Merge(StepAction):
    act = staticmethod(editing.merge_with_next)


@extend_schema(
    summary=_("Move a block to the end of the previous story on the page, or to the start of the next."),
    examples=[step_example(at=0, to=PREVIOUS)],
)
class Move(StepAction):
    request_serializer_class = MoveSerializer

    def act(self, pk, actor, version, at, to):
        return editing.move_block(pk, actor, at, -1 if to == PREVIOUS else +1, version)


@extend_schema(
    summary=_("Turn a block into a paragraph, a subhead, a caption, or the byline."),
    examples=[step_example(at=1, kind="subhead")],
)
class Turn(StepAction):
    request_serializer_class = TurnSerializer

    def act(self, pk, actor, version, at, kind):
        if kind != BYLINE:
            return editing.turn_block(pk, actor, at, kind, version)
        blocks = editing.as_seen(Article.objects.get(pk=pk), actor).blocks
        people = read_people(blocks[at].text) if at < len(blocks) else []
        return editing.turn_into_byline(pk, actor, at, people, version)


@extend_schema(
    summary=_("Join a story to the one that it continues; its address then redirects there."),
    examples=[step_example(opening=3)],
)
class Join(StepAction):
    request_serializer_class = JoinSerializer

    def act(self, pk, actor, version, opening):
        return editing.join(pk, actor, opening, version)


@extend_schema(summary=_("The steps that touched a story, the latest first, with a cursor."))
class Steps(StoryResource, ListAPIView):
    serializer_class = StepSerializer
    pagination_class = CursorPaging
    orders = {"newest": Order("pk", descending=True)}

    def get_queryset(self):
        touched = Prefetch("articles", Article.objects.defer("body", "imported"))
        steps = Step.objects.filter(articles=self.kwargs["pk"]).select_related("user")
        return steps.defer("before").prefetch_related(touched)


@extend_schema(summary=_("Take a step back, as long as none of its stories has been changed since."))
class Undo(StepAction):
    def post(self, request, pk, step):
        self.validated(self.request_serializer_class)
        seen = version_read(request)
        get_object_or_404(Step, pk=step, articles=pk)
        article = Article.objects.get(pk=pk)
        if (current := editing.seen_version(article, self.actor)) != seen:
            raise Stale(article, current)
        return self.step_response(pk, editing.undo(step, self.actor))
