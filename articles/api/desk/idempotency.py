"""Idempotency-Key (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/): a client that does not
know whether its request arrived sends it again with the same key, and it is carried out only once."""

import re
from functools import wraps
from hashlib import sha256

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer

from articles.models import KeptAnswer

HEADER = "Idempotency-Key"
PATTERN = '^"?[!#-~]{1,100}"?$'
PARAMETER = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": PATTERN, "examples": ["8e03978e-40d5-43dd-bc93-6894a57f9324"]},
    OpenApiParameter.HEADER,
    description=_(
        "A new random value for each request. The same request with the same key gets the same response for 24 hours, "
        "and is carried out only once. Forms with a file need no key: sent again, the same file changes nothing."
    ),
)
REPEATED_HEADERS = ("ETag", "Location")


class KeyReused(APIException):
    status_code = 422
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was sent with another request. Use a new key for each request.")


def once(handle):
    """Wrap a view's method: it runs only once for each key. Requests without a key are not affected.

    The key is stored in the transaction of the change, so a request that fails leaves no key and may be repeated, and
    of two at the same time the second waits for the first.
    """

    @wraps(handle)
    def answer(request, *args, **kwargs):
        key = key_of(request)
        if key is None:
            return handle(request, *args, **kwargs)
        # Before the transaction, so that its locks are held for a moment only.
        KeptAnswer.objects.delete_expired()
        digest = digest_of(request)
        with transaction.atomic():
            kept, is_new = KeptAnswer.objects.get_or_create(
                user=request.user, key=key, defaults={"request_digest": digest}
            )
            if kept.request_digest != digest:
                raise KeyReused
            if is_new:
                response = handle(request, *args, **kwargs)
                kept.status, kept.body = response.status_code, JSONRenderer().render(response.data).decode()
                kept.headers = {name: response[name] for name in REPEATED_HEADERS if name in response}
                kept.save()
        return HttpResponse(kept.body, status=kept.status, headers=kept.headers, content_type="application/json")

    return answer


def key_of(request):
    """The key without its quotation marks; None without a key, and for forms; raises ValidationError (400) for other
    values."""
    sent = request.headers.get(HEADER)
    if sent is None:
        return None
    if not re.fullmatch(PATTERN, sent):
        raise ValidationError({HEADER: _("Send 1 to 100 visible ASCII characters, such as a UUID.")})
    # A form brings a file: sent again, the same file changes nothing. With a key the whole file would be in memory, and
    # all writers would wait while a PDF is read.
    is_form = (request.content_type or "").startswith("multipart/")
    return None if is_form else sent.strip('"')


def digest_of(request):
    parts = [request.method, request.get_full_path(), request.content_type or ""]
    return sha256("\n".join(parts).encode() + b"\n" + request._request.body).hexdigest()
