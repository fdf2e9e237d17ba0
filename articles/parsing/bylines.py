"""Read bylines: texts that consist only of names and roles."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import pairwise

from articles.text.characters import HAN, with_dots
from articles.text.traditional import simplified

from . import roles
from .model import Credit
from .names import (
    DOTTED_NAME,
    is_ambiguous,
    is_name,
    is_name_of_parts,
    is_place,
    is_word,
    is_workplace,
    read_names,
    tokens,
    without_workplace,
)
from .patterns import PATTERNS

MAX_LENGTH = 60
# More names without a role than this are a list of winners or delegates.
MAX_BARE_NAMES = 6
MAX_WORKPLACE = 16
BRACKETS = {"（": "）)", "(": "）)", "【": "】", "〔": "〕", "[": "]", "［": "］", "〈": "〉", "「": "」"}
RARE_NAME = re.compile(f"[{HAN}]{{2,3}}$")
SLASHES = str.maketrans("／|｜丨", "////")

Doubt = tuple[str, str]  # code, text


@dataclass(frozen=True, slots=True)
class Byline:
    credits: tuple[Credit, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_lone_name(self) -> bool:
        return is_lone_name(self.credits)


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


def is_lone_name(credits: Sequence[Credit]) -> bool:
    """何川, or 何去何从, which may be two: it takes more than its look to be a byline."""
    is_one_word = len(credits) == 1 or (len(credits) == 2 and credits[0].name + credits[1].name in credits[0].printed)
    return is_one_word and not any(credit.role for credit in credits)


@in_either_script
def read_byline(text: str) -> Byline | None:
    """本报记者 丁彤 邵若 / 记者 崔一 通讯员 潘桂洋 / ■ 本报记者 何川 文/图 / 段玉 史方 沈怡 / 新华社记者 姜克红摄"""
    if len(text) > MAX_LENGTH or text.endswith("、"):
        return None
    ours, foreign = _without_foreign_reporters(_plain(text))
    credits = _read_parts(ours)
    if credits is None or not (ours or foreign) or _lacks_last_role(credits):
        return None
    if sum(not credit.role for credit in credits) > MAX_BARE_NAMES:
        return None
    doubts = (*_doubts(credits, ours), *foreign)
    return Byline(_with_first_roles(replace(c, printed=text) for c in credits), doubts)


def _lacks_last_role(credits: Sequence[Credit]) -> bool:
    """丁彤 摄影 李强: who took the photographs?"""
    return bool(credits) and not credits[-1].role and any(credit.role for credit in credits)


def _with_first_roles(credits: Iterable[Credit]) -> tuple[Credit, ...]:
    """Each person once, with the role that is printed first."""
    seen: dict[str, Credit] = {}
    for credit in credits:
        seen.setdefault(credit.name, credit)
    return tuple(seen.values())


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
    """县水利局 何川 / 班长 何川 / 何川（县委宣传部）: a workplace or title, kept only as printed."""
    plain = _plain(text)
    if match := PATTERNS["names_and_unit"].match(plain):
        plain = match["names"]
    else:
        words = tokens(plain)
        rest = without_workplace(words)
        if len(rest) == len(words):
            return None
        plain = plain[plain.index(rest[0][0], len("".join(words[: len(words) - len(rest)]))) :]
    byline = read_byline(plain)
    return replace(byline, credits=tuple(replace(c, printed=text) for c in byline.credits)) if byline else None


def contributor_byline(text: str) -> Byline | None:
    """县实验小学五（2）班 段玉 指导老师：何川: the pupil, without the teacher; 读者　石小满"""
    match = PATTERNS["contributor"].match(PATTERNS["bullet"].sub("", text))
    names = read_names(match["names"]) if match else ()
    return Byline(tuple(Credit(name, "", text) for name in names)) if names else None


def _plain(text: str) -> str:
    """The text without marks and brackets around it: ■ 何川, 【记者 何川】, ——何川"""
    text = PATTERNS["byline_mark"].sub("", text).strip()
    if text[:1] in BRACKETS and text[-1:] in BRACKETS[text[0]]:
        text = PATTERNS["byline_mark"].sub("", text[1:-1]).strip()
    text = PATTERNS["spaced_role"].sub(lambda match: "".join(match.group().split()), text).translate(SLASHES)
    if text.endswith(("文", "图", "摄")) and PATTERNS["glued_roles"].match(text):
        text = PATTERNS["glued_role"].sub(lambda match: "".join(match["name"].split()) + "/" + match["role"], text)
    return PATTERNS["joint_role"].sub("/", text)


def _without_foreign_reporters(text: str) -> tuple[str, list[Doubt]]:
    found = [("foreign_reporter", match.group().strip()) for match in PATTERNS["foreign_reporter"].finditer(text)]
    return (PATTERNS["foreign_reporter"].sub("", text).strip(), found) if found else (text, [])


def _read_parts(text: str) -> list[Credit] | None:
    """Read one role and its names after another; None if any part is something else."""
    credits: list[Credit] = []
    while text:
        if uncredited := PATTERNS["role_uncredited"].match(text):
            rest = text[uncredited.end() :]
            end = _end_of_part(rest, has_role=True)
            if not (uncredited["mark"] or read_names(rest[:end])):
                return None
            text = rest[end:]
            continue
        role, text, has_role = _role_before(text)
        end = _end_of_part(text, has_role)
        part, text = text[:end], text[end:]
        read = _names_and_role(part.strip(" \u3000\t、，；;/"), role, has_role)
        if read is None:
            return None
        credits.extend(read)
    return credits


def _role_before(text: str) -> tuple[str, str, bool]:
    if match := PATTERNS["role_before"].match(text):
        role, rest = roles.BEFORE[match["role"]], text[match.end() :]
        # 专题撰文 特派记者 何川
        if title := PATTERNS["role_before"].match(rest):
            return roles.BEFORE[title["role"]], rest[title.end() :], True
        # 记者探访县医院, 记者节感言: without a space or colon after the role, only a known surname makes it a byline
        is_apart = match.end() > match.end("role")
        return role, rest, is_apart or is_name(rest[:2]) or is_name(rest[:3])
    if match := PATTERNS["role_marked"].match(text):
        printed, rest = match["role"] or match["marked"], text[match.end() :]
        role = roles.MARKED.get(printed) or roles.MARKED_ONLY[printed]
        # 文/本报记者 何川: the title is more specific than 文
        if title := PATTERNS["role_before"].match(rest):
            return (roles.BEFORE[title["role"]] if role == "文" else role), rest[title.end() :], True
        # 摄影 大赛: without a slash or colon, only a known surname makes it a name
        return role, rest, bool(match["mark"] or match["marked"]) or role in ("文", "文/图") or printed == "图"
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


def _names_and_role(text: str, role: str, has_role: bool) -> list[Credit] | None:
    """The people in one part; empty if only a workplace is named (图/县档案馆), None if it is something else."""
    if has_role:
        text = _without_place(text)
    if match := PATTERNS["role_after"].search(text) or PATTERNS["role_letter"].search(text):
        after = roles.AFTER.get(match["role"]) or roles.MARKED[match["role"]]
        stored = role if role and after == roles.PLAIN else after
        if people := _people(text[: match.start()], has_role):
            return [Credit(name, stored, "") for name in people]
    if people := _people(text, has_role):
        return [Credit(name, role, "") for name in people]
    return [] if has_role and len(text) <= MAX_WORKPLACE and is_workplace(text) else None


def _without_place(text: str) -> str:
    """何川 北京报道, 何川广州报道, 何川 发自北京 -> 何川; 何川 李明报道 is left as it is."""
    match = PATTERNS["filed_from"].search(text)
    if not match or (match["place"] and is_name(match["place"])):
        return text
    rest = text[: match.start()]
    if not match["glued"]:
        return rest
    return next((rest + match["glued"][:n] for n in (1, 0) if is_place(match["glued"][n:])), text)


def _people(text: str, has_role: bool) -> tuple[str, ...]:
    """The names in a list; if `has_role`, any two or three characters may be a name, else the surname must be known."""
    words = without_workplace(tokens(text)) if has_role else tokens(text)
    if names := read_names(" ".join(words)):
        return names
    are_names = has_role and all(RARE_NAME.match(w) or DOTTED_NAME.match(w) or is_name_of_parts(w) for w in words)
    return tuple(words) if are_names and not any(map(is_word, words)) else ()


def _doubts(credits: list[Credit], text: str) -> list[Doubt]:
    pairs = [one.name + other.name for one, other in pairwise(credits)]
    glued = [("unsure_names", pair) for pair in pairs if pair in text]
    rare = [
        ("rare_surname", c.name)
        for c in credits
        if not (is_name(c.name) or DOTTED_NAME.match(c.name) or is_name_of_parts(c.name))
    ]
    return glued[:1] + rare
