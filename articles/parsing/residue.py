"""Mark lines that belong to no story: folios, page credits, contents, notices, advertisements."""

from dataclasses import replace

from .date_lines import is_date_line
from .evidence import is_finished
from .lines import Block
from .patterns import PATTERNS

# The first pattern that matches decides; unless listed below, its name is the kind.
RULES = ("page_credit", "folio", "date_line", "masthead", "contents", "contents_entry", "notice", "advert", "separator")
KINDS = {"date_line": "folio", "contents_entry": "contents"}
MAX_LENGTH = 120
NOTICE_TEXT = 400
MAX_ADVERT_LINES, MAX_SLOGAN = 16, 24
# Only here is a newspaper's name its masthead and not a headline.
TOP_LINES = 3


def set_aside_residue(blocks: list[Block], newspaper: str = "") -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        at_top = len(out) < TOP_LINES
        is_masthead = at_top and block.text == newspaper
        kind = "masthead" if is_masthead else _kind(block, out[-1] if out else None, at_top)
        out.append(replace(block, kind="residue", label=kind) if kind else block)
    return _set_aside_adverts(out)


def _set_aside_adverts(blocks: list[Block]) -> list[Block]:
    """Below 广告: all lines down to the last that reads like an advertisement, but no story."""
    last = -1
    for n, block in enumerate(blocks):
        if n > last and (PATTERNS["notice_label"].match(block.text) or PATTERNS["advert_label"].match(block.text)):
            last = _end_of_advert(blocks, n)
        is_only_label = n == last and PATTERNS["advert_label"].match(block.text)
        if n <= last and block.kind == "text" and not is_only_label:
            blocks[n] = replace(block, kind="residue", label="notice")
    return blocks


def _end_of_advert(blocks: list[Block], label: int) -> int:
    last = label
    for n in range(label + 1, min(len(blocks), label + MAX_ADVERT_LINES)):
        block = blocks[n]
        if block.kind == "residue" or PATTERNS["advert_words"].search(block.text[:NOTICE_TEXT]):
            last = n
        elif block.text.endswith("。") or PATTERNS["dateline"].match(block.text) or len(block.text) > MAX_LENGTH:
            break
    return last + (last == label and _is_slogan(blocks[label : label + 3]))


def _is_slogan(blocks: list[Block]) -> bool:
    """公益广告 / 节约用水　人人有责, above the headline of a story"""
    short = [block.kind == "text" and len(block.text) <= MAX_SLOGAN for block in blocks[1:]]
    return "公益" in blocks[0].text and len(short) == 2 and all(short)


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
    kind = residue_kind(block.text)
    if previous and kind == "advert" and _continues(block, previous):
        return None
    return None if kind == "folio" and previous and _dates(block.text, previous) else kind


def _continues(block: Block, above: Block) -> bool:
    """不妨都主动清一清、 / 扫一扫，自觉堵住 is one sentence in a column, and no advertisement."""
    same_width = abs(len(block.text) - len(above.text)) <= 1
    return above.kind == "text" and same_width and not block.indented and not is_finished(above.text)


def _dates(text: str, above: Block) -> bool:
    """云岭县人民政府 / 2025年9月1日, 在春节团拜会上的讲话 / （2019年2月3日）: the date of a text, not of the page"""
    if above.kind != "text":
        return False
    return bool(PATTERNS["organization"].match(above.text) or PATTERNS["date_below_headline"].match(text))


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
