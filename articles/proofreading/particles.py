"""的 for 地 before a verb, and 地 or 得 for 的 before a noun. Where only the sense decides, a text is left alone."""

import re
from functools import cache

from articles.text import segmentation
from articles.text.characters import HAN

from .lists import words_of
from .model import Found, Text
from .places import looked_for

_VERBS_AS_WELL = frozenset(words_of("verb_as_well"))
_ADVERBS, _HOW, _MODALS = (frozenset(words_of(name)) for name in ("adverb", "how", "modal"))
_BEFORE_DE = _ADVERBS | _HOW
_DE = looked_for(lambda: {word[-1] + "的" for word in _BEFORE_DE})
_ASPECTS, _VERBS_OF_ONE = words_of("aspect"), frozenset(words_of("verb_of_one"))
# 耐心的向群众解释
_PREPOSITIONS = frozenset("向把给对替跟")
# 默默的奉献精神, 认真的学习和…: what follows makes the verb a noun.
_AS_A_NOUN = re.compile(
    "[的和与及、]|精神|态度|过程|方式|方法|能力|活动|情况|结果|行为|行动|力量|需要|机会|速度|步伐|趋势|关系|意识|水平|质量|"
    "效果|作用|作风|习惯|制度|机制|体系|措施|政策|[者人感性力率权费金额量品]"
)
_NO_SUBJECT = "的是有在对以为用给把让得到和与了谢受获表，。！？；：“”、\\s\\d"
# 孩子们快乐的成长。老师耐心的辅导学生。
_subject = re.compile(rf"(?:^|[，。！？；：“\n])(?:[^{_NO_SUBJECT}]{{0,6}}们|我|他|她|大家|[^{_NO_SUBJECT}]{{2,6}})$")
_rest = re.compile(r"[^的是有得地，。！？；：、\s]{2,8}[。！；，]")
_clause_ends = re.compile(rf"(?:[{HAN}]{{2}})?[。！；]")


def adverbs(text: Text) -> Found:
    """默默的资助了, 要认真的总结: 地 stands before a verb."""
    value = text.value
    for before in text.places[_DE]:
        place = before + 1
        how = next((word for n in (5, 4, 3, 2) if (word := value[max(0, place - n) : place]) in _BEFORE_DE), "")
        if how and _describes_a_deed(value, place - len(how), how, place + 1):
            yield text.find("de", place, place + 1, "地")


def _describes_a_deed(value: str, start: int, how: str, verb_at: int) -> bool:
    word = value[verb_at : verb_at + 2]
    whole = (word in _verbs() or word in _nouns_as_well()) and segmentation.is_separate(value, verb_at, verb_at + 2)
    end = verb_at + 2 if whole else _end_of_short_verb(value, verb_at)
    if not end or _AS_A_NOUN.match(value, end):
        return False
    if value.startswith(_ASPECTS, end) or (end == verb_at + 1 and value[verb_at] in _PREPOSITIONS):
        return True
    modal = any(value[start - n : start] in _MODALS for n in (1, 2, 3))
    subject = bool(_clause_ends.match(value, end)) and bool(_subject.search(value[max(0, start - 10) : start]))
    if whole and word in _nouns_as_well():
        return subject or ((modal or how in _ADVERBS) and value[end : end + 2] in _things())
    if _rest.match(value, end) and _subject.search(value[max(0, start - 10) : start]):
        return True  # 县里积极的争取项目资金。
    return modal or how in _ADVERBS


def _end_of_short_verb(value: str, start: int) -> int:
    if value[start : start + 1] in _PREPOSITIONS and not segmentation.frequency(value[start : start + 2]):
        return start + 1
    firm = value.startswith(("起来", "下来", "出来", "下去", "开来"), start + 1)
    alone = value[start : start + 1] in _VERBS_OF_ONE and (firm or value[start : start + 2] not in _things())
    return start + 1 if alone and value.startswith(_ASPECTS, start + 1) else 0


@cache
def _verbs() -> frozenset[str]:
    return segmentation.tagged(("v", "vd"), 20) - _VERBS_AS_WELL


@cache
def _nouns_as_well() -> frozenset[str]:
    return segmentation.tagged(("vn",), 20) | _VERBS_AS_WELL | frozenset({"组织", "报道"})


# A quality and a thing, by the dictionary: 贫瘠地荒坡
_particle = re.compile(rf"[地得](?=[{HAN}]{{2}})(?<=[{HAN}]{{3}})")


def qualities(text: Text) -> Found:
    """地 and 得 between an adjective and a noun."""
    for m in _particle.finditer(text.value):
        place = m.start()
        before, after = text.value[place - 2 : place], text.value[place + 1 : place + 3]
        if (
            before not in _qualities()
            or after not in _things()
            or segmentation.frequency(text.value[place - 1 : place + 1])
        ):
            continue
        if segmentation.frequency(m[0] + after[0]) > segmentation.frequency(after) or not segmentation.is_separate(
            text.value, place + 1, place + 3
        ):
            continue
        yield text.find("de", place, place + 1, "的")


@cache
def _qualities() -> frozenset[str]:
    return segmentation.tagged(("a", "z", "an"), 3) | frozenset(words_of("quality"))


@cache
def _things() -> frozenset[str]:
    return segmentation.tagged(("n", "ns", "s"), 3) - _VERBS_AS_WELL
