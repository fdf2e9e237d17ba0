"""What all addresses of the API have in common."""

from json import JSONDecodeError

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.views import APIView

from .languages import preferred_language

SECONDS = 60  # as long as a withdrawn story may go on being given out by a cache between us and the reader


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("This is more than can be sent at once.")


class Json(JSONParser):
    """The framework's parser, saying in the caller's language where the text stops being JSON."""

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
    """An address of the API. It speaks the language the request accepts."""

    http_method_names = ["get", "head", "post", "patch"]
    parser_classes = (Json,)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # The framework's parsers read however much is sent.
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge

    def dispatch(self, request, *args, **kwargs):
        with override(preferred_language(request)):
            response = super().dispatch(request, *args, **kwargs)
            # Sentences that are still to be translated are translated here, not when the server sends them.
            if not getattr(response, "is_rendered", True):
                response.render()
        patch_vary_headers(response, ["Accept-Language"])
        return response


class PublicResource(Resource):
    """An address that is the same for everybody: any cache may keep the answer, and it is known again by its ETag."""

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
