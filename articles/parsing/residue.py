"""What stands on a page and is no story: folios, page credits, contents, notices, advertisements."""

from __future__ import annotations

from dataclasses import replace

from .lines import Block
from .patterns import PATTERNS
from .problems import gettext_noop

# Kind of residue -> its name for editors. The first pattern that fits decides.
KINDS: dict[str, str] = {
    "page_credit": gettext_noop("Page credit"),
    "folio": gettext_noop("Folio"),
    "masthead": gettext_noop("Masthead"),
    "contents": gettext_noop("Contents"),
    "notice": gettext_noop("Notice"),
    "advert": gettext_noop("Advertisement"),
    "separator": gettext_noop("Separator"),
}
RULES: tuple[tuple[str, str], ...] = (
    ("page_credit", "page_credit"),
    ("folio", "folio"),
    ("date_line", "folio"),
    ("masthead", "masthead"),
    ("contents", "contents"),
    ("contents_entry", "contents"),
    ("notice", "notice"),
    ("advert", "advert"),
    ("separator", "separator"),
)
LONGEST = 120
NOTICE_TEXT = 400
# Only here a newspaper's name is its masthead and no headline.
TOP_LINES = 3


def set_aside_residue(blocks: list[Block]) -> list[Block]:
    """Mark the lines that belong to the page; nothing is dropped."""
    out: list[Block] = []
    for block in blocks:
        kind = _kind(block, out[-1] if out else None, at_top=len(out) < TOP_LINES)
        out.append(replace(block, kind="residue", label=kind) if kind else block)
    return out


def _kind(block: Block, previous: Block | None, at_top: bool) -> str | None:
    if previous and previous.label == "notice" and _belongs_to_notice(block.text, previous.text):
        return "notice"
    if len(block.text) > LONGEST:
        return None
    if previous and previous.label == "contents" and PATTERNS["contents_page"].match(block.text):
        return "contents"
    if at_top and PATTERNS["paper_name"].match(block.text):
        return "masthead"
    return residue_kind(block.text)


def _belongs_to_notice(text: str, above: str) -> bool:
    """What stands directly below the title of a notice is its text; further down only what reads like one."""
    title = PATTERNS["notice"].match(above)
    if title and not title["text"] and not PATTERNS["notice_label"].match(above):
        return True
    return bool(PATTERNS["notice_text"].search(text[:NOTICE_TEXT]) or PATTERNS["notice_end"].match(text))


def residue_kind(text: str) -> str | None:
    """本版责编：孟建军　美编：罗雨 -> page_credit; 2版　综合新闻 -> folio"""
    return next((kind for name, kind in RULES if PATTERNS[name].match(text)), None)
