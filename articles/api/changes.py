"""What happened to stories, in the order of the commits, for programs that keep a copy."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from articles.models import Article, LatestChange

from .paging import (
    CURSOR,
    LARGEST_KEY,
    LARGEST_SIZE,
    PAGE_SIZE,
    USUAL_SIZE,
    Order,
    address_from,
    as_cursor,
    parts_of,
    read_key,
    read_moment,
)
from .parameters import whole_number
from .serializers import ArticleSerializer
from .stories import ALL_FIELDS, ArticleResource, with_fields

# Markdown, for the description.
CONTRACT = _(
    "Each story is listed once, at its last change: the list from its beginning is the whole archive, with what was "
    "withdrawn or merged, and nothing ever drops out of it. To keep a copy, begin without a cursor, follow `next` "
    "until it is null, and keep `checkpoint` with the copy; the next poll begins there, days or years later. Replace "
    "the copy of each `article`; where it is null, delete the copy.\n\n"
    "Changes are in the order in which they were committed, so a checkpoint never passes a change that becomes "
    "visible later, also on replicas. Every story that has changed is listed at least once after the checkpoint; "
    "`article` may be newer than `at`, and the story is then listed again. A scheduled story is listed when its time "
    "comes. A story is listed again when something shown with it changes: a correction, a picture, the name of its "
    "author, section, page or issue. While nothing happens, the ETag of a checkpoint stays the same. After the "
    "newspaper restores a backup, begin again."
)
PUBLICATIONS = Order("publish_at", read=read_moment)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Position(NamedTuple):
    """What a program has seen: all changes up to `number`, and of these the stories that became public by their time up
    to (`published`, `pk`)."""

    number: int
    published: datetime
    pk: int = LARGEST_KEY


class ChangePaging(BasePagination):
    """Changes by their numbers. A scheduled story becomes public without a change: those with a number that the program
    has passed come first, in the order of their times."""

    def get_schema_operation_parameters(self, view):
        return [CURSOR, PAGE_SIZE]

    def get_paginated_response_schema(self, schema):
        url = {"type": "string", "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "checkpoint", "results"],
            "properties": {"next": {**url, "type": ["string", "null"]}, "checkpoint": url, "results": schema},
        }

    def paginate_queryset(self, queryset, request, view):
        self.request = request
        size = whole_number(request, "page_size", default=USUAL_SIZE, maximum=LARGEST_SIZE)
        # Until a later story becomes public, the checkpoint stays the same, and so does the ETag.
        published = LatestChange.objects.last_publication(view.now) or BEGINNING
        cursor = request.query_params.get("cursor")
        seen = self.seen = self._position(cursor) if cursor is not None else Position(0, published)
        if self._is_behind(seen):
            self.more = False
            return []
        changes = list(self._published(queryset, seen, published)[: size + 1])
        by_time = len(changes)
        changes += queryset.filter(number__gt=seen.number).order_by("number")[: size + 1 - by_time]
        self.more, changes = len(changes) > size, changes[:size]
        if by_time > size:
            self.seen = Position(seen.number, changes[-1].publish_at, changes[-1].pk)
        else:
            self.seen = Position(changes[-1].number if len(changes) > by_time else seen.number, published)
        return changes

    def get_paginated_response(self, data):
        cursor = as_cursor("changes", self.seen.number, self.seen.published.isoformat(), self.seen.pk)
        checkpoint = address_from(self.request, cursor)
        return Response({"next": checkpoint if self.more else None, "checkpoint": checkpoint, "results": data})

    def _position(self, cursor):
        return Position(*parts_of(cursor, "changes", read_key, read_moment, read_key))

    def _is_behind(self, seen):
        """Whether this database is a replica that does not have yet what the program has seen."""
        return seen.number and not LatestChange.objects.filter(number__gte=seen.number).exists()

    def _published(self, changes, seen, until):
        if (until, LARGEST_KEY) <= seen[1:]:
            return changes.none()
        rows = changes.filter(number__lte=seen.number, publish_at__lte=until)
        return PUBLICATIONS.after(rows, seen.published, seen.pk).order_by(*PUBLICATIONS.columns)


class Entry(NamedTuple):
    kind: str
    at: datetime
    id: int
    article: Article | None = None
    notice: str = ""
    merged_into: int | None = None


class ChangeSerializer(serializers.Serializer):
    """`article` is the story as it is now, unless it is withdrawn (then there may be a notice) or merged into another.
    `at` is the time at which readers could see the change."""

    kind = serializers.ChoiceField(LatestChange.Kind.choices)
    at = serializers.DateTimeField()
    id = serializers.IntegerField()
    article = ArticleSerializer(allow_null=True)
    notice = serializers.CharField(allow_blank=True)
    merged_into = serializers.IntegerField(allow_null=True)

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["article"] = ArticleSerializer(allow_null=True, only=only)


@extend_schema(
    summary=_("What last happened to each story, in the order in which it happened; for programs that keep a copy."),
    description=CONTRACT,
    responses=ChangeSerializer(many=True),
)
class ChangeList(ArticleResource):
    serializer_class = ChangeSerializer
    pagination_class = ChangePaging
    usual_fields = ALL_FIELDS

    def get(self, request):
        self.now = timezone.now()
        changes = self.paginate_queryset(LatestChange.objects.known(self.now))
        return self.get_paginated_response(self.get_serializer(self._entries(changes), many=True).data)

    def _entries(self, changes):
        """Each change with its story, which may be newer: then another entry follows in a later response."""
        keys = {change.pk for change in changes}
        public = with_fields(Article.objects.public(self.now), self.fields).in_bulk(keys)
        merged = Article.objects.merged_into_public().in_bulk(keys - public.keys())
        withdrawn = Article.objects.withdrawn().in_bulk(keys - public.keys() - merged.keys())
        for change in changes:
            if change.pk in public:
                yield Entry(change.kind_if_public, change.at, change.pk, article=public[change.pk])
            elif change.pk in merged:
                into = merged[change.pk].merged_into_id
                yield Entry(LatestChange.Kind.MERGED, change.at, change.pk, merged_into=into)
            elif change.pk in withdrawn:
                notice = withdrawn[change.pk].withdrawal_notice
                yield Entry(LatestChange.Kind.WITHDRAWN, change.at, change.pk, notice=notice)
