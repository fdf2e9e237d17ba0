"""Datelines (电头) and the people they name."""

from .bylines import Byline, read_byline
from .patterns import PATTERNS


def split_dateline(text: str) -> tuple[str, str, Byline | None]:
    """本报讯（记者 甲 通讯员 乙）19日，…… -> "本报讯（记者 甲 通讯员 乙）", "19日，……", 甲 and 乙; "" if none."""
    match = PATTERNS["dateline"].match(text)
    rest = text[match.end() :].strip() if match else ""
    if not match or not rest:
        return "", text, None
    return text[: match.end()].strip(), rest, read_byline(match["people"]) if match["people"] else None
