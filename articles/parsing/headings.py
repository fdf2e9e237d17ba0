"""Headings: 引题, 主题 and 副题, the summary below them, and subheads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lines import Block
from .patterns import PATTERNS

LONGEST_HEADLINE = 46
# Of several parts: 某会议在某市举行 某某出席并讲话 某某主持会议
LONGEST_WHERE_DUE = 100
ENDS_NO_HEADLINE = tuple("。，、；：…")
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"))
SHORTEST_SUMMARY = 20
LONGEST_STACK = 3
# More characters than any newspaper prints above a story.
MOST_IN_STACK = 200


@dataclass(frozen=True, slots=True)
class Stack:
    kicker: str
    headline: str
    deck: str
    unsure: bool = False


def heads_a_text(text: str, longest: int = LONGEST_HEADLINE) -> bool:
    """Short, not a sentence, no bracket left open: 水利局开展河湖保护整治行动"""
    return (
        len(text) <= longest
        and not text.endswith(ENDS_NO_HEADLINE)
        and "。" not in text
        and not PATTERNS["dateline"].match(text)
        and all(text.count(opening) == text.count(closing) for opening, closing in PAIRS)
    )


def has_parts(text: str) -> bool:
    """A space parts the lines of a headline, and stands in no sentence: 某会议在某市举行 某某出席并讲话"""
    return "，" not in text and (" " in text or "\u3000" in text)


def is_tagged(text: str) -> bool:
    """A headline with the name of its column: 云中凉都（新时代之光）"""
    match = PATTERNS["column_tag"].search(text)
    return bool(match and match.start() and not text[: match.start()].endswith("摄"))


def is_quoted(text: str) -> bool:
    """“回乡创业，咱有信心！”"""
    return text.startswith("“") and text.endswith("”")


def before_next_headline(lines: Sequence[Block]) -> int:
    """How many of these short lines stand above the next story's headline, when they are too many to be its kickers."""
    for n, line in enumerate(lines):
        if n >= LONGEST_STACK - is_kicker(line.text) and (is_tagged(line.text) or is_kicker(line.text)):
            return n
    return len(lines)


def is_kicker(text: str) -> bool:
    """国务院扶贫办推动落实代表委员建议和提案——"""
    return bool(PATTERNS["kicker_dash"].search(text))


def is_kicker_above(lines: Sequence[Block]) -> bool:
    """A longer line above a shorter one: 某区人大代表接待日成了响当当的品牌 / 人大代表履职越来越实"""
    return len(lines) == 2 and len(lines[0].text) >= len(lines[1].text) * 4 / 3


def shows_a_start(lines: Sequence[Block]) -> bool:
    """Only the headline of a new story has a column's name, a photograph's title or a kicker's dash."""
    first = lines[0].text
    if PATTERNS["column_tag_before"].match(first) or PATTERNS["photo_title"].match(first):
        return True
    return any(is_tagged(line.text) for line in lines) or (len(lines) > 1 and is_kicker(first))


def part_heading(lines: Sequence[Block]) -> int:
    """How many of the lines above a text are its kicker, headline and deck; the others are summary, box or list."""
    count = _main_lines([line.text for line in lines])
    while count < len(lines) and PATTERNS["deck_dash"].match(lines[count].text):
        count += 1
    while count > 1 and sum(len(line.text) + 1 for line in lines[:count]) > MOST_IN_STACK:
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
    for n in range(1, min(len(texts), LONGEST_STACK)):
        if PATTERNS["box_label"].match(texts[n]) or is_summary(texts[n - 1], texts[n]):
            return n
    return min(len(texts), LONGEST_STACK)


def is_summary(headline: str, line: str) -> bool:
    """提要: a longer line with a comma below the headline; it is read as the first paragraph.

    新首钢三年行动计划发布 / 到2021年，新首钢高端产业综合服务区城市复兴新地标建设取得阶段性成果
    """
    return "，" in line and len(line) >= SHORTEST_SUMMARY and len(line) > len(headline)


def same_shape(unit: Sequence[Block], other: Sequence[Block]) -> bool:
    """Whether two headings are set alike, as those of the parts of one package are.

    送医治 / 服务区对旅客施救 and 搭产房 / 列车上为孕妇接生 under the common headline 2019春运一线
    """
    return len(unit) >= 2 and len(unit) == len(other) and all(map(_alike, unit, other))


def _alike(one: Block, other: Block) -> bool:
    dashes = [is_kicker(b.text) for b in (one, other)]
    if any(dashes):
        return all(dashes)
    quoted = [is_quoted(b.text) for b in (one, other)]
    longer = max(len(one.text), len(other.text))
    return quoted[0] == quoted[1] and abs(len(one.text) - len(other.text)) <= max(5, longer // 4)


def read_stack(lines: Sequence[Block], *, heads_briefs: bool = False) -> Stack:
    """Kicker, headline and deck out of the lines above a text: the kicker ends and the deck begins with a dash.

    Without a dash the tagged line, else the last one, is the headline; 简讯 above several briefs is the kicker of the
    first, and the headline of none.
    """
    rows = [line.text for line in lines]
    if len(rows) <= 1:
        title = "".join(rows)
        return Stack(title, "", "") if heads_briefs and PATTERNS["briefs_title"].match(title) else Stack("", title, "")
    decks = next((n for n, row in enumerate(rows) if n and PATTERNS["deck_dash"].match(row)), len(rows))
    kickers = next((n for n, row in enumerate(rows[: decks - 1], start=1) if is_kicker(row)), 0)
    tagged = next((n for n, row in enumerate(rows[:decks]) if is_tagged(row)), decks - 1)
    unsure = not kickers and decks > 1 and not is_tagged(rows[tagged])
    main = kickers or tagged
    return Stack(" ".join(rows[:main]), " ".join(rows[main:decks]), " ".join(rows[decks:]), unsure)


def join_broken_headlines(blocks: list[Block]) -> list[Block]:
    """Where blank lines part the texts, two short lines with none between them are one broken headline."""
    if sum(b.touches_previous for b in blocks) * 2 >= len(blocks):
        return blocks
    out: list[Block] = []
    for block in blocks:
        if out and block.touches_previous and _goes_on(out[-1], block):
            out[-1] = replace(out[-1], last=block.last, text=f"{out[-1].text} {block.text}")
        else:
            out.append(block)
    return out


def _goes_on(line: Block, following: Block) -> bool:
    both = (line, following)
    marked = is_kicker(line.text) or PATTERNS["deck_dash"].match(following.text)
    return not marked and not is_tagged(line.text) and all(b.kind == "text" and heads_a_text(b.text) for b in both)
