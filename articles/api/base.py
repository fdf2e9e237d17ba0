"""What all addresses of the API have in common."""

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import gettext_lazy, override
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from .languages import preferred_language

SECONDS = 60  # as long as a withdrawn story may go on being given out by a cache between us and the reader


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("This is more than can be sent at once.")


class Resource(APIView):
    """An address of the API. It speaks the language the request accepts, and may be read from any website."""

    http_method_names = ["get", "head", "post", "patch"]

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
        response["Access-Control-Allow-Origin"] = "*"
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
