"""Doubts about a story: those of the parser (problems), and those of the proofreading."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from articles import editing
from articles.api.errors import problems
from articles.api.paging import CursorPaging, Order
from articles.models import Article, Problem
from articles.proofreading import Level
from articles.proofreading.story import PARTS

from .actions import Action
from .base import IF_MATCH, version_read
from .serializers import NULL_IF_MISSING, DoubtSerializer, StorySerializer
from .stories import StoryResource
from .strict import StrictSerializer


class ProblemRowSerializer(DoubtSerializer):
    settled_by = serializers.CharField(source="settled_by.username", **NULL_IF_MISSING)

    class Meta(DoubtSerializer.Meta):
        fields = [*DoubtSerializer.Meta.fields, "settled_at", "settled_by"]
        read_only_fields = fields


class SettledSerializer(StrictSerializer):
    settled = serializers.BooleanField()


class ProofreadingDoubtSerializer(serializers.Serializer):
    """`before` and `after` are the characters around the doubtful place, `right` what should stand there: blank to
    delete it, null if only a person can say. `key` stays the same while these do."""

    key = serializers.CharField()
    code = serializers.CharField(source="finding.code")
    level = serializers.ChoiceField(list(Level.__args__), source="finding.level")
    part = serializers.ChoiceField(PARTS)
    before = serializers.CharField(allow_blank=True)
    wrong = serializers.CharField(source="finding.wrong")
    after = serializers.CharField(allow_blank=True)
    right = serializers.CharField(source="finding.right", allow_blank=True, allow_null=True)
    message = serializers.CharField(source="sentence")
    dismissed_at = serializers.DateTimeField(source="dismissal.at", **NULL_IF_MISSING)
    dismissed_by = serializers.CharField(source="dismissal.user.username", **NULL_IF_MISSING)


class ProofreadingDoubtsSerializer(serializers.Serializer):
    results = ProofreadingDoubtSerializer(many=True)


class DismissedSerializer(StrictSerializer):
    dismissed = serializers.BooleanField()


@extend_schema(summary=_("The parser’s doubts about a story, open and settled, with a cursor."))
class Problems(StoryResource, ListAPIView):
    serializer_class = ProblemRowSerializer
    pagination_class = CursorPaging
    orders = {"key": Order("pk")}

    def get_queryset(self):
        return Problem.objects.filter(article=self.kwargs["pk"]).select_related("settled_by")


@extend_schema(methods=["GET"], summary=_("One of the parser’s doubts about a story."))
@extend_schema(
    methods=["PATCH"],
    summary=_("Settle a doubt of the parser, or open it again."),
    request=SettledSerializer,
    responses={200: ProblemRowSerializer, **problems(409)},
    examples=[OpenApiExample("settle", {"settled": True}, request_only=True)],
)
class ProblemDetail(StoryResource):
    serializer_class = ProblemRowSerializer

    def get(self, request, pk, problem):
        row = get_object_or_404(Problem.objects.select_related("settled_by"), article=pk, pk=problem)
        return Response(self.get_serializer(row).data)

    def patch(self, request, pk, problem):
        get_object_or_404(Problem, article=pk, pk=problem)
        editing.require(self.actor, "change_problem")
        settled = self.validated(SettledSerializer)["settled"]
        row = editing.settle(pk, self.actor, problem, again=not settled)
        return Response(self.get_serializer(row).data)


class ProofreadStory(StoryResource):
    serializer_class = ProofreadingDoubtSerializer

    def doubts(self, pk):
        stories = Article.objects.select_related("pending").prefetch_related("dismissals__user")
        return editing.doubts_of(editing.as_seen(get_object_or_404(stories, pk=pk), self.actor))

    def doubt_response(self, pk, key):
        doubt = next((doubt for doubt in self.doubts(pk) if doubt.key == key), None)
        if doubt is None:
            raise Http404
        return Response(ProofreadingDoubtSerializer(doubt).data)


@extend_schema(summary=_("Proofread a story: doubts about its text as you change it, those dismissed last."))
class Proofreading(ProofreadStory):
    serializer_class = ProofreadingDoubtsSerializer

    def get(self, request, pk):
        return Response(self.get_serializer({"results": self.doubts(pk)}).data)


@extend_schema(methods=["GET"], summary=_("One doubt of the proofreading."))
@extend_schema(
    methods=["PATCH"],
    summary=_("Dismiss a doubt of the proofreading: somebody has looked at it. Or take that back."),
    request=DismissedSerializer,
    responses={200: ProofreadingDoubtSerializer, **problems(409)},
    examples=[OpenApiExample("dismiss", {"dismissed": True}, request_only=True)],
)
class FoundDoubt(ProofreadStory):
    def get(self, request, pk, key):
        return self.doubt_response(pk, key)

    def patch(self, request, pk, key):
        dismissed = self.validated(DismissedSerializer)["dismissed"]
        with transaction.atomic():
            editing.dismiss(pk, self.actor, key, again=not dismissed)
        return self.doubt_response(pk, key)


@extend_schema(
    summary=_("Mend a doubtful place: put there what should stand there, as an ordinary change of the story."),
    parameters=[IF_MATCH],
    responses={200: StorySerializer, 202: StorySerializer},
)
class Mend(Action):
    def post(self, request, pk, key):
        self.validated(self.request_serializer_class)
        _doubt, change = editing.mend(pk, self.actor, version_read(request), key)
        return self.story_response(pk, status=202 if change.waiting else 200)
