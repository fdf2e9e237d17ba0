"""Words between colleagues on a story; readers never see them."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from articles import editing
from articles.api.paging import CursorPaging, Order
from articles.models import Article, Note

from .serializers import NULL_IF_MISSING, LineField
from .stories import StoryResource
from .strict import StrictSerializer


class NoteSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="user.username", **NULL_IF_MISSING)

    class Meta:
        model = Note
        fields = ["id", "by", "text", "created_at"]
        read_only_fields = fields


class NewNoteSerializer(StrictSerializer):
    text = LineField(max_length=300)


@extend_schema(methods=["GET"], summary=_("The notes of colleagues on a story, with a cursor."))
@extend_schema(
    methods=["POST"],
    summary=_("Leave a note on a story for colleagues."),
    request=NewNoteSerializer,
    examples=[OpenApiExample("note", {"text": "请核对第二段的人名。"}, request_only=True)],
    responses={201: NoteSerializer},
)
class Notes(StoryResource, ListAPIView):
    serializer_class = NoteSerializer
    pagination_class = CursorPaging
    orders = {"key": Order("pk")}

    def get_queryset(self):
        return Note.objects.filter(article=self.kwargs["pk"]).select_related("user")

    def post(self, request, pk):
        text = self.validated(NewNoteSerializer)["text"]
        note = editing.leave_note(Article.objects.get(pk=pk), self.actor, text)
        return Response(self.get_serializer(note).data, status=201)
