"""In which language the API speaks of what went wrong."""

from contextlib import suppress

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def preferred_language(request) -> str:
    """The first language of Accept-Language that we have, else Chinese. No cookie has a say: answers are for all."""
    for accepted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            return get_supported_language_variant(accepted)
    return settings.LANGUAGE_CODE
