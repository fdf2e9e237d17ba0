"""Mark lines that belong to no story: folios, page credits, contents, notices, advertisements."""

from dataclasses import replace

from .date_lines import is_date_line
from .lines import Block
from .patterns import PATTERNS

# The first pattern that matches decides; unless listed below, its name is the kind.
RULES = ("page_credit", "folio", "date_line", "masthead", "contents", "contents_entry", "notice", "advert", "separator")
KINDS = {"date_line": "folio", "contents_entry": "contents"}
MAX_LENGTH = 120
NOTICE_TEXT = 400
# Only here is a newspaper's name its masthead and not a headline.
TOP_LINES = 3


def set_aside_residue(blocks: list[Block], newspaper: str = "") -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        at_top = len(out) < TOP_LINES
        is_masthead = at_top and block.text == newspaper
        kind = "masthead" if is_masthead else _kind(block, out[-1] if out else None, at_top)
        out.append(replace(block, kind="residue", label=kind) if kind else block)
    return out


def _kind(block: Block, previous: Block | None, at_top: bool) -> str | None:
    if previous and previous.label == "notice" and _belongs_to_notice(block.text, previous.text):
        return "notice"
    if len(block.text) > MAX_LENGTH:
        return None
    if previous and previous.label == "contents" and PATTERNS["contents_page"].match(block.text):
        return "contents"
    if at_top and PATTERNS["paper_name"].match(block.text):
        return "masthead"
    if previous and previous.label in ("folio", "masthead") and is_date_line(block.text, below_another=True):
        return "folio"
    return residue_kind(block.text)


def _belongs_to_notice(text: str, above: str) -> bool:
    """The line directly below a notice's title is its text; further lines must read like a notice."""
    title = PATTERNS["notice"].match(above)
    if title and not title["text"] and not PATTERNS["notice_label"].match(above):
        return True
    return bool(PATTERNS["notice_text"].search(text[:NOTICE_TEXT]) or PATTERNS["notice_end"].match(text))


def residue_kind(text: str) -> str | None:
    """本版责编：孟建军　美编：罗雨 -> page_credit; 2版　综合新闻 -> folio"""
    kind = next((KINDS.get(name, name) for name in RULES if PATTERNS[name].match(text)), None)
    return "folio" if kind is None and is_date_line(text) else kind
