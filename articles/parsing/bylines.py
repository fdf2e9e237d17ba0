"""Read bylines: texts that consist only of names and roles."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from itertools import pairwise

from articles.text.characters import HAN, with_dots
from articles.text.traditional import simplified

from . import roles
from .model import Credit
from .names import DOTTED_NAME, is_ambiguous, is_name, read_names, tokens
from .patterns import PATTERNS

MAX_LENGTH = 60
# More names without a role than this are a list of winners or delegates.
MAX_BARE_NAMES = 6
TWO_OR_THREE_HAN = re.compile(f"[{HAN}]{{2,3}}$")

Doubt = tuple[str, str]  # code, text


@dataclass(frozen=True, slots=True)
class Byline:
    credits: tuple[Credit, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_lone_name(self) -> bool:
        return len(self.credits) == 1 and not self.credits[0].role


def in_either_script(read: Callable[[str], Byline | None]) -> Callable[[str], Byline | None]:
    """A function that also reads 本報記者 陳川: it knows roles and surnames in simplified characters; names stay as
    printed."""

    @wraps(read)
    def read_printed(text: str) -> Byline | None:
        plain = simplified(text) if len(text) <= MAX_LENGTH else text
        byline = read(plain)
        return _as_printed(byline, text, plain) if byline and plain != text else byline

    return read_printed


def _as_printed(byline: Byline, text: str, plain: str) -> Byline:
    def original(piece: str) -> str:
        match = re.search(r"\s*".join("[·.．]" if char == "·" else re.escape(char) for char in piece), plain)
        return with_dots("".join(text[match.start() : match.end()].split())) if match else piece

    credits = (replace(credit, name=original(credit.name), printed=text) for credit in byline.credits)
    doubts = ((code, text if piece == plain else original(piece)) for code, piece in byline.doubts)
    return Byline(tuple(credits), tuple(doubts))


@in_either_script
def read_byline(text: str) -> Byline | None:
    """本报记者 丁彤 邵若 / 记者 崔一 通讯员 潘桂洋 / ■ 本报记者 何川 文/图 / 段玉 史方 沈怡 / 新华社记者 姜克红摄"""
    if len(text) > MAX_LENGTH:
        return None
    ours, foreign = _without_foreign_reporters(_plain(text))
    credits = _read_parts(ours)
    if credits is None or not (credits or foreign):
        return None
    if sum(not credit.role for credit in credits) > MAX_BARE_NAMES:
        return None
    return Byline(tuple(replace(c, printed=text) for c in credits), (*_doubts(credits, ours), *foreign))


@in_either_script
def unsure_byline(text: str) -> Byline | None:
    """A doubt without credits: names without spaces that can be split in several ways (张云李文林), or a role that may
    belong to the name before or after it (丁彤 整理 李强)."""
    if is_ambiguous(text):
        return Byline((), (("unsure_names", text),))
    words = PATTERNS["role_before"].sub(" ", _plain(text)).split()
    names = [word for word in words if word not in roles.WORDS]
    is_byline = 0 < len(names) < len(words) and all(map(is_name, names))
    return Byline((), (("unsure_roles", text),)) if is_byline else None


@in_either_script
def unit_byline(text: str) -> Byline | None:
    """县水利局 何川 / 何川（县委宣传部）: a contributor and a workplace, which is kept only as printed."""
    match = PATTERNS["unit_and_names"].match(text)
    names = read_names(match["after"] or match["before"]) if match else ()
    return Byline(tuple(Credit(name, "", text) for name in names)) if names else None


def _plain(text: str) -> str:
    text = PATTERNS["bullet"].sub("", text).strip()
    text = text[1:-1].strip() if text[:1] in "（(" and text[-1:] in "）)" else text
    return PATTERNS["spaced_role"].sub(lambda match: "".join(match.group().split()), text).replace("／", "/")


def _without_foreign_reporters(text: str) -> tuple[str, list[Doubt]]:
    found = [("foreign_reporter", match.group().strip()) for match in PATTERNS["foreign_reporter"].finditer(text)]
    return (PATTERNS["foreign_reporter"].sub("", text).strip(), found) if found else (text, [])


def _read_parts(text: str) -> list[Credit] | None:
    """Read one role and its names after another; None if any part is something else."""
    credits: list[Credit] = []
    while text:
        role, text, has_role = _role_before(text)
        end = _end_of_part(text, has_role)
        part, text = text[:end], text[end:]
        read = _names_and_role(part.strip(" \u3000\t、，"), role, has_role)
        if not read:
            return None
        credits.extend(read)
    return credits


def _role_before(text: str) -> tuple[str, str, bool]:
    if match := PATTERNS["role_before"].match(text):
        return roles.BEFORE[match["role"]], text[match.end() :], True
    if match := PATTERNS["role_marked"].match(text):
        role, rest = roles.MARKED[match["role"]], text[match.end() :]
        # 文/本报记者 何川: the title is more specific than 文
        if title := PATTERNS["role_before"].match(rest):
            return (roles.BEFORE[title["role"]] if role == "文" else role), rest[title.end() :], True
        # 摄影 大赛: without a slash or colon, only a known surname makes it a name
        return role, rest, bool(match["mark"]) or role in ("文", "文/图") or match["role"] == "图"
    return "", text, False


def _end_of_part(text: str, has_role: bool) -> int:
    ends = [len(text)]
    if has_role and (match := PATTERNS["role_of_the_next"].search(text)):
        return match.start()
    if (match := PATTERNS["next_role"].search(text)) and match.start():
        ends.append(match.start())
    if match := PATTERNS["role_between"].search(text):
        ends.append(match.end())
    return min(ends)


def _names_and_role(text: str, role: str, has_role: bool) -> list[Credit]:
    if match := PATTERNS["role_after"].search(text) or PATTERNS["role_letter"].search(text):
        after = roles.AFTER.get(match["role"]) or roles.MARKED[match["role"]]
        stored = role if role and after == roles.PLAIN else after
        if people := _people(text[: match.start()], has_role):
            return [Credit(name, stored, "") for name in people]
    return [Credit(name, role, "") for name in _people(text, has_role)]


def _people(text: str, has_role: bool) -> tuple[str, ...]:
    """The names in a list; if `has_role`, any two or three characters may be a name, else the surname must be known."""
    if names := read_names(text):
        return names
    words = tokens(text)
    are_names = has_role and all(TWO_OR_THREE_HAN.match(word) or DOTTED_NAME.match(word) for word in words)
    return tuple(words) if are_names and not roles.WORDS.intersection(words) else ()


def _doubts(credits: list[Credit], text: str) -> list[Doubt]:
    pairs = [one.name + other.name for one, other in pairwise(credits)]
    glued = [("unsure_names", pair) for pair in pairs if pair in text]
    rare = [("rare_surname", c.name) for c in credits if not is_name(c.name) and not DOTTED_NAME.match(c.name)]
    return glued[:1] + rare
