"""What all views of the API have in common."""

import json
from json import JSONDecodeError
from pathlib import Path

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import APIException, ParseError
from rest_framework.generics import ListAPIView
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.views import APIView

from .errors import preferred_language
from .paging import CursorPaging, Order
from .parameters import refuse_unknown

SECONDS = 60  # how long a cache between us and the reader may keep a story that was withdrawn
# The chapters of the description.
READING, PRINTED, PEOPLE = (
    gettext_lazy("Articles"),
    gettext_lazy("The printed paper"),
    gettext_lazy("Sections and authors"),
)

EXAMPLES = Path(__file__).with_name("examples")


def example(name, **options):
    return OpenApiExample(name, json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")), **options)


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("This is more than can be sent at once.")


class Json(JSONParser):
    """DRF's parser; its error message is in the caller's language and says where the JSON is broken."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError(not_json(error.__context__)) from error


def not_json(error):
    if isinstance(error, JSONDecodeError):
        place = {"line": error.lineno, "column": error.colno}
        return _("This is not valid JSON; see line %(line)d, column %(column)d.") % place
    return _("This is not valid JSON in UTF-8.")


class Resource(APIView):
    """A view of the API. It answers in the language that the request accepts."""

    http_method_names = ["get", "head", "post", "patch"]
    parser_classes = (Json,)
    # Query parameters besides those of the filters and the paging.
    extra_parameters = ()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # DRF's parsers have no limit of their own.
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        if request.method in self.allowed_methods:
            refuse_unknown(request, self.query_parameters() if request.method in SAFE_METHODS else set())

    def query_parameters(self) -> set[str]:
        filters = getattr(self, "filterset_class", None)
        pagination = getattr(self, "pagination_class", None)
        paging = pagination().get_schema_operation_parameters(self) if pagination else []
        return {
            *self.extra_parameters,
            *(filters.base_filters if filters else ()),
            *(parameter["name"] for parameter in paging),
        }

    def dispatch(self, request, *args, **kwargs):
        with override(preferred_language(request)):
            response = super().dispatch(request, *args, **kwargs)
            # Render here: lazy translations in it must be evaluated in this language.
            if not getattr(response, "is_rendered", True):
                response.render()
        patch_vary_headers(response, ["Accept-Language"])
        return response


@extend_schema(tags=[READING])
class PublicResource(Resource):
    """A view that is the same for everybody: any cache may keep the response and revalidate it by its ETag."""

    authentication_classes = ()
    permission_classes = ()
    throttle_scope = "read"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code not in (200, 304):
            return response
        patch_cache_control(response, public=True, max_age=SECONDS)
        if request.method == "GET" and "ETag" not in response:
            set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)


class PublicList(PublicResource, ListAPIView):
    """A list by cursor. `orders` are {name: Order}, the default first."""

    pagination_class = CursorPaging
    orders = {"key": Order("pk")}
