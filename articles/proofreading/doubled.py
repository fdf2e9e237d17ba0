"""A character or a word that stands twice: 研究究, 志愿者志愿者."""

import re

from articles.text import segmentation
from articles.text.characters import HAN

from .likelihood import REACH
from .lists import words_of
from .model import Found, Text

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


_OF_GRAMMAR = frozenset(words_of("word_of_grammar"))


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
            if len(word) == 1 and following in _OF_GRAMMAR and re.match(f"[{HAN}]", before):
                return True  # 主要用用于
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
