"""Titles of office: 县委常委、常务副县长 is a deputy (常务副) 县长."""

import re
from typing import NamedTuple

from articles.text.characters import HAN

from .lists import either, words_of

RANKS = either("rank")
OFFICES = frozenset(words_of("office"))
_offices = either("office")
_title = re.compile(rf"(?P<body>[{HAN}]{{0,16}}?)(?P<last>(?:{RANKS})?(?:{_offices}))")
_before = re.compile(rf"(?P<body>[{HAN}]{{0,16}}?)(?P<last>(?:{RANKS})?(?:{_offices}))$")
_behind = re.compile(rf"(?P<body>)(?P<last>(?:常务副|副|代)?(?:{_offices}))(?![{HAN}]*?(?:兼|陪同下))")


class Title(NamedTuple):
    """The last of titles joined by 、, as its body (县人大常委会), rank (副) and office (主任)."""

    text: str
    body: str
    last: str
    rank: str
    office: str


def title_before(value: str, end: int) -> Title | None:
    """The title that ends at `end`: 县长 in 县委副书记、县长 before a name."""
    return _as_title(_before.search(value, max(0, end - 20), end))


def title_in(value: str, behind: bool = False) -> Title | None:
    return _as_title(_behind.match(value) if behind else _title.fullmatch(value))


def _as_title(m: re.Match[str] | None) -> Title | None:
    if not m:
        return None
    rank = re.match(f"(?:{RANKS})(?=.)", m["last"])
    known = rank[0] if rank and m["last"][len(rank[0]) :] in OFFICES and m["last"] not in OFFICES else ""
    return Title(m["body"] + m["last"], m["body"], m["last"], known, m["last"][len(known) :])


def same_office(one: Title, other: Title) -> bool:
    """Whether one is the other, perhaps with less of its body: 主任 and 县人大常委会主任."""
    return (one.rank, one.office) == (other.rank, other.office)
