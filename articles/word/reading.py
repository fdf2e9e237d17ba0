"""Read a .docx into a draft: headline, byline, dateline, body and the files of its pictures. No database."""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.foreign_files import DAMAGED, DISK, MEMORY, TIME, Limits, Unreadable, run_limited
from articles.importing import read_people, split_head
from articles.parsing.headings import may_be_heading
from articles.text.body import CAPTION, Block, as_text
from articles.text.characters import as_line, is_blank

MOST_BYTES = 40 << 20
_LIMITS = Limits(cpu_seconds=20, seconds=60, memory=768 << 20)
MOST_HEADLINE = 200  # the length of the database column
# The most lines between the headline and the byline.
_BYLINE_WITHIN = 2
_MOST_CAPTION = 120

logger = logging.getLogger(__name__)

_DAMAGED = _("This Word file is damaged; open it in Word or WPS, save it again as .docx and choose it again.")
_TOO_LARGE = _("This Word file is too large; leave out pictures or split it, and choose it again.")
_SENTENCES: dict[str, Promise] = {
    TIME: _TOO_LARGE,
    MEMORY: _TOO_LARGE,
    DISK: _TOO_LARGE,
    DAMAGED: _DAMAGED,
    "word_too_large": _TOO_LARGE,
    "word_old": _("This is a file of an old Word or WPS, or has a password; save it as .docx and choose it again."),
    "word_other": _("This is not a Word file; choose a .docx."),
    "word_macros": _("This Word file contains programs (macros); save it as an ordinary .docx and choose it again."),
}


class BadWordFile(Exception):
    """The file cannot be read; the message is a sentence for the user."""


@dataclass(slots=True)
class WordPicture:
    path: Path
    caption: str = ""


@dataclass(slots=True)
class WordDraft:
    """`body` has the caption 图N： of the N-th picture where the document has one."""

    headline: str = ""
    byline: list[tuple[str, str]] = field(default_factory=list)  # (name, role)
    dateline: str = ""
    body: str = ""
    pictures: list[WordPicture] = field(default_factory=list)


def read_word(path: Path, folder: Path) -> WordDraft:
    """The draft in the .docx at `path`; its pictures are written into `folder`. Raises BadWordFile."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise BadWordFile(_TOO_LARGE)
    try:
        task = "articles.word.document.read"
        found = run_limited(task, str(path.resolve()), str(folder.resolve()), limits=_LIMITS)
    except Unreadable as refusal:
        logger.warning("Word file refused: %s", refusal)
        raise BadWordFile(_SENTENCES.get(refusal.reason, _DAMAGED)) from None
    draft = draft_of([(kind, as_line(text)) for kind, text in found], folder)
    if is_blank(draft.body):
        raise BadWordFile(_("There is no text in this Word file; choose another one."))
    return draft


def draft_of(found: list[tuple[str, str]], folder: Path) -> WordDraft:
    draft, found = WordDraft(), [each for each in found if each[1]]
    if found and _is_headline(*found[0]):
        draft.headline = found.pop(0)[1]
    for at, (kind, text) in enumerate(found[:_BYLINE_WITHIN]):
        if kind == "paragraph" and (people := read_people(text)):
            draft.byline = people
            del found[at]
            break
    draft.body = as_text(_blocks(found, folder, draft))
    if head := split_head(draft.body):
        draft.dateline, draft.body = head.dateline, head.body
        draft.byline = draft.byline or [(credit.name, credit.role) for credit in head.credits]
    return draft


def _is_headline(kind: str, text: str) -> bool:
    if len(text) > MOST_HEADLINE:
        return False
    return kind == "heading" or (kind == "paragraph" and may_be_heading(text))


def _blocks(found: list[tuple[str, str]], folder: Path, draft: WordDraft) -> list[Block]:
    blocks: list[Block] = []
    waiting: WordPicture | None = None  # whose caption may be next
    for kind, text in found:
        if kind == "picture":
            waiting = WordPicture(folder / text)
            draft.pictures.append(waiting)
        elif waiting and kind == "paragraph" and _is_caption(text):
            waiting.caption = CAPTION.sub("", text, count=1).strip()
            blocks.append(Block("caption", waiting.caption, len(draft.pictures)))
            waiting = None
        else:
            waiting = None
            is_subhead = kind == "heading" and len(text) <= MOST_HEADLINE
            blocks.append(Block("subhead" if is_subhead else "paragraph", text))
    return blocks


def _is_caption(text: str) -> bool:
    """图为志愿者在清扫河岸。何川 摄, 图：…, and anything short that names who took the photograph"""
    starts = text.startswith(("图为", "图：", "图:", "图片说明", "上图", "下图", "左图", "右图")) or CAPTION.match(text)
    return len(text) <= _MOST_CAPTION and bool(starts or text.endswith(("摄", "摄）", "摄影")))
