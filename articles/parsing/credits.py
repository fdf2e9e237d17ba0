"""Split off the people named on a page: on their own line, after the last sentence, under a photograph."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .bylines import BRACKETS, MAX_LENGTH, Byline, contributor_byline, read_byline, unit_byline, unsure_byline
from .evidence import ending_note, is_finished
from .headings import may_be_heading
from .lines import Block
from .model import Credit
from .patterns import PATTERNS
from .roles import PHOTOGRAPHER
from .stacks import tells_who_attended

LINES_BELOW = 4


def find_credits(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for i, block in enumerate(blocks):
        out.extend(_read(block, out, blocks[i + 1 : i + LINES_BELOW]) if block.kind == "text" else [block])
    return out


def _read(block: Block, above: Sequence[Block], below: Sequence[Block]) -> list[Block]:
    if PATTERNS["caption"].match(block.text):
        return read_caption(block)
    if PATTERNS["signoff"].match(block.text):
        return [block.become("signoff")]
    if match := PATTERNS["agency_photo"].match(block.text):
        credit = Credit("".join(match["name"].split()), PHOTOGRAPHER, block.text)
        return [block.become("signoff", credits=(credit,))]
    previous, following = above[-1] if above else None, below[0] if below else None
    if PATTERNS["editors_mark"].match(block.text) or _signs(block, previous, following):
        return [block.become("signoff")]
    if (byline := _own_line(block, above, below)) and not tells_who_attended(block.text):
        return [_byline(block, byline)]
    if PATTERNS["bracketed_note"].match(block.text) and not _dates_headline(block, previous):
        return [block.become("signoff")]
    return _tail(block, following)


def _dates_headline(block: Block, previous: Block | None) -> bool:
    """在春节团拜会上的讲话 / （2019年2月3日）"""
    below_headline = previous is not None and previous.kind == "text" and not is_finished(previous.text)
    return below_headline and bool(PATTERNS["date_below_headline"].match(block.text))


def _signs(block: Block, previous: Block | None, following: Block | None) -> bool:
    """云岭县人民政府 / 2025年9月1日: the organization that signed a text, and the date below"""
    if previous is None:
        return False
    if PATTERNS["date_alone"].match(block.text):
        return previous.kind == "signoff"
    is_dated = following is not None and PATTERNS["date_alone"].match(following.text)
    after_text = previous.kind == "line" or is_finished(previous.text)
    return bool(is_dated and after_text and PATTERNS["organization"].match(block.text))


def _own_line(block: Block, above: Sequence[Block], below: Sequence[Block]) -> Byline | None:
    if len(block.text) > MAX_LENGTH or PATTERNS["finished"].search(block.text):
        return None
    if byline := contributor_byline(block.text):
        return byline
    previous = above_bylines(above)
    after_text = previous is not None and is_finished(previous.text)
    heads_text = stands_below_headline(previous, below)
    # Try the workplace first: 柳溪镇 in 柳溪镇 何川 also looks like a name.
    if (after_text or heads_text) and (byline := unit_byline(block.text)):
        return byline
    byline = read_byline(block.text)
    if byline and not (byline.is_lone_name and _is_cut_text(previous) and not heads_text):
        return byline
    if PATTERNS["about_author"].match(block.text) or PATTERNS["collective"].match(block.text):
        return Byline(())
    return unsure_byline(block.text) if after_text or heads_text else None


def above_bylines(blocks: Sequence[Block]) -> Block | None:
    """The last of the blocks that is no byline: one story may have several, one below the other."""
    return next((block for block in blocks[: -LINES_BELOW - 1 : -1] if block.kind != "byline"), None)


def stands_below_headline(previous: Block | None, below: Sequence[Block]) -> bool:
    """Whether a line is between what may be a headline and what is a text, with nothing but bylines beside it."""
    if previous is None or previous.kind != "text" or not may_be_heading(previous.text):
        return False
    following = next((block for block in below if block.kind != "byline" and not read_byline(block.text)), None)
    if following is None or following.kind != "text":
        return False
    return is_finished(following.text) or not may_be_heading(following.text)


def _is_cut_text(previous: Block | None) -> bool:
    """Whether the text above breaks off in mid-sentence; a lone name below it is the rest of the sentence."""
    return previous is not None and previous.kind == "text" and not is_finished(previous.text)


def read_caption(block: Block) -> list[Block]:
    """图为志愿者清扫河岸。 曹雨 摄: the caption, and its photographer's byline"""
    found = _split_tail(block.text) or _split_photographer(block.text)
    if not found:
        return [block.become("caption")]
    text, printed, byline = found
    credits = tuple(replace(c, role=c.role or PHOTOGRAPHER) for c in byline.credits)
    return [
        block.become("caption", text=text, has_photographer=True),
        block.become("byline", text=printed, label="caption", credits=credits, doubts=byline.doubts),
    ]


def _tail(block: Block, following: Block | None) -> list[Block]:
    """……营造良好水域环境。曹璐 余波 / ……达到出院标准。 （记者 甲） / ……支持。林芳梅"""
    found = _split_tail(block.text)
    if found and _ends_here(found[2], following):
        # 河水变清，两岸变绿（记者 何川）: a sentence without full stop is no headline.
        lacks_stop = "，" in found[0] and not is_finished(found[0])
        return [replace(block, text=found[0], ends_story=lacks_stop), _byline(replace(block, text=found[1]), found[2])]
    return [replace(block, ends_story=True)] if _ends_with_note(block.text, following) else [block]


def _ends_with_note(text: str, following: Block | None) -> bool:
    """……支持。（县融媒体中心供稿）: such a note ends the story if a headline, and no sentence, is below it."""
    if following and following.kind == "text" and (is_finished(following.text) or not may_be_heading(following.text)):
        return False
    note = ending_note(text)
    return note is not None and bool(PATTERNS["closing_note"].search(note))


def _split_tail(text: str) -> tuple[str, str, Byline] | None:
    """The text, the byline after its last sentence as printed, and as read."""
    start = max(0, len(text) - MAX_LENGTH)
    match = PATTERNS["byline_tail"].search(text, start) or PATTERNS["bracketed_tail"].search(text, start)
    if not match or not match.start():
        return None
    printed = match["byline"].strip()
    byline = (unit_byline(printed) if printed[0] in BRACKETS else None) or read_byline(printed)
    # 供稿：县融媒体中心 names nobody: it stays in the text.
    return (text[: match.start("byline")].rstrip(), printed, byline) if byline and byline.credits else None


def _split_photographer(text: str) -> tuple[str, str, Byline] | None:
    """图为志愿者清扫河岸（何川 摄）: a caption without full stop, split where most names are read."""
    if not PATTERNS["photographer_tail"].search(text[-4:]):
        return None
    starts = [match.start() for match in re.finditer(r"[\s（(【]", text) if match.start() >= len(text) - MAX_LENGTH]
    for start in starts:
        if start and (byline := read_byline(text[start:].strip())) and byline.credits:
            return text[:start].rstrip(), text[start:].strip(), byline
    return None


def _ends_here(byline: Byline, following: Block | None) -> bool:
    """……支持。林芳梅: a lone name after the last sentence is a byline only if no sentence continues below."""
    if not byline.is_lone_name or following is None or following.kind != "text":
        return True
    if PATTERNS["caption"].match(following.text) or may_be_heading(following.text):
        return True
    return not PATTERNS["finished"].search(following.text)  # a brief with its own byline is no sentence that continues


def _byline(block: Block, byline: Byline) -> Block:
    only_photographs = bool(byline.credits) and all(c.role == PHOTOGRAPHER for c in byline.credits)
    label = "caption" if only_photographs or PATTERNS["photo_credit"].match(block.text) else ""
    return block.become("byline", label=label, credits=byline.credits, doubts=byline.doubts)
