"""The lines above a story: kicker (引题), headline (主题) and deck (副题), and the summary below them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .headings import has_deck_mark, is_kicker, is_tagged, may_be_heading
from .lines import Block
from .names import DOTTED_NAME, is_name, read_names
from .patterns import PATTERNS

MIN_SUMMARY = 20
MAX_STACK_LINES = 3
# No newspaper prints more characters above a story.
MAX_STACK_LENGTH = 200
# 甲出席开幕式并会见代表: longer lines are headlines.
MAX_ATTENDANCE = 12
# The headline is set larger than its kicker, so a line this much longer is not the headline.
MUCH_LONGER = 4 / 3


@dataclass(frozen=True, slots=True)
class Stack:
    kicker: str
    headline: str
    deck: str
    unsure: bool = False


def before_next_headline(lines: Sequence[Block]) -> int:
    """How many of these short lines belong above the next story, because they are too many to be its kickers."""
    for n, line in enumerate(lines):
        if n >= MAX_STACK_LINES - is_kicker(line.text) and (is_tagged(line.text) or is_kicker(line.text)):
            return n
    return len(lines)


def stack_size(lines: Sequence[Block]) -> int:
    """How many of the lines above a text are its kicker, headline and deck; the rest are summary, box or list."""
    count = _main_lines([line.text for line in lines])
    while count < len(lines) and is_deck(lines[count].text):
        count += 1
    while count > 1 and sum(len(line.text) + 1 for line in lines[:count]) > MAX_STACK_LENGTH:
        count -= 1
    return count


def _main_lines(texts: list[str]) -> int:
    tagged = next((n for n, text in enumerate(texts, start=1) if is_tagged(text)), 0)
    if tagged:
        return tagged
    if PATTERNS["briefs_title"].match(texts[0]):
        return 1
    if is_kicker(texts[0]):
        return min(2, len(texts))
    for n in range(1, min(len(texts), MAX_STACK_LINES)):
        if PATTERNS["box_label"].match(texts[n]) or is_summary(texts[n - 1], texts[n]):
            return n
    return min(len(texts), MAX_STACK_LINES)


def is_summary(headline: str, line: str) -> bool:
    """提要: 新首钢三年行动计划发布 / 到2021年，新首钢高端产业综合服务区城市复兴新地标建设取得阶段性成果"""
    return "，" in line and len(line) >= MIN_SUMMARY and len(line) > len(headline) and not tells_who_attended(line)


def is_deck(line: str) -> bool:
    """——某镇人居环境整治见闻 / 周明轩讲话　何欣主持 / （2019年10月10日）"""
    says_so = PATTERNS["date_below_headline"].match(line) or PATTERNS["deck_words"].search(line)
    return bool(says_so) or has_deck_mark(line) or tells_who_attended(line)


def tells_who_attended(line: str) -> bool:
    """周明轩讲话　何欣主持 / 孙春兰、陈希出席并讲话 / 县委书记周明轩作动员部署"""
    if not PATTERNS["attends"].search(line):
        return False
    words = PATTERNS["word_ends"].split(line)
    return any(map(_attends, words)) and all(_names_or_attends(word) or _begins_with_name(word) for word in words)


def _begins_with_name(word: str) -> bool:
    """段玉传达上级会议精神, beside others who attended"""
    return len(word) <= MAX_ATTENDANCE + 2 and (is_name(word[:2]) or is_name(word[:3]))


def _attends(word: str) -> bool:
    return bool(PATTERNS["attends"].search(word)) and _names_or_attends(word)


def _names_or_attends(word: str) -> bool:
    verb = PATTERNS["attends"].search(word)
    who, what = (word[: verb.start()], word[verb.start() :]) if verb else (word, "")
    who = PATTERNS["attends_how"].sub("", PATTERNS["leader"].sub("", who, count=1))
    is_short = len(what) <= MAX_ATTENDANCE or PATTERNS["attends"].fullmatch(what[-2:])
    return bool(is_short) and (not who or is_name(who) or bool(DOTTED_NAME.match(who) or read_names(who)))


def read_stack(lines: Sequence[Block], *, heads_briefs: bool = False) -> Stack:
    """Kickers are above the headline and decks below it: what they say tells them, or their dashes."""
    rows = [line.text for line in lines]
    if len(rows) <= 1:
        title = "".join(rows)
        # 简讯 above briefs is the first one's kicker
        return Stack(title, "", "") if heads_briefs and PATTERNS["briefs_title"].match(title) else Stack("", title, "")
    first, end, unsure = _headline_lines(rows)
    return Stack(" ".join(rows[:first]), " ".join(rows[first:end]), " ".join(rows[end:]), unsure)


def _headline_lines(rows: list[str]) -> tuple[int, int, bool]:
    """The headline's first line, the line below its last, and whether that is a guess."""
    end = next((n for n, row in enumerate(rows) if n and has_deck_mark(row)), len(rows))
    if kickers := next((n for n, row in enumerate(rows[: end - 1], start=1) if is_kicker(row)), 0):
        return kickers, _end_of_headline(rows, kickers, end), False
    tagged = next((n for n, row in enumerate(rows[:end]) if is_tagged(row)), None)
    if tagged is not None:
        return tagged, tagged + 1, False
    end = _end_of_headline(rows, 0, end)
    first = 0
    while first < end - 1 and _is_surely_kicker(rows[first], rows[first + 1]):
        first += 1
    return _guess(rows, first, end) if end - first > 1 else (first, end, False)


def _end_of_headline(rows: list[str], first: int, end: int) -> int:
    while end > first + 1 and is_deck(rows[end - 1]):
        end -= 1
    return end


def _guess(rows: list[str], first: int, end: int) -> tuple[int, int, bool]:
    """Of two lines the second is the headline; of three the second too, if the third is long enough for a deck."""
    middle = end - first == MAX_STACK_LINES and len(rows[end - 1]) >= len(rows[first + 1])
    return (first + 1, first + 2, True) if middle else (end - 1, end, True)


def _is_surely_kicker(line: str, below: str) -> bool:
    """王毅在云南调研时强调 / 中央宣传部 / 读者来信 / 甲出席并讲话, or much longer than the line below it"""
    if PATTERNS["kicker_words"].search(line) or PATTERNS["kicker_colon"].match(line) or tells_who_attended(line):
        return True
    if PATTERNS["organization"].match(line) or PATTERNS["column_name"].match(line):
        return len(line) <= len(below)
    return len(line) >= len(below) * MUCH_LONGER and not PATTERNS["event_ends"].search(line)


def join_broken_headlines(blocks: list[Block]) -> list[Block]:
    """On pages with blank lines between texts, two adjacent short lines are one broken headline."""
    if sum(b.touches_previous for b in blocks) * 2 >= len(blocks):
        return blocks
    out: list[Block] = []
    for block in blocks:
        if out and block.touches_previous and _is_broken(out[-1], block):
            out[-1] = replace(out[-1], last=block.last, text=f"{out[-1].text} {block.text}")
        else:
            out.append(block)
    return out


def _is_broken(line: Block, following: Block) -> bool:
    both = (line, following)
    marked = is_kicker(line.text) or is_deck(following.text)
    return not marked and not is_tagged(line.text) and all(b.kind == "text" and may_be_heading(b.text) for b in both)
