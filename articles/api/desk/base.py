"""Authentication by token, the version that a request is made from, and how a refusal is answered."""

import re

from django.utils.cache import add_never_cache_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated

from articles.api.base import Resource
from articles.api.errors import problem
from articles.editing import Actor, Forbidden, Refused, Stale, StalePage
from articles.models import Account, ApiToken, Article

# nginx makes the ETag weak where it compresses the answer, and in curl commands the shell takes the quotation marks.
VERSION = re.compile(r"""(?:W/)?(?:"v([0-9]{1,9})"|v([0-9]{1,9}))""")

IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^(W/)?"v[0-9]{1,9}"$', "examples": ['"v3"']},
    OpenApiParameter.HEADER,
    required=True,
    description=gettext_lazy("The ETag of the version that you have read."),
)


class BearerToken(BaseAuthentication):
    """Authorization: Bearer newsroom_… (https://www.rfc-editor.org/rfc/rfc6750)."""

    def authenticate(self, request):
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer":
            raise AuthenticationFailed(_("Send the token in this form:  Authorization: Bearer newsroom_…"))
        token = ApiToken.objects.authenticate(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not known, has expired or was revoked."))
        if Account.objects.must_change_password(token.user):
            raise PermissionDenied(_("The token's owner must first sign in at the desk and choose a password."))
        token.note_use()
        return token.user, token

    def authenticate_header(self, request):
        return 'Bearer realm="newsroom"'


class VersionNeeded(APIException):
    status_code = 428
    default_code = "version_needed"
    default_detail = gettext_lazy('Say which version you have read: send its ETag, in this form:  If-Match: "v3"')


@extend_schema(tags=[gettext_lazy("The desk")])
class StaffResource(Resource, GenericAPIView):
    """A view for a member of the staff; no cache keeps its response."""

    authentication_classes = (BearerToken,)
    permission_classes = (IsAuthenticated,)
    throttle_scope = "write"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def handle_exception(self, error):
        if isinstance(error, Stale):
            response = problem(self.request, 412, code="stale", detail=str(error), version=error.version)
            response["ETag"] = etag(error.version)
            return response
        if isinstance(error, StalePage):
            return problem(self.request, 412, code="stale", detail=str(error))
        if isinstance(error, Forbidden):
            return problem(self.request, 403, detail=str(error))
        if isinstance(error, Refused):
            return problem(self.request, 409, code="refused", detail=str(error))
        if isinstance(error, Article.DoesNotExist):
            return problem(self.request, 404)
        return super().handle_exception(error)

    @property
    def actor(self):
        return Actor.of_api(self.request.user)

    def validated(self, serializer_class, **options):
        """The validated data of the request; 400 names the fields at fault."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context(), **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


def version_read(request) -> int:
    """The version of the article that If-Match names; 428 without one."""
    sent = request.headers.get("If-Match", "")
    versions = [match[1] or match[2] for tag in sent.split(",") if (match := VERSION.fullmatch(tag.strip()))]
    if versions:
        return int(versions[0])
    if parse_etags(sent) in ([], ["*"]):
        raise VersionNeeded
    return 0  # an ETag that is none of ours: no article has this version


def etag(version):
    return f'"v{version}"'
