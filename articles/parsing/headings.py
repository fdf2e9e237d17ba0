"""What may be a heading: short lines, their marks and their forms."""

from collections.abc import Sequence

from .lines import Block
from .patterns import PATTERNS

MAX_HEADLINE = 46
# With several parts: 某会议在某市举行 某某出席并讲话 某某主持会议
MAX_LONG_HEADLINE = 100
ENDS_NO_HEADLINE = tuple("。｡．.，、；：…")
BEGINS_NO_HEADLINE = tuple("。，、；：！？”》")
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"))


def may_be_heading(text: str, max_length: int = MAX_HEADLINE) -> bool:
    """Short, not a sentence, no open brackets: 水利局开展河湖保护整治行动"""
    return (
        len(text) <= max_length
        and not text.endswith(ENDS_NO_HEADLINE)
        and not text.startswith(BEGINS_NO_HEADLINE)
        and "。" not in text
        and not PATTERNS["dateline"].match(text)
        and all(text.count(opening) == text.count(closing) for opening, closing in PAIRS)
    )


def has_parts(text: str) -> bool:
    """Headlines have spaces between their lines, sentences do not: 某会议在某市举行 某某出席并讲话"""
    return "，" not in text and (" " in text or "\u3000" in text)


def is_tagged(text: str) -> bool:
    """A headline followed by the name of its column: 云中凉都（新时代之光）"""
    match = PATTERNS["column_tag"].search(text)
    return bool(match and match.start() and not text[: match.start()].endswith("摄"))


def is_quoted(text: str) -> bool:
    """“回乡创业，咱有信心！”"""
    return text.startswith("“") and text.endswith("”")


def is_kicker(text: str) -> bool:
    """国务院扶贫办推动落实代表委员建议和提案——"""
    return bool(PATTERNS["kicker_dash"].search(text))


def has_deck_mark(text: str) -> bool:
    """——某镇人居环境整治见闻"""
    return bool(PATTERNS["deck_dash"].match(text))


def has_headline_mark(lines: Sequence[Block]) -> bool:
    """A column name, a photo title or a kicker's dash: subheads have none of these."""
    first = lines[0].text
    if PATTERNS["column_tag_before"].match(first) or PATTERNS["photo_title"].match(first):
        return True
    return any(is_tagged(line.text) for line in lines) or (len(lines) > 1 and is_kicker(first))


def same_shape(unit: Sequence[Block], other: Sequence[Block]) -> bool:
    """Parts of a package: below 2019春运一线, 送医治 / 服务区对旅客施救 and 搭产房 / 列车上为孕妇接生."""
    return len(unit) >= 2 and len(unit) == len(other) and all(map(_alike, unit, other))


def _alike(one: Block, other: Block) -> bool:
    dashes = [is_kicker(b.text) for b in (one, other)]
    if any(dashes):
        return all(dashes)
    quoted = [is_quoted(b.text) for b in (one, other)]
    longer = max(len(one.text), len(other.text))
    return quoted[0] == quoted[1] and abs(len(one.text) - len(other.text)) <= max(5, longer // 4)
