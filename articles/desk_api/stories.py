"""Stories in any state: listed, begun, read and changed."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.paging import CursorPaging, Order, read_day
from articles.api.parameters import refuse_unknown
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

from .base import StaffResource, etag, version_read
from .serializers import DraftSerializer, StorySerializer, StorySummarySerializer

PLAIN = (*TEXTS, "section", "date", "publish_at")


class StoryResource(StaffResource):
    """Answers with the story as it stands, and as ETag with the version that this account changes: the pending one
    where its changes wait to be signed off and there is one."""

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


class StoryList(StoryResource, ListAPIView):
    serializer_class = StorySummarySerializer
    pagination_class = CursorPaging
    orders = {
        "newest": Order("date", descending=True, read=read_day),
        "oldest": Order("date", read=read_day),
        "key": Order("pk"),
    }

    def get(self, request):
        """The stories of the desk in any state, by cursor; `status` narrows them."""
        refuse_unknown(request, {"cursor", "order", "page_size", "status"})
        return self.list(request)

    def post(self, request):
        """Begin a draft."""
        require(self.actor, "add_article")
        refuse_unknown(request, set())
        data = self.sent(DraftSerializer)
        return self.answer(begun(data, self.actor).pk, status=201)

    def get_queryset(self):
        stories = Article.objects.visible_to(self.request.user).for_lists()
        if (status := self.request.query_params.get("status")) is None:
            return stories
        try:
            return stories.filter(status=serializers.ChoiceField(Article.Status.choices).to_internal_value(status))
        except ValidationError as error:
            raise ValidationError({"status": error.detail}) from None

    def answer(self, pk, status=200):
        response = super().answer(pk, status)
        response["Location"] = reverse("desk:story", args=[pk], request=self.request)
        return response


class StoryDetail(StoryResource):
    serializer_class = StorySerializer

    def get(self, request, pk):
        """A story in any state, with its review and its open problems."""
        refuse_unknown(request, set())
        return self.answer(pk)

    def patch(self, request, pk):
        """Change a story from the version that If-Match names; fields left out stay as they are. Where readers see the
        story and this account may not answer for it alone, the change waits as `pending` to be signed off (202)."""
        refuse_unknown(request, set())
        version = version_read(request)
        data = self.sent(DraftSerializer, partial=True)
        with changing(pk, self.actor, version=version, why=data.get("why", "")) as change:
            write(change.article, data)
        return self.answer(pk, status=202 if change.waiting else 200)

    def handle_exception(self, error):
        whose_rights_end = type(error) is Refused and not self.actor.may("change_any_article")
        return super().handle_exception(Forbidden(str(error)) if whose_rights_end else error)


@transaction.atomic
def begun(data, by):
    article = Article(**_fields(data))
    begin_draft(article, by)
    _write_authors(article, data)
    keep_draft(article, by, data.get("why", ""))
    return article


def write(article, data):
    if fields := _fields(data):
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
    _write_authors(article, data)


def _fields(data):
    return {name: data[name] for name in PLAIN if name in data}


def _write_authors(article, data):
    if "authors" in data:
        write_byline(article, data["authors"])
