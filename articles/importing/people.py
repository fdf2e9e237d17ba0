"""The parser's reading of people and datelines in a text typed or pasted at the desk."""

from typing import NamedTuple

from django.conf import settings

from articles.parsing import Credit
from articles.parsing.bylines import read_byline
from articles.parsing.datelines import paper_names, split_dateline
from articles.text.body import Block, as_text, blocks


def read_people(text: str) -> list[tuple[str, str]]:
    """The (name, role) pairs in a byline; empty if the text is not a byline."""
    byline = read_byline(text)
    return [(credit.name, credit.role) for credit in byline.credits] if byline else []


class Head(NamedTuple):
    dateline: str
    body: str
    credits: tuple[Credit, ...]

    @property
    def people(self) -> str:
        return "、".join(f"{credit.role} {credit.name}".strip() for credit in self.credits)


def split_head(body: str) -> Head | None:
    """The dateline at the head of a body, its people and the rest of the body; None if the body has no dateline."""
    first, *others = blocks(body) or [Block("", "")]
    if first.kind != "paragraph":
        return None
    dateline, rest, byline = split_dateline(first.text, paper_names((), settings.NEWSPAPER["name"]))
    if not dateline or not _is_apart(dateline, first.text[len(dateline) :]):
        return None
    return Head(dateline, as_text([Block("paragraph", rest), *others]), byline.credits if byline else ())


def _is_apart(dateline: str, rest: str) -> bool:
    """本报讯（记者 甲）连日来, 本报讯 连日来, 本报讯 19日; not 本报讯员"""
    return dateline[-1] in "）)】〕］]:：，" or rest[:1].isspace() or rest[:1].isdecimal()
