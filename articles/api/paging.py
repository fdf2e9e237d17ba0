import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination, PageNumberPagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .parameters import query_parameter, whole_number

USUAL_SIZE, LARGEST_SIZE = 20, 100
LAST_PAGE = 999_999_999
LARGEST_KEY = 2**63 - 1
PAGE_SIZE = query_parameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": USUAL_SIZE},
    _("Results per page."),
)
CURSOR = query_parameter(
    "cursor",
    {"type": "string", "minLength": 1},
    _("Where to continue. Follow `next` unchanged; it contains the cursor."),
)
PAGE = query_parameter(
    "page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}, _("The page of results.")
)


def read_moment(text):
    moment = datetime.fromisoformat(text)
    # Other years may overflow when converted to another time zone.
    if moment.tzinfo is None or not 1900 <= moment.year <= 2100:
        raise ValueError(text)
    return moment


def read_key(text):
    if not 0 <= (key := int(text)) <= LARGEST_KEY:
        raise ValueError(text)
    return key


class Order(NamedTuple):
    """Rows ordered by `field`, then by ascending key; `read` parses the field's value from a cursor."""

    field: str
    descending: bool = False
    read: Callable = read_key

    @property
    def columns(self):
        return [f"-{self.field}" if self.descending else self.field, "pk"]

    def after(self, rows, value, pk):
        """The rows after (value, pk). The first condition is redundant but lets the database use an index."""
        beyond = "lt" if self.descending else "gt"
        return rows.filter(**{f"{self.field}__{beyond}e": value}).filter(
            Q(**{f"{self.field}__{beyond}": value}) | Q(pk__gt=pk)
        )


def as_cursor(*parts):
    return urlsafe_b64encode(" ".join(map(str, parts)).encode()).decode().rstrip("=")


def address_from(request, cursor):
    """The URL of the request, to continue from the cursor."""
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def parts_of(cursor, name, *reads):
    """What follows `name` in a cursor made by as_cursor(name, …), each part read by one of the functions."""
    try:
        first, *parts = urlsafe_b64decode(cursor.encode() + b"==").decode().split(" ")
        if first != name:
            raise ValueError(cursor)
        return [read(part) for read, part in zip(reads, parts, strict=True)]
    except (ValueError, binascii.Error):
        sentence = _("This cursor is invalid or belongs to another order. Follow `next` unchanged.")
        raise ValidationError({"cursor": sentence}) from None


NEWEST, OLDEST = Order("date", descending=True, read=date.fromisoformat), Order("date", read=date.fromisoformat)


class CursorPaging(BasePagination):
    """Each page starts after the last row of the previous one, so all pages cost the same and new rows shift nothing.
    The view's `orders` is {name: Order}, the default first."""

    def get_schema_operation_parameters(self, view):
        names = list(view.orders)
        schema = {"type": "string", "enum": names, "default": names[0]}
        order = query_parameter("order", schema, _("The order of the results."))
        return [*([order] if len(names) > 1 else []), CURSOR, PAGE_SIZE]

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": {"type": ["string", "null"], "format": "uri"}, "results": schema},
        }

    def paginate_queryset(self, queryset, request, view):
        self.request = request
        name = request.query_params.get("order", next(iter(view.orders)))
        if name not in view.orders:
            raise ValidationError({"order": _("Give one of these: %(known)s.") % {"known": ", ".join(view.orders)}})
        self.name, self.order = name, view.orders[name]
        size = whole_number(request, "page_size", default=USUAL_SIZE, maximum=LARGEST_SIZE)
        rows = queryset.order_by(*self.order.columns)
        if (cursor := request.query_params.get("cursor")) is not None:
            rows = self.order.after(rows, *parts_of(cursor, self.name, self.order.read, read_key))
        page = list(rows[: size + 1])
        self.last = page[size - 1] if len(page) > size else None
        return page[:size]

    def get_paginated_response(self, data):
        return Response({"next": self._next(), "results": data})

    def _next(self):
        if self.last is None:
            return None
        value = getattr(self.last, self.order.field)
        cursor = as_cursor(self.name, value if isinstance(value, int) else value.isoformat(), self.last.pk)
        return address_from(self.request, cursor)


class PagePaging(PageNumberPagination):
    def get_schema_operation_parameters(self, view):
        return [PAGE, PAGE_SIZE]

    def get_page_size(self, request):
        return whole_number(request, "page_size", default=USUAL_SIZE, maximum=LARGEST_SIZE)

    def get_page_number(self, request, paginator):
        return whole_number(request, "page", default=1, maximum=LAST_PAGE)

    def paged(self, results):
        return {
            "count": self.page.paginator.count,
            "page": self.page.number,
            "pages": self.page.paginator.num_pages,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
            "results": results,
        }
