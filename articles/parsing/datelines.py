"""Datelines (电头) and the people they name."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from .bylines import Byline, read_byline, unit_byline
from .lines import Block
from .names import read_names
from .patterns import PATTERNS

# A paper's name is learned from this many texts that begin with it and 讯.
MIN_REPEATED = 2
MAX_LEADING_NAMES = 6


def mark_datelines(blocks: list[Block], newspaper: str = "") -> list[Block]:
    """Note the dateline of each text and the people in it; the text itself is left whole."""
    papers = paper_names(blocks, newspaper)
    return [_marked(block, papers) if block.kind == "text" else block for block in blocks]


def _marked(block: Block, papers: frozenset[str]) -> Block:
    dateline, _, byline = split_dateline(block.text, papers)
    if not dateline:
        return block
    people = (byline.credits, byline.doubts) if byline else ((), ())
    return replace(block, dateline=dateline, credits=people[0], doubts=people[1])


def split_dateline(text: str, papers: frozenset[str] = frozenset()) -> tuple[str, str, Byline | None]:
    """本报讯（记者 甲 通讯员 乙）19日，…… -> "本报讯（记者 甲 通讯员 乙）", "19日，……", 甲 and 乙; "" if none."""
    match = _dateline(text, papers)
    end, people = (match.end(), _people(match)) if match else _leading_byline(text)
    rest = text[end:].strip()
    if not end or not rest:
        return "", text, None
    return text[:end].strip(), rest, _read(people) if people else None


def _read(people: str) -> Byline | None:
    """记者 金华 may be a person or a place."""
    byline = unit_byline(people) or read_byline(people)
    if byline is None and PATTERNS["role_before"].match(people):
        return Byline((), (("unsure_byline", people),))
    return byline


def _dateline(text: str, papers: frozenset[str]) -> re.Match[str] | None:
    for name in ("dateline", "leading_reporters", "reporters_report"):
        if match := PATTERNS[name].match(text):
            return match
    match = PATTERNS["own_dateline"].match(text)
    return match if match and match["paper"] in papers else None


def _people(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    return groups["people"] or groups.get("reporters")


def _leading_byline(text: str) -> tuple[int, str]:
    """□记者 何川 石小满 近日，……: where the byline ends, and the byline; 0 and "" if there is none."""
    if not PATTERNS["leading_byline"].match(text):
        return 0, ""
    ends = [match.start() for match in re.finditer(r"\s+", text[:60])][:MAX_LEADING_NAMES]
    return next(((end, text[:end]) for end in reversed(ends) if read_byline(text[:end])), (0, ""))


def paper_names(blocks: Iterable[Block], newspaper: str = "") -> frozenset[str]:
    """The names before 讯 in this paper's datelines: its own, those in its masthead and folios, and those repeated."""
    names = [newspaper]
    learned: Counter[str] = Counter()
    for block in blocks:
        if block.kind == "residue":
            names.extend(PATTERNS["name_of_paper"].findall(block.text))
        elif match := PATTERNS["own_dateline"].match(block.text):
            has_people = match["people"] and (read_byline(match["people"]) or read_names(match["people"]))
            learned[match["paper"]] += MIN_REPEATED if has_people else 1
    names += [name for name, count in learned.items() if count >= MIN_REPEATED]
    return frozenset(filter(None, [*names, *map(without_kind, names)]))


def without_kind(name: str) -> str:
    """青河日报 -> 青河"""
    return PATTERNS["kind_of_paper"].sub("", name)
