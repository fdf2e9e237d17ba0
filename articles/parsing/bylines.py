"""Who wrote it: bylines on their own line, at the end of a paragraph, in a dateline, under a photograph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .headings import heads_a_text
from .lines import Block
from .model import Credit
from .names import DOTTED_NAME, is_name, read_names, tokens
from .patterns import PATTERNS

# The printed role, and how it is stored. Longer terms first: 摄影报道 before 摄影 before 摄.
ROLES: dict[str, str] = {
    "特约通讯员": "特约通讯员",
    "摄影记者": "摄影记者",
    "特约记者": "特约记者",
    "特邀记者": "特约记者",
    "实习记者": "实习记者",
    "见习记者": "见习记者",
    "首席记者": "首席记者",
    "全媒体记者": "记者",
    "融媒体记者": "记者",
    "特约评论员": "特约评论员",
    "特约撰稿人": "特约撰稿人",
    "特约撰稿": "特约撰稿人",
    "记者": "记者",
    "通讯员": "通讯员",
    "报道员": "报道员",
    "评论员": "评论员",
    "实习生": "实习生",
    "撰稿人": "撰稿",
    "作者": "作者",
}
# Roles printed after the name: 甲 摄, 乙整理, 丙 文/图.
ROLES_AFTER: dict[str, str] = {
    "摄影报道": "摄影报道",
    "采访整理": "采访整理",
    "采写整理": "采写整理",
    "图文报道": "图文",
    "文并摄": "图文",
    "文/图": "图文",
    "图/文": "图文",
    "摄影": "摄影",
    "整理": "整理",
    "编译": "编译",
    "供稿": "供稿",
    "供图": "供图",
    "采写": "采写",
    "撰稿": "撰稿",
    "报道": "记者",
    "绘": "绘图",
    "摄": "摄影",
}
# Roles printed before the name with a stroke or a colon: 文/甲, 图：乙, 文/图 丙.
ROLES_MARKED: dict[str, str] = {
    "文/图": "图文",
    "图/文": "图文",
    "文": "文",
    "图": "摄影",
    "摄影": "摄影",
    "摄": "摄影",
    "整理": "整理",
    "采写": "采写",
    "撰文": "文",
    "编译": "编译",
    "漫画": "漫画",
    "绘图": "绘图",
}
AFFILIATION = r"(?:本[报刊网台社]|新华社|中新社|人民日报|人民网|新华网|全媒体|融媒体|驻[一-龥]{1,4}?)"
BULLET = r"[■□●○◆◇▲△★☆◎※▪◤◢□\s]*"
BEFORE = re.compile(rf"\s*{AFFILIATION}*\s*(?P<role>{'|'.join(ROLES)})\s*[:：]?\s*")
MARKED = re.compile(rf"\s*(?P<role>{'|'.join(ROLES_MARKED)})\s*(?:[/／:：|｜]\s*|(?<=[文图])\s+)")
AFTER = re.compile(rf"\s*[/／]?\s*(?P<role>{'|'.join(ROLES_AFTER)})\s*$")
SPACED_ROLE = re.compile(r"通\s+讯\s+员|记\s+者(?=\s)")
NEXT_ROLE = re.compile(rf"(?:{AFFILIATION}\s*)*(?:{'|'.join(ROLES)})|(?:{'|'.join(ROLES_MARKED)})\s*[/／:：]")
# （作者为某大学教授）: describes the author without a name we can be sure of.
ABOUT_AUTHOR = re.compile(r"[（(]\s*(?:本文)?作者[为系是单]?.{0,80}[）)]$")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Byline:
    credits: tuple[Credit, ...]
    doubts: tuple[tuple[str, str], ...] = ()


def read_byline(text: str) -> Byline | None:
    """A line (or the inside of a bracket) that is nothing but people and their roles; None when it is not one.

    本报记者 丁彤 邵若 / 记者 崔一 通讯员 潘桂洋 / ■ 本报记者 甲 文/图 / 段玉 史方 沈怡 / 新华社记者 姜克红摄
    """
    if len(text) > LONGEST:
        return None
    rest = SPACED_ROLE.sub(lambda m: "".join(m.group().split()), _bare(text).replace("／", "/"))
    credits: list[Credit] = []
    while rest:
        role, rest, has_role = _role_before(rest)
        following = NEXT_ROLE.search(rest)
        part, rest = (
            (rest[: following.start()], rest[following.start() :]) if following and following.start() else (rest, "")
        )
        read = _names_and_role(part, role, has_role)
        if not read:
            return None
        credits.extend(replace(c, printed=text) for c in read)
    return Byline(tuple(credits), _doubts(credits)) if credits else None


def _bare(text: str) -> str:
    text = re.sub(rf"^{BULLET}", "", text).strip()
    return text[1:-1].strip() if text[:1] in "（(" and text[-1:] in "）)" else text


def _role_before(text: str) -> tuple[str, str, bool]:
    if match := BEFORE.match(text):
        return ROLES[match["role"]], text[match.end() :], True
    if match := MARKED.match(text):
        return ROLES_MARKED[match["role"]], text[match.end() :], True
    return "", text, False


def _names_and_role(text: str, role: str, has_role: bool) -> list[Credit]:
    text = text.strip(" \u3000\t、，")
    if match := AFTER.search(text):
        after = ROLES_AFTER[match["role"]]
        names = _people(text[: match.start()], has_role)
        if names:
            return [Credit(n, after if not role or after == "摄影" else role, "") for n in names]
    return [Credit(n, role, "") for n in _people(text, has_role)]


def _people(text: str, sure: bool) -> tuple[str, ...]:
    """With a role beside it any two or three characters are a name; without one the surname must be known."""
    if names := read_names(text):
        return names
    words = tokens(text)
    if sure and words and all(2 <= len(w) <= 3 and re.fullmatch(r"[一-龥]+", w) or DOTTED_NAME.match(w) for w in words):
        return tuple(words)
    return ()


def _doubts(credits: list[Credit]) -> tuple[tuple[str, str], ...]:
    return tuple(("rare_surname", c.name) for c in credits if not is_name(c.name) and not DOTTED_NAME.match(c.name))


def read_tail(text: str) -> tuple[str, str] | None:
    """A byline after the last sentence of a paragraph: the paragraph without it, and the byline as printed.

    ……营造良好水域环境。曹璐 余波 / ……达到出院标准。 （记者 甲） / ……支持。林芳梅
    """
    match = TAIL.search(text[-LONGEST:])
    if not match or not match["byline"].strip():
        return None
    return text[: len(text) - len(match["byline"])].rstrip(), match["byline"].strip()


TAIL = re.compile(r"(?<=[。！？!?…”）)》])(?P<byline>\s*[（(]?[^。！？!?…”“，；《》]{2,50}[）)]?\s*)$")


def credit_blocks(blocks: list[Block]) -> list[Block]:
    """Bylines on their own line, captions with their photographers, bylines at the end of a paragraph."""
    out: list[Block] = []
    for i, block in enumerate(blocks):
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        out.extend(_credits_in(block, out[-1] if out else None, following) if block.kind == "text" else [block])
    return out


def _credits_in(block: Block, previous: Block | None, following: Block | None) -> list[Block]:
    if PATTERNS["caption"].match(block.text):
        return _caption(block)
    if ABOUT_AUTHOR.match(block.text):
        return [block.become("byline")]
    if PATTERNS["signoff"].match(block.text):
        return [block.become("signoff")]
    if match := PATTERNS["agency_photo"].match(block.text):
        credit = Credit("".join(match["name"].split()), "摄影", block.text)
        return [block.become("signoff", credits=(credit,))]
    if len(block.text) <= LONGEST and not PATTERNS["finished"].search(block.text):
        byline = read_byline(block.text)
        if byline and _may_be_byline(block, byline, previous):
            photo = all(c.role == "摄影" for c in byline.credits)
            return [
                block.become("byline", label="caption" if photo else "", credits=byline.credits, doubts=byline.doubts)
            ]
    return _tail(block, following)


def _may_be_byline(block: Block, byline: Byline, previous: Block | None) -> bool:
    """A bare name after a text cut in mid-sentence is the rest of that sentence."""
    if any(c.role for c in byline.credits) or len(byline.credits) > 1 or previous is None:
        return True
    return previous.kind != "text" or bool(PATTERNS["finished"].search(previous.text))


def _caption(block: Block) -> list[Block]:
    """图为李克强考察现场。 曹雨 摄"""
    tail = read_tail(block.text)
    byline = read_byline(tail[1]) if tail else None
    if not tail or not byline:
        return [block.become("caption")]
    credits = tuple(replace(c, role=c.role or "摄影") for c in byline.credits)
    return [
        replace(block, text=tail[0], kind="caption"),
        replace(block, text=tail[1], kind="byline", label="caption", credits=credits, doubts=byline.doubts),
    ]


def _tail(block: Block, following: Block | None) -> list[Block]:
    tail = read_tail(block.text)
    byline = read_byline(tail[1]) if tail else None
    if not tail or not byline or not _ends_here(tail, byline, following):
        return [block]
    return [
        replace(block, text=tail[0]),
        replace(block, text=tail[1], kind="byline", credits=byline.credits, doubts=byline.doubts),
    ]


def _ends_here(tail: tuple[str, str], byline: Byline, following: Block | None) -> bool:
    """One bare name glued to the last sentence (……支持。林芳梅) is a byline only where no sentence goes on below."""
    if len(byline.credits) > 1 or byline.credits[0].role or following is None or following.kind != "text":
        return True
    return heads_a_text(following.text) or not PATTERNS["finished"].search(following.text)
