"""的 for 地 before a verb, and 地 or 得 for 的 before a noun. Where only the sense decides, a text is left alone."""

import re
from functools import cache

from articles.text import segmentation
from articles.text.characters import HAN

from .lists import either, words_of
from .model import Found, Text
from .places import looked_for
from .word_classes import QUALITIES_OF_ONE, VERBS_OF_ONE, nouns_as_well, qualities, things, verbs

_ADVERBS, _HOW, _MODALS = (frozenset(words_of(name)) for name in ("adverb", "how", "modal"))
_BEFORE_DE = _ADVERBS | _HOW
_ONLY_MANNERS = frozenset(words_of("only_manner"))


@cache
def _before_de() -> frozenset[str]:
    """With the words of the dictionary that have the form of 认认真真, but not 日日夜夜."""
    twice = {word for word in segmentation.words(4, 1) if word[0] == word[1] != word[2] == word[3]}
    return _BEFORE_DE | (twice - frozenset(words_of("no_manner")))


@cache
def _manners() -> frozenset[str]:
    """What stands before nouns as well, but before 了, 着 … says how something is done."""
    return (segmentation.idioms() | frozenset(words_of("manner"))) - frozenset(words_of("no_manner"))


# 奋不顾身得冲进火场, 不紧不慢得打开: four characters are hardly ever a verb with its complement.
_DE = looked_for(
    lambda: (
        {word[-1] + "的" for word in _before_de() | _manners()}
        | {word[-1] + "得" for word in _ADVERBS}
        | {word[-1] + "得" for word in _before_de() | _manners() if len(word) > 3 or word in _ONLY_MANNERS}
    )
)
_ASPECTS = words_of("aspect")
_NO_PREPOSITIONS = frozenset(words_of("no_preposition"))
# Behind a verb that is a noun as well: not 合作成果, 行动为
_CLEAR_ASPECTS = ("了", "着", "过", "起来", "下来", "出来", "下去", "开来", "到")
# 耐心的向群众解释
_PREPOSITIONS = frozenset("向把给对替跟往朝沿")
# 感到, 走进, 写下: verbs that are no nouns
_RESULTS = frozenset("到出起下进住入给掉着了")
# 突出的问题, 默默的付出: qualities and nouns as well
_QUALITIES_TOO = frozenset(words_of("noun_of_result"))
# 默默的奉献精神, 认真的学习和…: what follows makes the verb a noun.
_AS_A_NOUN = re.compile(
    "[的和与及、]|精神|态度|过程|方式|方法|能力|活动|情况|结果|行为|行动|力量|需要|机会|速度|步伐|趋势|关系|意识|水平|质量|"
    "效果|作用|作风|习惯|制度|机制|体系|措施|政策|[者人感性力率权费金额量品]"
)
# 要坚持不懈的努力: these stand before nouns as well.
_NEEDS = frozenset(words_of("needs"))
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
        how = how or next((word for n in (5, 4, 3, 2) if (word := value[max(0, place - n) : place]) in _manners()), "")
        if len(how) == 2 and how not in _ADVERBS and _says_how(value[max(0, place - 4) : place - 2]):
            how = value[place - 4 : place]  # 耐心细致
        if value[place] == "得" and how not in _ADVERBS and len(how) < 4:
            if _cannot_be_so(value, place, how):
                yield text.find("de", place, place + 1, "地")
            continue
        if how and _describes_a_deed(value, place - len(how), how, place + 1):
            yield text.find("de", place, place + 1, "地")


def _says_how(word: str) -> bool:
    return word in _HOW or word in _manners()


# 完善, 推进: verbs that have an object
_WITH_OBJECTS = frozenset(words_of("with_object"))
_clause_begins = re.compile("(?:^|[，。；！：\n“])(?:和|并|更加?|要|需|应|须|将|继续|努力|更为)?$")


def _cannot_be_so(value: str, place: int, how: str) -> bool:
    """主动得深入田间地头, but not 认真得让人佩服."""
    verb = value[place + 1 : place + 3]
    return how in _ONLY_MANNERS and verb in verbs() and verb[0] not in "让令叫使连像不能听有没无超过出"


def _describes_a_deed(value: str, start: int, how: str, verb_at: int) -> bool:
    word = value[verb_at : verb_at + 2]
    whole = (word in verbs() or word in nouns_as_well()) and segmentation.is_separate(value, verb_at, verb_at + 2)
    end = verb_at + 2 if whole else _end_of_short_verb(value, verb_at, how)
    if not end:
        return False
    if _AS_A_NOUN.match(value, end):
        # 实事求是的反映情况, but not 认真的学习态度
        known = len(how) > 3 and (how in _manners() or how in _BEFORE_DE)
        return (
            known
            and word in _WITH_OBJECTS
            and value.startswith(("情况", "过程", "政策", "措施", "制度"), end)
            and bool(_rest.match(value, end))
            and value[end] not in "和与及、"
        )
    noun_as_well = whole and word in nouns_as_well()
    preposition = value[verb_at:end] in _PREPOSITIONS and (how in _BEFORE_DE or value[verb_at] in "向把")
    unsure = noun_as_well or (whole and how not in _BEFORE_DE)
    if preposition or value.startswith(_CLEAR_ASPECTS if unsure else _ASPECTS, end):
        return True
    if whole and word in verbs() and word[1] in _RESULTS and word not in _QUALITIES_TOO:
        return True
    if how in _ADVERBS and value[verb_at] in "为从被将在用" and word not in _NO_PREPOSITIONS:
        return True
    if whole and len(how) > 3 and value.startswith("在", end):
        return True  # 齐心协力的战斗在抗洪一线
    if word in _WITH_OBJECTS and _rest.match(value, end) and not re.match("[和与及、]", value[end : end + 1]):
        if value[start - 1 : start] == "要" or value[start - 2 : start] == "需要":
            return True
        if _says_how(how) and _clause_begins.search(value[max(0, start - 6) : start]):
            return True
    modal = next((word for n in (3, 2, 1) if (word := value[max(0, start - n) : start]) in _MODALS), "")
    if how not in _BEFORE_DE and noun_as_well:
        return len(how) > 3 and _does_it_to_things(value, start, end)
    if how not in _BEFORE_DE:
        return whole and not noun_as_well and word not in _QUALITIES_TOO and _is_done(value, start, end, modal)
    subject = bool(_clause_ends.match(value, end)) and bool(_subject.search(value[max(0, start - 10) : start]))
    if noun_as_well:
        return (
            subject
            or _does_two_things(value, start, end)
            or _does_it_to_things(value, start, end)
            or ((bool(modal) or how in _ADVERBS) and value[end : end + 2] in things())
        )
    if _rest.match(value, end) and _subject.search(value[max(0, start - 10) : start]):
        return True  # 县里积极的争取项目资金。
    return bool(modal) or how in _ADVERBS


def _is_done(value: str, start: int, end: int, modal: str) -> bool:
    """能高质量的完成任务, 正紧张的进行, 他气急败坏的打开门。"""
    if modal and modal not in _NEEDS:
        return value[end : end + 1] in "。，！；" or bool(_rest.match(value, end))
    return bool(_rest.match(value, end)) and bool(_people.search(value[max(0, start - 10) : start]))


def _does_two_things(value: str, start: int, end: int) -> bool:
    """大家有序的排队领取农资。"""
    return (
        value[end : end + 2] in verbs()
        and bool(_rest.match(value, end))
        and bool(_people.search(value[max(0, start - 10) : start]))
    )


def _does_it_to_things(value: str, start: int, end: int) -> bool:
    """志愿者耐心的讲解政策。"""
    return (
        value[end : end + 2] in things()
        and bool(_rest.match(value, end))
        and bool(_people.search(value[max(0, start - 10) : start]))
    )


def _end_of_short_verb(value: str, start: int, how: str) -> int:
    if value[start : start + 1] in _PREPOSITIONS and (
        how in _ADVERBS or not segmentation.frequency(value[start : start + 2])
    ):
        return start + 1
    if how in _ADVERBS and value[start : start + 1] in QUALITIES_OF_ONE and value.startswith("了", start + 1):
        return start + 1  # 慢慢的绿了
    firm = value.startswith(("起来", "下来", "出来", "下去", "开来"), start + 1)
    alone = value[start : start + 1] in VERBS_OF_ONE and (firm or value[start : start + 2] not in things())
    return start + 1 if alone and value.startswith(_ASPECTS, start + 1) else 0


# A quality and a thing, by the dictionary: 贫瘠地荒坡
_particle = re.compile(rf"[地得](?=[{HAN}]{{2}})(?<=[{HAN}]{{3}})")


def before_things(text: Text) -> Found:
    """地 and 得 between an adjective and a noun: 贫瘠地荒坡, 小小地窗口."""
    for m in _particle.finditer(text.value):
        place = m.start()
        if _stands_for_a_noun(text.value, place):
            yield text.find("de", place, place + 1, "的")
            continue
        served = _is_doubled(text.value, place) and text.value[place + 1 : place + 3] in nouns_as_well()
        thing_at = place + 3 if served else place + 1  # 小小地服务窗口
        if not _is_quality(text.value, place, m[0]) or not _is_thing(text.value, thing_at):
            continue
        if segmentation.frequency(text.value[place - 1 : place + 1]):
            continue
        yield text.find("de", place, place + 1, "的")


# 进行了仔细地测量, 这是村民自发地行动: what a noun must follow
_takes_a_noun = re.compile(
    "(?:(?:进行|予以|给予|得到|受到|给以|做出|作出|(?<![工合协操创写动制运])作|(?<!要|来|去)做)[了过着]?"
    "(?:一[次场番些]|一系列|非常|十分|更加?|更为|最|很|比较|较为|极其|全方位|许多|不少|[一-龥]{2}(?:、|而|和))?"
    "|(?:离不开|得益于|归功于|少不了|缺少|缺乏)[^，。；地得]{0,8}"
    "|(?<![\\u4e00-\\u9fff])[这那](?:就|正|也|都|便|才|不|既|更)?是(?:一[次场种份番个项]|[^，。；地得的]{0,8}?的?)"
    f"|(?:得到|受到|赢得|获得|得益于|感谢)[了过]?(?:{either('owner')}|[^，。；地得的后时]{{0,4}}们|社会各界|各界|各级|领导|专家|评委|观众|"
    "读者|用户|消费者|市场|业界|上级|党和政府|来宾|代表)"
    "|(?:是|像|成为|成了|遇到|有)一?[个位名条件座片份项种]"
    "|(?:是|经过|通过)一[次场种份番段]|(?<![\\u4e00-\\u9fff])经过[^，。；地得]{0,6})$"
)
_noun_ends = re.compile("[，。；！、]|和|与|以?后|之后|工作$|$")
_firm = re.compile("(?:进行|予以|给予|得到|受到|给以|作出|做出|作|做)[了过着]?[^，。；是]{0,4}$")


_does = re.compile("[让令]|使(?!用)|换来|赢得|感动了|打动了|温暖了|得到了")


def _stands_for_a_noun(value: str, place: int) -> bool:
    after = value[place + 1 : place + 3]
    if after not in nouns_as_well() and after not in things():
        return False
    for n in (4, 3, 2):
        how, before = value[max(0, place - n) : place], value[max(0, place - n - 12) : max(0, place - n)]
        if (how in _before_de() or how in _manners() or how in qualities()) and _takes_a_noun.search(before):
            return bool(_firm.search(before) or _noun_ends.match(value, place + 3))
        if (_says_how(how) or how in _ADVERBS) and after in nouns_as_well() and _does.match(value, place + 3):
            return True  # 及时地救助让她脱离危险
    return _is_owned(value, place, after)


# 孩子们地笑脸, 村民地收入
_OWNERS = frozenset(words_of("owner"))


def _is_owned(value: str, place: int, after: str) -> bool:
    owned = value[place - 1] == "们" or value[place - 2 : place] in _OWNERS
    return (
        owned
        and after in things()
        and not segmentation.frequency(value[place : place + 2])
        and (segmentation.is_separate(value, place + 1, place + 3))
    )


# 小小的窗口, but 轻轻地风吹来
_TWICE = frozenset("小大长短厚薄浓淡弯圆红绿蓝黄黑矮胖窄宽粗暖甜嫩尖空")


def _is_quality(value: str, place: int, particle: str) -> bool:
    before = value[place - 2 : place]
    return before in qualities() or (particle == "地" and _is_doubled(value, place))


def _is_doubled(value: str, place: int) -> bool:
    """小小, 绿油油."""
    one, other = value[place - 2], value[place - 1]
    return one == other and (one in _TWICE or value[place - 3 : place] in _with_doubled_end())


@cache
def _with_doubled_end() -> frozenset[str]:
    return frozenset(word for word in segmentation.words(3, 1) if word[0] != word[1] == word[2])


def _is_thing(value: str, start: int) -> bool:
    after = value[start : start + 2]
    if after not in things() or segmentation.frequency(value[start - 1 : start + 1]) > segmentation.frequency(after):
        return False
    return segmentation.is_separate(value, start, start + 2)
