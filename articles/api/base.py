import json
from math import ceil
from pathlib import Path

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import SAFE_METHODS

from .errors import preferred_language
from .paging import CursorPaging, Order
from .parameters import refuse_unknown

SECONDS = 60  # how long caches may keep a story after its withdrawal
# The tags of the description; TAGS of `articles.api.description.finishing` has their titles.
READING, PRINTED, PEOPLE, DESK = "articles", "printed", "people", "desk"

EXAMPLES = Path(__file__).with_name("examples")


def example(name, **options):
    return OpenApiExample(name, json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")), **options)


def rate_limit(policy, throttles) -> dict[str, str]:
    """The RateLimit fields (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/): `r` requests are
    left, and in `t` seconds there will be more."""
    for throttle in throttles:
        if (history := getattr(throttle, "history", None)) is not None:
            left = max(0, throttle.num_requests - len(history))
            seconds = ceil(throttle.duration - (throttle.now - history[-1])) if history else throttle.duration
            return {
                "RateLimit-Policy": f'"{policy}";q={throttle.num_requests};w={throttle.duration}',
                "RateLimit": f'"{policy}";r={left};t={max(0, seconds)}',
            }
    return {}


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = _("The request body is too large.")


class Resource(GenericAPIView):
    """A view of the API. It answers in the language of Accept-Language."""

    http_method_names = ["get", "head", "post", "patch"]
    filterset_class = None
    # Query parameters besides those of filters and pagination.
    extra_parameters = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # DRF's parsers have no limit of their own.
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise TooLarge
        if request.method in self.allowed_methods:
            refuse_unknown(request, self.query_parameters() if request.method in SAFE_METHODS else set())

    @property
    def most_bytes(self) -> int:
        """Of the body of a request."""
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    def get_throttles(self):
        self.throttles = super().get_throttles()
        return self.throttles

    def query_parameters(self) -> set[str]:
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        paging = self.paginator.get_schema_operation_parameters(self) if self.paginator else ()
        return {*self.extra_parameters, *filters, *(parameter["name"] for parameter in paging)}

    def dispatch(self, request, *args, **kwargs):
        with override(preferred_language(request)):
            response = super().dispatch(request, *args, **kwargs)
            # Render here: lazy translations in it must be evaluated in this language.
            if not getattr(response, "is_rendered", True):
                response.render()
        patch_vary_headers(response, ["Accept-Language"])
        response = self.validated_by_requester(request, response)
        for name, value in rate_limit(self.throttle_scope, getattr(self, "throttles", ())).items():
            response[name] = value
        return response

    def validated_by_requester(self, request, response):
        """The response with its ETag, or a 304."""
        return response


@extend_schema(tags=[READING])
class PublicResource(Resource):
    """A view with the same response for everybody, which any cache may keep and revalidate by its ETag."""

    authentication_classes = ()
    permission_classes = ()
    throttle_scope = "read"

    def validated_by_requester(self, request, response):
        if response.status_code not in (200, 304):
            return response
        patch_cache_control(response, public=True, max_age=SECONDS)
        if "ETag" not in response:
            set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)


class PublicList(PublicResource, ListAPIView):
    """A list with a cursor. `orders` is {name: Order}, the default first."""

    pagination_class = CursorPaging
    orders = {"key": Order("pk")}
