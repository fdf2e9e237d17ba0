"""What each person did for the public stories of a month, and the fee for it."""

import re

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from articles.api.base import example
from articles.models.fees import this_month
from articles.workload import Month, read_month, whose_work

from .account import NameInBylinesSerializer
from .base import StaffResource

# articles.filters.DAYS has the same years.
MONTH = "^(19[0-9]{2}|20[0-9]{2}|2100)-(0[1-9]|1[0-2])$"
IN_MONTH = OpenApiParameter(
    "month",
    {"type": "string", "pattern": MONTH, "examples": ["2023-07"]},
    description=_("The month of the papers; if it is left out, the present one."),
)
SHARE = {"max_digits": 12, "decimal_places": 2}


class WorkSerializer(serializers.Serializer):
    """What a person did in one role. People who share a role in a story share its number, characters and fee. `fee` is
    in yuan; null if the role has no rate."""

    author = NameInBylinesSerializer(source="person")
    role = serializers.CharField(allow_blank=True)
    stories = serializers.DecimalField(**SHARE)
    characters = serializers.IntegerField()
    photographs = serializers.DecimalField(**SHARE)
    fee = serializers.DecimalField(**SHARE, allow_null=True)


class WorkloadSerializer(serializers.Serializer):
    """Everybody’s work, or only that of the token’s owner (`author`), who has none without a name for bylines."""

    month = serializers.CharField()
    everybody = serializers.BooleanField()
    author = NameInBylinesSerializer(allow_null=True)
    fee = serializers.DecimalField(**SHARE)
    lines = WorkSerializer(many=True)


@extend_schema(
    summary=_("What each person did for the public stories of a month, and the fee for it."),
    parameters=[IN_MONTH],
    examples=[example("workload", response_only=True)],
)
class Workload(StaffResource):
    serializer_class = WorkloadSerializer
    extra_parameters = ("month",)

    def get(self, request):
        everybody, author = whose_work(request.user)
        typed = request.query_params.get("month", f"{this_month():%Y-%m}")
        if not re.fullmatch(MONTH, typed):
            raise ValidationError({"month": _("This is no month. Write it as 2026-11.")})
        month = Month(read_month(typed), author) if everybody or author else None
        shown = {"month": typed, "everybody": everybody, "author": author}
        shown |= {"fee": month.fee if month else 0, "lines": month.lines if month else []}
        return Response(self.get_serializer(shown).data)
