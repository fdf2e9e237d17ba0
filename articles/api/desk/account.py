"""Who am I, and what may I do?"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from articles.api.base import example
from articles.api.paging import LARGEST_SIZE
from articles.models import Account, Scope, Stage
from articles.pictures.reading import MOST_BYTES
from articles.printed_page.reading import MAX_BYTES

from .base import StaffResource
from .page_serializers import LONGEST_PAGE
from .serializers import LONGEST_BODY, MOST_PICTURES


class NameInBylinesSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class TokenSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    purpose = serializers.CharField()
    scopes = serializers.ListField(source="scope_list", child=serializers.ChoiceField(Scope.choices))
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)


class LimitsSerializer(serializers.Serializer):
    """`requests` as 300/min; sizes in bytes, lengths in characters."""

    requests = serializers.CharField()
    page_size = serializers.IntegerField()
    body_length = serializers.IntegerField()
    page_text_length = serializers.IntegerField()
    pictures_in_story = serializers.IntegerField()
    picture_size = serializers.IntegerField()
    pdf_size = serializers.IntegerField()


class DeskAccountSerializer(serializers.Serializer):
    """`author` is the account's name in bylines; `stages` are those that it may sign, of the newsroom's
    `review_stages`."""

    username = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    author = NameInBylinesSerializer(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())
    review_stages = serializers.ListField(child=serializers.ChoiceField(Stage.choices))
    stages = serializers.ListField(child=serializers.ChoiceField(Stage.choices))
    token = TokenSerializer()
    limits = LimitsSerializer()


@extend_schema(
    summary=_("Who the token acts for, with which rights and scopes, and the limits of requests."),
    examples=[example("desk_account", response_only=True)],
)
class DeskAccount(StaffResource):
    serializer_class = DeskAccountSerializer
    reading_scopes = tuple(Scope)

    def get(self, request):
        user = request.user
        required = Stage.required()
        account = {
            "username": user.get_username(),
            "name": user.get_full_name(),
            "author": Account.objects.author_of(user),
            "roles": user.groups.order_by("name").values_list("name", flat=True),
            "permissions": sorted(
                name.removeprefix("articles.") for name in user.get_all_permissions() if name.startswith("articles.")
            ),
            "review_stages": required,
            "stages": [stage for stage in required if user.has_perm(stage.permission)],
            "token": request.auth,
            "limits": {
                "requests": settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][self.throttle_scope],
                "page_size": LARGEST_SIZE,
                "body_length": LONGEST_BODY,
                "page_text_length": LONGEST_PAGE,
                "pictures_in_story": MOST_PICTURES,
                "picture_size": MOST_BYTES,
                "pdf_size": MAX_BYTES,
            },
        }
        return Response(self.get_serializer(account).data)
