"""的 for 地 before a verb, 地 or 得 for 的 before a noun, and 的 or 地 for 得 after a verb. Where only the sense
decides, a text is left alone."""

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


@cache
def _before_de() -> frozenset[str]:
    """With the words of the dictionary that have the form of 认认真真, but not 日日夜夜."""
    twice = {word for word in segmentation.words(4, 1) if word[0] == word[1] != word[2] == word[3]}
    return _BEFORE_DE | (twice - frozenset(words_of("no_manner")))


_DE = looked_for(lambda: {word[-1] + "的" for word in _before_de()} | {word[-1] + "得" for word in _ADVERBS})
_ASPECTS, _VERBS_OF_ONE = words_of("aspect"), frozenset(words_of("verb_of_one"))
_QUALITIES_OF_ONE = frozenset(words_of("quality_of_one"))
# Behind a verb that is a noun as well: not 合作成果, 行动为
_CLEAR_ASPECTS = ("了", "着", "过", "起来", "下来", "出来", "下去", "开来", "到")
# 耐心的向群众解释
_PREPOSITIONS = frozenset("向把给对替跟往朝沿")
# 感到, 走进, 写下: verbs that are no nouns
_RESULTS = frozenset("到出起下进住入给掉着了")
_QUALITIES_TOO = frozenset({"突出", "杰出", "先进", "深入", "低下"})
# 默默的奉献精神, 认真的学习和…: what follows makes the verb a noun.
_AS_A_NOUN = re.compile(
    "[的和与及、]|精神|态度|过程|方式|方法|能力|活动|情况|结果|行为|行动|力量|需要|机会|速度|步伐|趋势|关系|意识|水平|质量|"
    "效果|作用|作风|习惯|制度|机制|体系|措施|政策|[者人感性力率权费金额量品]"
)
_NO_SUBJECT = "的是有在对以为用给把让得到和与了谢受获表，。！？；：“”、\\s\\d"
# 孩子们快乐的成长。老师耐心的辅导学生。
_subject = re.compile(rf"(?:^|[，。！？；：“\n])(?:[^{_NO_SUBJECT}]{{0,6}}们|我|他|她|大家|[^{_NO_SUBJECT}]{{2,6}})$")
_people = re.compile(
    "(?:^|[，。！？；：“\n])(?:[^的，。]{0,4}们|我|他|她|大家|[^的，。]{0,4}(?:村民|群众|居民|学生|孩子|老人|游客|家长|考生|员工|职工|干部|队员|市民|乘客|旅客|志愿者|农户))$"
)
_rest = re.compile(r"[^的是有得地，。！？；：、\s]{2,8}[。！；，]")
_clause_ends = re.compile(rf"(?:[{HAN}]{{2}})?[。！；]")


def adverbs(text: Text) -> Found:
    """默默的资助了, 要认真的总结, 不停得搓着: 地 stands before a verb."""
    value = text.value
    for before in text.places[_DE]:
        place = before + 1
        how = next((word for n in (5, 4, 3, 2) if (word := value[max(0, place - n) : place]) in _before_de()), "")
        if how and _describes_a_deed(value, place - len(how), how, place + 1):
            yield text.find("de", place, place + 1, "地")


def _describes_a_deed(value: str, start: int, how: str, verb_at: int) -> bool:
    word = value[verb_at : verb_at + 2]
    whole = (word in _verbs() or word in _nouns_as_well()) and segmentation.is_separate(value, verb_at, verb_at + 2)
    end = verb_at + 2 if whole else _end_of_short_verb(value, verb_at, how)
    if not end or _AS_A_NOUN.match(value, end):
        return False
    noun_as_well = whole and word in _nouns_as_well()
    if value.startswith(_CLEAR_ASPECTS if noun_as_well else _ASPECTS, end) or value[verb_at:end] in _PREPOSITIONS:
        return True
    if whole and word in _verbs() and word[1] in _RESULTS and word not in _QUALITIES_TOO:
        return True
    if how not in _BEFORE_DE:
        return False
    modal = any(value[start - n : start] in _MODALS for n in (1, 2, 3))
    subject = bool(_clause_ends.match(value, end)) and bool(_subject.search(value[max(0, start - 10) : start]))
    if noun_as_well:
        return (
            subject
            or _does_two_things(value, start, end)
            or ((modal or how in _ADVERBS) and value[end : end + 2] in _things())
        )
    if _rest.match(value, end) and _subject.search(value[max(0, start - 10) : start]):
        return True  # 县里积极的争取项目资金。
    return modal or how in _ADVERBS


def _does_two_things(value: str, start: int, end: int) -> bool:
    """大家有序的排队领取农资。"""
    return (
        value[end : end + 2] in _verbs()
        and bool(_rest.match(value, end))
        and bool(_people.search(value[max(0, start - 10) : start]))
    )


def _end_of_short_verb(value: str, start: int, how: str) -> int:
    if value[start : start + 1] in _PREPOSITIONS and (
        how in _ADVERBS or not segmentation.frequency(value[start : start + 2])
    ):
        return start + 1
    if how in _ADVERBS and value[start : start + 1] in _QUALITIES_OF_ONE and value.startswith("了", start + 1):
        return start + 1  # 慢慢的绿了
    firm = value.startswith(("起来", "下来", "出来", "下去", "开来"), start + 1)
    alone = value[start : start + 1] in _VERBS_OF_ONE and (firm or value[start : start + 2] not in _things())
    return start + 1 if alone and value.startswith(_ASPECTS, start + 1) else 0


@cache
def _verbs() -> frozenset[str]:
    return segmentation.tagged(("v", "vd"), 20).union(words_of("verb_too")) - _VERBS_AS_WELL


@cache
def _nouns_as_well() -> frozenset[str]:
    return segmentation.tagged(("vn",), 20) | _VERBS_AS_WELL | frozenset({"组织", "报道"})


# A quality and a thing, by the dictionary: 贫瘠地荒坡
_particle = re.compile(rf"[地得](?=[{HAN}]{{2}})(?<=[{HAN}]{{3}})")


def qualities(text: Text) -> Found:
    """地 and 得 between an adjective and a noun: 贫瘠地荒坡, 小小地窗口."""
    for m in _particle.finditer(text.value):
        place = m.start()
        served = _is_doubled(text.value, place) and text.value[place + 1 : place + 3] in _nouns_as_well()
        thing_at = place + 3 if served else place + 1  # 小小地服务窗口
        if not _is_quality(text.value, place, m[0]) or not _is_thing(text.value, thing_at):
            continue
        if segmentation.frequency(text.value[place - 1 : place + 1]):
            continue
        yield text.find("de", place, place + 1, "的")


# 小小的窗口, but 轻轻地风吹来
_TWICE = frozenset("小大长短厚薄浓淡弯圆红绿蓝黄黑矮胖窄宽粗暖甜嫩尖空")


def _is_quality(value: str, place: int, particle: str) -> bool:
    before = value[place - 2 : place]
    return before in _qualities() or (particle == "地" and _is_doubled(value, place))


def _is_doubled(value: str, place: int) -> bool:
    """小小, 绿油油."""
    one, other = value[place - 2], value[place - 1]
    return one == other and (one in _TWICE or value[place - 3 : place] in _with_doubled_end())


@cache
def _with_doubled_end() -> frozenset[str]:
    return frozenset(word for word in segmentation.words(3, 1) if word[0] != word[1] == word[2])


def _is_thing(value: str, start: int) -> bool:
    after = value[start : start + 2]
    if after not in _things() or segmentation.frequency(value[start - 1 : start + 1]) > segmentation.frequency(after):
        return False
    return segmentation.is_separate(value, start, start + 2)


@cache
def _qualities() -> frozenset[str]:
    return segmentation.tagged(("a", "z", "an"), 3) | frozenset(words_of("quality"))


@cache
def _things() -> frozenset[str]:
    return segmentation.tagged(("n", "ns", "s"), 3) - _VERBS_AS_WELL


# What follows 得: 很快, 无微不至, 化不开, each to the end of the clause
_END = r"(?=了?(?:[，。！？；、”）\s]|$))"
_DEGREE = "越来越|很|更加|更为|更|太|非常|十分|格外|特别|最|比较|挺|相当|这么|那么|真|尤为|极为|有点|有些"
_COMPLEMENTS = frozenset(words_of("complement"))
_complement = re.compile(
    f"[的地](?=(?:(?:{_DEGREE})(?P<quality>[{HAN}]{{1,2}}?)|(?P<idiom>[{HAN}]{{4}})"
    f"|(?P<deed>[{HAN}])不[开动住下起来去了出清完过上进懂透停成稳直尽及够着]){_END}(?<!(?:是|真|所).的))"
)
# 比预期的更好, 新的很好
_EXPECTING = frozenset(words_of("expecting"))
_HARDLY = frozenset("来新旧真假别有要是为目似有总便我你他她它谁这那者些")


def complements(text: Text) -> Found:
    """进行的很顺利, 照顾的无微不至, 雾浓的化不开: 得 stands between a verb or quality and how it is."""
    value = text.value
    for m in _complement.finditer(value):
        place = m.start()
        if m["quality"] and (m["quality"] in "多少" or not _is_said_of_deeds(m["quality"])):
            continue
        if m["deed"] and m["deed"] not in _VERBS_OF_ONE:
            continue
        if m["idiom"] and m["idiom"] not in _COMPLEMENTS:
            continue
        if _is_a_deed(value, place, m[0]):
            yield text.find("de", place, place + 1, "得")


def _is_a_deed(value: str, place: int, particle: str) -> bool:
    """Whether a verb, or before 的 a quality as well, ends there; not 当地很美 and 历史的真实."""
    two, one = value[max(0, place - 2) : place], value[place - 1 : place]
    if particle == "地" and segmentation.frequency(one + particle):
        return False
    if two in _EXPECTING:
        return False
    if (two in _verbs() or two in _nouns_as_well()) and segmentation.is_separate(value, place - 2, place):
        return True
    if one in _HARDLY or segmentation.frequency(two) > 5:
        return False
    return one in _VERBS_OF_ONE or (particle == "的" and one in _QUALITIES_OF_ONE)


def _is_said_of_deeds(quality: str) -> bool:
    return quality in _QUALITIES_OF_ONE if len(quality) == 1 else quality in _qualities()
