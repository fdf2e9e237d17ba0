"""Headlines: 引题, 主题 and 副题, and what else is printed short and without a full stop."""

from __future__ import annotations

from dataclasses import dataclass

from .lines import Block
from .patterns import PATTERNS

LONGEST_HEADLINE = 46
PAIRS = ("“”", "《》", "（）", "‘’")
ENDS_NO_HEADLINE = tuple("。，、；：,;:…")


@dataclass(frozen=True, slots=True)
class Stack:
    kicker: str
    headline: str
    deck: str
    unsure: bool = False


def heads_a_text(text: str) -> bool:
    """Short, and not a sentence: 水利局开展河湖保护整治行动"""
    return (
        len(text) <= LONGEST_HEADLINE
        and not text.endswith(ENDS_NO_HEADLINE)
        and "。" not in text
        and all(text.count(opening) == text.count(closing) for opening, closing in PAIRS)
    )


def is_summary(headline: str, line: str) -> bool:
    """A line below the headline that sums the story up; it is read as its first paragraph."""
    return "，" in line and len(line) > len(headline) and not PATTERNS["column_tag"].search(line)


def read_stack(lines: list[Block]) -> Stack:
    """Kicker, headline and deck out of the lines above a text."""
    rows = _rows(lines)
    if len(rows) <= 1:
        return Stack("", "".join(rows), "")
    kicker = [r for r in rows[:-1] if PATTERNS["kicker_dash"].search(r)][:1]
    decks = [r for r in rows[1:] if PATTERNS["deck_dash"].match(r)]
    if kicker or decks:
        first = rows.index(kicker[0]) + 1 if kicker else 0
        last = rows.index(decks[0]) if decks else len(rows)
        return Stack(" ".join(rows[:first]), " ".join(rows[first:last]), " ".join(rows[last:]))
    return Stack(" ".join(rows[:-1]), rows[-1], "", unsure=True)


def _rows(lines: list[Block]) -> list[str]:
    """Lines that touch are one headline broken over two lines."""
    rows: list[str] = []
    for block in lines:
        if rows and block.touches_previous and not PATTERNS["deck_dash"].match(block.text):
            rows[-1] += " " + block.text
        else:
            rows.append(block.text)
    return rows
