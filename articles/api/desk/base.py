"""Token authentication, If-Match, and the responses to errors of articles.editing."""

import re
from hashlib import sha256

from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated

from articles.api.base import DESK, Resource
from articles.api.errors import problem
from articles.editing import Actor, Forbidden, Refused, Stale, StalePage
from articles.models import Account, ApiToken, Article, Scope

from .idempotency import PARAMETER, once

# nginx weakens the ETags of compressed responses; in curl commands the shell removes the quotation marks.
# After the version, our ETags have a digest of the response.
VERSION = re.compile(r"""(?:W/)?(?:"v([0-9]{1,9})(?:-[0-9a-f]*)?"|v([0-9]{1,9})(?:-[0-9a-f]*)?)""")


def if_match(description, pattern, **schema):
    schema = {"type": "string", "pattern": pattern, **schema}
    return OpenApiParameter("If-Match", schema, OpenApiParameter.HEADER, required=True, description=description)


IF_MATCH = if_match(
    _("The ETag of the version that you have read."), '^(W/)?"v[0-9]{1,9}(-[0-9a-f]*)?"$', examples=['"v3"']
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
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        if Account.objects.must_change_password(token.user):
            raise PermissionDenied(_("The token's owner must first sign in at the desk and choose a password."))
        token.note_use()
        return token.user, token

    def authenticate_header(self, request):
        return 'Bearer realm="newsroom"'


class VersionNeeded(APIException):
    status_code = 428
    default_code = "version_needed"
    default_detail = _('Say which version you have read: send its ETag, in this form:  If-Match: "v3"')


class InsufficientScope(PermissionDenied):
    """As https://www.rfc-editor.org/rfc/rfc6750#section-3.1 has it."""

    default_code = "insufficient_scope"

    def __init__(self, scopes):
        names = _(", ").join(str(scope.label) for scope in scopes)
        super().__init__(
            _("This token was not made for that. It takes one with the scope: %(names)s.") % {"names": names}
        )
        self.auth_header = f'Bearer realm="newsroom", error="insufficient_scope", scope="{" ".join(scopes)}"'


@method_decorator(never_cache, name="dispatch")
@extend_schema(tags=[DESK])
class StaffResource(Resource):
    authentication_classes = (BearerToken,)
    permission_classes = (IsAuthenticated,)
    throttle_scope = "write"
    # Of its writes; None if it takes none.
    idempotency_key = PARAMETER
    # A token needs one of them.
    reading_scopes: tuple[Scope, ...] = (Scope.READ, Scope.WRITE)
    writing_scopes: tuple[Scope, ...] = (Scope.WRITE,)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        scopes = self.scopes_for(request.method)
        if not set(scopes) & set(request.auth.scope_list):
            raise InsufficientScope(scopes)
        name = request.method.lower()
        if self.idempotency_key and name in ("post", "patch") and hasattr(self, name):
            setattr(self, name, once(getattr(self, name)))

    @classmethod
    def scopes_for(cls, method: str) -> tuple[Scope, ...]:
        return cls.reading_scopes if method in SAFE_METHODS else cls.writing_scopes

    def validated_by_requester(self, request, response):
        """Views set an ETag that names the version to send back in If-Match. Here it gets a digest of the response,
        which also changes with what is no change of the story: sign-offs, doubts, the name of a section."""
        if response.status_code >= 300:
            return response
        digest = sha256(response.content).hexdigest()[:12]
        if version := response.get("ETag", "").strip('"'):
            response["ETag"] = f'"{version}-{digest}"'
        if request.method not in SAFE_METHODS:
            return response
        response.headers.setdefault("ETag", f'"{digest}"')
        return get_conditional_response(request, etag=response["ETag"], response=response)

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
        """The validated data of the request; raises ValidationError (400)."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context(), **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


def tag_read(request) -> str:
    """The ETag in If-Match, without the digest of the response; raises VersionNeeded (428) without one."""
    tags = parse_etags(request.headers.get("If-Match", ""))
    if tags in ([], ["*"]):
        raise VersionNeeded
    return tags[0].removeprefix("W/").strip('"').partition("-")[0]


def version_read(request) -> int:
    """The article's version in If-Match; raises VersionNeeded (428) without one."""
    for tag in request.headers.get("If-Match", "").split(","):
        if match := VERSION.fullmatch(tag.strip()):
            return int(match[1] or match[2])
    tag_read(request)
    return 0  # not one of our ETags: no article has this version


def etag(version):
    return f'"v{version}"'
