"""电头: 本报讯（记者 甲 通讯员 乙）, and the people it names."""

from __future__ import annotations

import re

from .bylines import Byline, read_byline
from .patterns import PATTERNS

# The names in a dateline are set off by a role or stand alone in the bracket.
BRACKET = re.compile(r"[（(](?P<inside>[^（()）]{2,80})[）)]\s*$")


def split_dateline(text: str) -> tuple[str, str, Byline | None]:
    """The dateline as printed, the text after it, and its byline.

    本报讯（记者 甲 通讯员 乙）19日，…… -> ("本报讯（记者 甲 通讯员 乙）", "19日，……", 甲 and 乙)
    """
    match = PATTERNS["dateline"].match(text)
    if not match or match.end() == len(text) and "（" not in text:
        return "", text, None
    printed = text[: match.end()].strip()
    bracket = BRACKET.search(match["line"])
    byline = read_byline(bracket["inside"]) if bracket else None
    return printed, text[match.end() :].strip(), byline
