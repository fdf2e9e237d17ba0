"""Slips of the keyboard that the dictionary shows: a character twice, two characters changed round, text repeated."""

import itertools
import re
from functools import cache

from articles.text import segmentation
from articles.text.characters import HAN

from .lists import words_of, written
from .model import Found, Text
from .places import looked_for

# Characters around a place in which words are looked for.
REACH = 5
# How much likelier the text must become (in nats) when two characters are changed round.
GAIN = 6.0

_twice = re.compile(f"([{HAN}])\\1")
# Words of grammar, which are never doubled as verbs and nouns are.
_GRAMMAR = frozenset(
    "到的在是们和与及对把被将从向由于但而也都就又这那我你他她它很更为以并或让使给所且其则虽因若即了"
    "共着有后首曾已均仍便再还能会可应须近达超至自等该此各地"
)
# What stands at the start of a clause before a word that begins with it: 、县县长
_BODIES = frozenset("县市省区镇乡村部局校院厂社队国水学企农工党群会活项目")
# 目前前, 通过过: behind these words the character is no word of its own.
_NOTHING_BEHIND = {
    "前": ("目前", "以前", "之前", "此前", "日前"),
    "过": ("通过", "经过"),
    "后": ("之后", "然后", "以后"),
}
# 就就业, 将将军, 市市长, 年年底: a word of its own before a word that begins with it, or behind one that ends with it.
_STANDS_BEFORE = frozenset(
    "烤泡晒逛唠扫擦洗浇捶敲练种喝吃串遛养哄熬磨剪理举鼓伸弯眨揉按摸拍健翻钓下讨许还退把压出排开照手港的亿舱机股厅党地展炸加捧算跳唱散聊见帮握读写看听说问想试走跑打点吹拉尝谈讲碰州司署榜军习水班业邦包让治就将对为在从向以和与有要到不是上年月日市县省区镇村乡局部校院厂社台会队国车人家大小中多来一能可当得由过给同用起后前里外像比名个第次岁元天时分非新老高行做作请叫称自该本所"
)
_STANDS_BEHIND = frozenset("作浓军玉包的地了着中在人会说有国区村生学间内出向对于以和是等位天品厂手")


def doubled(text: Text) -> Found:
    """研究究, 我们们, 在在: a character too many; not 学习习惯 and 整整齐齐."""
    value = text.value
    for m in _twice.finditer(value):
        place, char = m.start(), m[1]
        if value[max(0, place - 1) : place] in (char, "一") or char in _NUMERALS:
            continue  # 一桩桩
        if value[place + 2 : place + 3] == char:
            if segmentation.frequency(char * 2) and char not in _SOUNDS and value[place + 3 : place + 4] != char:
                yield text.find("char_doubled", place + 2, place + 3, "")
            continue
        if _is_doubled(value, place, char) and not _means_each(value, place, char):
            yield text.find("char_doubled", place + 1, place + 2, "")


_SOUNDS = "哈呵嘿嘻啊呀喔哇啦咚叮滴哗轰哒当好对快来等天"


def _is_doubled(value: str, place: int, char: str) -> bool:
    before, after = value[place - 1 : place], value[place + 2 : place + 4]
    if (len(after) == 2 and after[0] == after[1] and _is_said_twice(char, after[0])) or (
        place > 1 and before == value[place - 2]
    ):
        return False
    first = max(0, place - REACH)
    words, at = segmentation.cut_by_frequency(value[first : place + 2 + REACH]), first
    for i, word in enumerate(words):
        end = at + len(word)
        if at <= place and end >= place + 2:
            return False  # 往往, or 一天天
        if end == place + 1:
            longer = value[max(0, place - 1) : place + 1]
            if len(word) == 1 and i and segmentation.frequency(longer) > segmentation.frequency(words[i - 1]):
                word = longer  # 古树名|木: the dictionary has 古树名 as well, but seldom
            following, later = (*words[i + 1 :], "", "")[:2]
            # 老师|师|德: a word that the dictionary lacks; 有的|的确
            if char != "们" and len(following + later) == 2 and len(word) > 1 and _is_content(later):
                return False
            if word in _NOTHING_BEHIND.get(char, ()):
                return True
            if segmentation.frequency(value[place + 1 : place + 3]) > 50 and len(word) > 1:
                return False
            clause_start = len(following) > 1 and char in _BODIES and not re.match(f"[{HAN}]", before)
            return clause_start or _adds_nothing(word, following, char)
        at = end
    return False


def _is_said_twice(one: str, other: str) -> bool:
    """整整齐齐, but not 村民民纷纷."""
    return bool(segmentation.frequency(one + other) or segmentation.frequency(one * 2 + other * 2)) or not (
        segmentation.frequency(other * 2) > 100
    )


def _means_each(value: str, place: int, char: str) -> bool:
    """一垄菜，两垄菜，垄垄绿."""
    return not _is_content(value[place - 1 : place]) and any(number + char in value for number in "一两三几")


def _is_content(char: str) -> bool:
    return char not in _GRAMMAR and bool(re.match(f"[{HAN}]", char))


def _adds_nothing(word: str, following: str, char: str) -> bool:
    """Whether of 研究|究 or 我|我们 or 在|在 one is too many."""
    if len(word) == 1 and len(following) == 1:
        return char in _GRAMMAR
    if len(word) > 1 and len(following) == 1:
        return char not in _STANDS_BEHIND or char in "们"
    if len(word) == 1 and len(following) > 1:
        return char not in _STANDS_BEFORE
    return False


_NUMERALS = "一二三四五六七八九十"
_words_twice = re.compile(f"([{HAN}]{{2,12}})\\1")
_may_repeat = re.compile(
    "^[一二两三四五六七八九十几半这那多]|^大片|^成片|[一二三四五六七八九十]|^(?:哈|呵|嘻|啦|咚|叮|滴|汪|哗|轰|噼)"
)
# 研究研究, 加油加油: verbs that are said twice.
_SAID_TWICE = frozenset(words_of("said_twice"))


def words_doubled(text: Text) -> Found:
    """志愿者志愿者: a word that stands twice."""
    for m in _words_twice.finditer(text.value):
        word = m[1]
        middle = m.start() + len(word)
        if len(word) == 2 and _begins_a_longer_word(word, text.value[m.end() : m.end() + 1]):
            yield text.find("char_doubled", middle, m.end(), "")
            continue
        if _is_in_a_longer_word(text.value, m.start(), word):
            yield text.find("char_doubled", m.start(), middle, "")
            continue
        if word in _SAID_TWICE or _may_repeat.search(word) or len(set(word)) == 1:
            continue
        if len(word) > 3 or (
            segmentation.frequency(word) > 20 and _stand_apart(text.value, m.start(), middle, m.end())
        ):
            yield text.find("repeated" if len(word) > 3 else "char_doubled", middle, m.end(), "")


def _begins_a_longer_word(part: str, following: str) -> bool:
    """进一, of 进一进一步."""
    return segmentation.frequency(part + following) > 300 and segmentation.frequency(part) < 3


def _is_in_a_longer_word(value: str, start: int, word: str) -> bool:
    """交警|交警大队"""
    if start and segmentation.frequency(value[start - 1 : start + len(word)]):
        return False  # 俄罗斯罗斯托夫州
    middle, end = start + len(word), start + 2 * len(word)
    longer = next((value[middle : end + n] for n in (3, 2, 1) if segmentation.frequency(value[middle : end + n])), "")
    return (
        len(longer) > len(word) + 1
        and segmentation.frequency(word) > 20
        and word not in _SAID_TWICE
        and all(segmentation.is_separate(value, *span) for span in ((start, middle), (middle, middle + len(longer))))
    )


def _stand_apart(value: str, *places: int) -> bool:
    return all(segmentation.is_separate(value, a, b) for a, b in (places[:2], places[1:], (places[0], places[2])))


def swapped(text: Text) -> Found:
    """织组 for 组织, 会召议开 for 会议召开."""
    value = text.value
    last = -2
    for place in text.places[_REVERSED]:
        right = value[place + 1] + value[place]
        gain = GAIN + 3.5 if joins_neighbours(value, place) else GAIN
        first_of_several = value[place] == "头" and value[place + 1] in "罐批茬道遍班轮季场"
        if place > last and not first_of_several and likelier(value, place, place + 2, right, gain):
            yield text.find("char_swapped", place, place + 2, right)
            last = place + 1
    frequent = _frequent()
    # Places whose character makes a word with the next but one.
    over = [i for i, pair in enumerate(map(str.__add__, value, value[2:])) if pair in frequent]
    for first, second in itertools.pairwise(over):
        if second == first + 1 and _is_crossed(value, first):
            yield text.find(
                "char_swapped", first, first + 4, value[first] + value[first + 2] + value[first + 1] + value[first + 3]
            )


# How much likelier the text must become when two neighbours in a longer word change places.
GAIN_OF_LONGER = {3: 8.0, 4: 8.0}
FREQUENT_OF_LONGER = {3: 50, 4: 20}


def misordered(text: Text) -> Found:
    """标高准 for 高标准, 吞量吐 for 吞吐量."""
    value, listed, rare_pairs = text.value, _misordered(), _rare_pairs()
    last = -1
    for seen in text.places[_MISORDERED]:
        for before, length in rare_pairs[value[seen : seen + 2]]:
            place = seen - before
            right = listed.get(value[max(place, 0) : place + length])
            if right and place > last and likelier(value, place, place + length, right, GAIN_OF_LONGER[length]):
                yield text.find("char_swapped", place, place + length, right)
                last = place + length - 1


@cache
def _misordered() -> dict[str, str]:
    """Words of three and four characters by the forms they have when two neighbours change places."""
    left_alone, found = _right_reversed(), {}
    for length, least in FREQUENT_OF_LONGER.items():
        for word in sorted(segmentation.no_names(length, least), key=segmentation.frequency):
            for i in range(length - 1):
                wrong = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
                may_be_right = wrong in left_alone or segmentation.frequency(wrong) or _NUMERAL & set(wrong)
                if not may_be_right and can_gain(wrong, word, GAIN_OF_LONGER[length]):
                    found[wrong] = word
    return found


_NUMERAL = frozenset("零一二两三四五六七八九十百千万多几")


@cache
def _rare_pairs() -> dict[str, list[tuple[int, int]]]:
    """The rarest two characters of each misordered word: how many of it stand before them, and its length."""
    found: dict[str, set[tuple[int, int]]] = {}
    for wrong in _misordered():
        before = min(range(len(wrong) - 1), key=lambda i: segmentation.frequency(wrong[i : i + 2]))
        found.setdefault(wrong[before : before + 2], set()).add((before, len(wrong)))
    return {pair: sorted(ways, key=lambda way: -way[1]) for pair, ways in found.items()}


_MISORDERED = looked_for(_rare_pairs)


def joins_neighbours(value: str, place: int) -> bool:
    """Whether both characters are parts of other words, as 法依 in 依法依规."""
    before, after = value[max(0, place - 1) : place + 1], value[place + 1 : place + 3]
    return segmentation.frequency(before) > 20 or segmentation.frequency(after) > 20


# 南多北少
_OPPOSITE = frozenset("东西南北上下左右前后内外先后大小多少高低冷热城乡早晚进退增减优劣一两二三")


def _is_crossed(value: str, place: int) -> bool:
    """会召议开, of which no two neighbours make a word."""
    four = value[place : place + 4]
    if (
        four in _right_reversed()
        or (four[0] in _OPPOSITE and four[2] in _OPPOSITE)
        or any(segmentation.frequency(four[i : i + 2]) > 100 for i in range(3))
    ):
        return False
    return likelier(value, place + 1, place + 3, four[2] + four[1], GAIN + 4)


def likelier(value: str, start: int, end: int, right: str, gain: float) -> bool:
    """Whether the text becomes likelier with `right` in place of text[start:end], by so many nats."""
    before, after = value[max(0, start - REACH) : start], value[end : end + REACH]
    return segmentation.saved_by_replacing(before, value[start:end], right, after) > gain


def can_gain(wrong: str, right: str, gain: float) -> bool:
    """Whether `likelier` can be true: worked out once for a word, as it takes less time than reading around it."""
    return segmentation.saved_by_joining(wrong, right) > gain


@cache
def _frequent() -> frozenset[str]:
    """Words of two characters that a newspaper has every day."""
    return frozenset(segmentation.words(2, 300))


@cache
def _right_reversed() -> frozenset[str]:
    return frozenset(" ".join(written("right_reversed.txt")).split())


@cache
def _reversed() -> frozenset[str]:
    """Frequent words back to front, if that is hardly ever a word."""
    rare = (
        word[::-1]
        for word in segmentation.words(2, 200)
        if segmentation.frequency(word[::-1]) * 200 < segmentation.frequency(word)
    )
    return frozenset(pair for pair in rare if can_gain(pair, pair[::-1], GAIN)) - _right_reversed()


_REVERSED = looked_for(_reversed)
_clause_end = re.compile("[，。！？；：、\n]+[”’]?")
# Shorter repetitions are figures of speech: 盼啊，盼啊.
SHORTEST = 7


def repeated(text: Text) -> Found:
    """The same clauses twice in a row, or the same long sentence or paragraph again."""
    ends = [0, *(m.end() for m in _clause_end.finditer(text.value)), len(text.value)]
    clauses = [(start, text.value[start:end]) for start, end in itertools.pairwise(ends) if end > start]
    plain = [clause.strip(" ，。！？；：、\n\u3000“”’") for _, clause in clauses]
    place = 0 if len(set(plain)) < len(plain) else len(plain)
    while place < len(plain):
        length = next((n for n in range(1, 6) if _stands_again(plain, place, n)), 0)
        if length:
            start = clauses[place + length][0]
            last = clauses[place + 2 * length - 1]
            yield text.find("repeated", start, last[0] + len(last[1].rstrip("\n")), "")
        place += 2 * length or 1
    yield from _paragraphs_again(text)
    yield from _said_before(text)


def _paragraphs_again(text: Text) -> Found:
    seen: set[str] = set()
    for begin, paragraph in text.paragraphs:
        plain = paragraph.strip()
        if len(plain) >= 9 and plain in seen and plain[-1] in "。！？”":
            yield text.find("repeated", begin, begin + len(paragraph), "")
        seen.add(plain)


def _stands_again(plain: list[str], place: int, length: int) -> bool:
    first, second = plain[place : place + length], plain[place + length : place + 2 * length]
    return first == second and sum(map(len, first)) >= SHORTEST and min(map(len, first)) > 1


def _said_before(text: Text) -> Found:
    seen: set[str] = set()
    previous = ""
    for begin, sentence in text.sentences:
        plain = sentence.strip(" \n\u3000“”")
        if len(plain) >= 13 and plain in seen and plain != previous and not plain.startswith(("（", "(")):
            start = begin + sentence.index(plain)
            yield text.find("repeated", start, start + len(plain), "")
        seen.add(plain)
        previous = plain
