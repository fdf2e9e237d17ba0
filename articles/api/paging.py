"""Two ways through a list: by cursor, for who takes the archive in, and by page, for who looks through results."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .parameters import whole_number

USUAL_SIZE, LARGEST_SIZE = 20, 100
LAST_PAGE = 999_999_999
LARGEST_KEY = 2**63 - 1


def read_day(text):
    return date.fromisoformat(text)


def read_moment(text):
    moment = datetime.fromisoformat(text)
    # Days near either end of the calendar cannot be told in another time zone.
    if moment.tzinfo is None or not 1900 <= moment.year <= 2100:
        raise ValueError(text)
    return moment


def read_key(text):
    if not 0 <= (key := int(text)) <= LARGEST_KEY:
        raise ValueError(text)
    return key


class Order(NamedTuple):
    """Rows by `field`, and those with the same value by their key, upwards; `read` understands a value in a cursor."""

    field: str
    descending: bool = False
    read: Callable = read_key

    @property
    def columns(self):
        return [f"-{self.field}" if self.descending else self.field, "pk"]

    def after(self, rows, value, pk):
        """The rows behind (value, pk). The first condition says nothing new, but an index can start at it."""
        beyond = "lt" if self.descending else "gt"
        return rows.filter(**{f"{self.field}__{beyond}e": value}).filter(
            Q(**{f"{self.field}__{beyond}": value}) | Q(pk__gt=pk)
        )


class CursorPaging(BasePagination):
    """Each page begins behind the last row of the one before, found by an index: the last page costs no more than the
    first, and what is published meanwhile shifts nothing. The view's `orders` are {name: Order}, the usual first."""

    def paginate_queryset(self, queryset, request, view):
        self.request = request
        name = request.query_params.get("order", next(iter(view.orders)))
        if name not in view.orders:
            known = ", ".join(view.orders)
            raise ValidationError({"order": _("Give one of these: %(known)s.") % {"known": known}})
        self.name, self.order = name, view.orders[name]
        size = whole_number(request, "page_size", default=USUAL_SIZE, most=LARGEST_SIZE)
        rows = queryset.order_by(*self.order.columns)
        if (cursor := request.query_params.get("cursor")) is not None:
            rows = self.order.after(rows, *self._position(cursor))
        found = list(rows[: size + 1])
        self.last = found[size - 1] if len(found) > size else None
        return found[:size]

    def get_paginated_response(self, data):
        return Response({"next": self._next(), "results": data})

    def _next(self):
        if self.last is None:
            return None
        value = getattr(self.last, self.order.field)
        position = f"{self.name} {value if isinstance(value, int) else value.isoformat()} {self.last.pk}"
        cursor = urlsafe_b64encode(position.encode()).decode().rstrip("=")
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def _position(self, cursor):
        try:
            name, value, pk = urlsafe_b64decode(cursor.encode() + b"==").decode().split(" ")
            if name != self.name:
                raise ValueError(cursor)
            return self.order.read(value), read_key(pk)
        except (ValueError, binascii.Error):
            sentence = _("This cursor is not one of ours, or belongs to another order. Follow `next` as it stands.")
            raise ValidationError({"cursor": sentence}) from None


class PagePaging(BasePagination):
    """Numbered pages with a count, for search results."""

    def paginate_queryset(self, queryset, request, view):
        self.request = request
        size = whole_number(request, "page_size", default=USUAL_SIZE, most=LARGEST_SIZE)
        number = whole_number(request, "page", default=1, most=LAST_PAGE)
        try:
            self.page = Paginator(queryset, size).page(number)
        except InvalidPage:
            raise NotFound from None
        return list(self.page)

    def paged(self, results):
        return {
            "count": self.page.paginator.count,
            "page": self.page.number,
            "pages": self.page.paginator.num_pages,
            "next": self._address(self.page.number + 1) if self.page.has_next() else None,
            "previous": self._address(self.page.number - 1) if self.page.has_previous() else None,
            "results": results,
        }

    def _address(self, number):
        return replace_query_param(self.request.build_absolute_uri(), "page", number)
