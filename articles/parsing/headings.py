"""Headings: kicker (引题), headline (主题) and deck (副题), the summary below them, and subheads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lines import Block
from .patterns import PATTERNS

MAX_HEADLINE = 46
# With several parts: 某会议在某市举行 某某出席并讲话 某某主持会议
MAX_LONG_HEADLINE = 100
ENDS_NO_HEADLINE = tuple("。｡．.，、；：…")
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"))
MIN_SUMMARY = 20
MAX_STACK_LINES = 3
# No newspaper prints more characters above a story.
MAX_STACK_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Stack:
    kicker: str
    headline: str
    deck: str
    unsure: bool = False


def may_be_heading(text: str, max_length: int = MAX_HEADLINE) -> bool:
    """Short, not a sentence, no open brackets: 水利局开展河湖保护整治行动"""
    return (
        len(text) <= max_length
        and not text.endswith(ENDS_NO_HEADLINE)
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


def before_next_headline(lines: Sequence[Block]) -> int:
    """How many of these short lines belong above the next story, because they are too many to be its kickers."""
    for n, line in enumerate(lines):
        if n >= MAX_STACK_LINES - is_kicker(line.text) and (is_tagged(line.text) or is_kicker(line.text)):
            return n
    return len(lines)


def is_kicker(text: str) -> bool:
    """国务院扶贫办推动落实代表委员建议和提案——"""
    return bool(PATTERNS["kicker_dash"].search(text))


def is_kicker_above(lines: Sequence[Block]) -> bool:
    """A longer line above a shorter one: 某区人大代表接待日成了响当当的品牌 / 人大代表履职越来越实"""
    return len(lines) == 2 and len(lines[0].text) >= len(lines[1].text) * 4 / 3


def has_headline_mark(lines: Sequence[Block]) -> bool:
    """A column name, a photo title or a kicker's dash: subheads have none of these."""
    first = lines[0].text
    if PATTERNS["column_tag_before"].match(first) or PATTERNS["photo_title"].match(first):
        return True
    return any(is_tagged(line.text) for line in lines) or (len(lines) > 1 and is_kicker(first))


def stack_size(lines: Sequence[Block]) -> int:
    """How many of the lines above a text are its kicker, headline and deck; the rest are summary, box or list."""
    count = _main_lines([line.text for line in lines])
    while count < len(lines) and PATTERNS["deck_dash"].match(lines[count].text):
        count += 1
    while count > 1 and sum(len(line.text) + 1 for line in lines[:count]) > MAX_STACK_LENGTH:
        count -= 1
    return count


def _main_lines(texts: list[str]) -> int:
    tagged = next((n for n, text in enumerate(texts, start=1) if is_tagged(text)), 0)
    if tagged:
        return tagged
    if PATTERNS["briefs_title"].match(texts[0]):
        return 1
    if is_kicker(texts[0]):
        return min(2, len(texts))
    for n in range(1, min(len(texts), MAX_STACK_LINES)):
        if PATTERNS["box_label"].match(texts[n]) or is_summary(texts[n - 1], texts[n]):
            return n
    return min(len(texts), MAX_STACK_LINES)


def is_summary(headline: str, line: str) -> bool:
    """提要: 新首钢三年行动计划发布 / 到2021年，新首钢高端产业综合服务区城市复兴新地标建设取得阶段性成果"""
    return "，" in line and len(line) >= MIN_SUMMARY and len(line) > len(headline)


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


def read_stack(lines: Sequence[Block], *, heads_briefs: bool = False) -> Stack:
    """A kicker ends and a deck begins with a dash; without dashes the headline is the tagged or the last line."""
    rows = [line.text for line in lines]
    if len(rows) <= 1:
        title = "".join(rows)
        # 简讯 above briefs is the first one's kicker
        return Stack(title, "", "") if heads_briefs and PATTERNS["briefs_title"].match(title) else Stack("", title, "")
    decks = next((n for n, row in enumerate(rows) if n and PATTERNS["deck_dash"].match(row)), len(rows))
    kickers = next((n for n, row in enumerate(rows[: decks - 1], start=1) if is_kicker(row)), 0)
    tagged = next((n for n, row in enumerate(rows[:decks]) if is_tagged(row)), decks - 1)
    unsure = not kickers and decks > 1 and not is_tagged(rows[tagged])
    main = kickers or tagged
    return Stack(" ".join(rows[:main]), " ".join(rows[main:decks]), " ".join(rows[decks:]), unsure)


def join_broken_headlines(blocks: list[Block]) -> list[Block]:
    """On pages with blank lines between texts, two adjacent short lines are one broken headline."""
    if sum(b.touches_previous for b in blocks) * 2 >= len(blocks):
        return blocks
    out: list[Block] = []
    for block in blocks:
        if out and block.touches_previous and _is_broken(out[-1], block):
            out[-1] = replace(out[-1], last=block.last, text=f"{out[-1].text} {block.text}")
        else:
            out.append(block)
    return out


def _is_broken(line: Block, following: Block) -> bool:
    both = (line, following)
    marked = is_kicker(line.text) or PATTERNS["deck_dash"].match(following.text)
    return not marked and not is_tagged(line.text) and all(b.kind == "text" and may_be_heading(b.text) for b in both)
