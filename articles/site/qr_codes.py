from functools import lru_cache

import segno
from django.utils.safestring import mark_safe


@lru_cache(maxsize=2048)  # making one takes 5 ms, about as long as the rest of a story's page
def qr_code(address):
    """An <svg> element in black without a background; cameras need it on white."""
    # Phones do not read the smaller Micro QR codes.
    code = segno.make(address, micro=False)
    return mark_safe(code.svg_inline(omitsize=True, svgclass=None, lineclass=None))  # noqa: S308  digits and commands
