"""的 or 地 for 得 after a verb: 走的很慢, 急地哭了. Where only the sense decides, a text is left alone."""

import re

from articles.text import segmentation
from articles.text.characters import HAN

from .lists import words_of
from .model import Found, Text
from .word_classes import QUALITIES_OF_ONE, VERBS_OF_ONE, nouns_as_well, qualities, verbs

# What follows 得: 很快, 无微不至, 化不开, each to the end of the clause
_END = r"(?=了?(?:[，。！？；、”）\s]|$))"
_DEGREE = "越来越|很|更加|更为|更|太|非常|十分|格外|特别|最|比较|挺|相当|这么|那么|真|尤为|极为|有点|有些"
_COMPLEMENTS = frozenset(words_of("complement"))
_complement = re.compile(
    f"[的地](?=(?:(?:{_DEGREE})(?P<quality>[{HAN}]{{1,2}}?)|(?P<idiom>[{HAN}]{{4}})"
    f"|(?P<result>[{HAN}]{{2}})|(?P<deed>[{HAN}])不[开动住下起来去了出清完过上进懂透停成稳直尽及够着]){_END}(?<!(?:是|真|所).的))"
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
        if m["deed"] and m["deed"] not in VERBS_OF_ONE:
            continue
        if m["idiom"] and m["idiom"] not in _COMPLEMENTS:
            continue
        if m["result"] and not _is_a_result(value, place, m["result"]):
            continue
        if _is_a_deed(value, place, m[0]):
            yield text.find("de", place, place + 1, "得")


_RESULTS_OF_ONE, _RESULTS_OF_TWO, _DONE_WELL = (
    frozenset(words_of(name)) for name in ("result_of_one", "result_of_two", "done_well")
)


def _is_a_result(value: str, place: int, result: str) -> bool:
    """写的认真, 由于准备的充分: not 服务的周到."""
    if result in _RESULTS_OF_TWO and value[place - 2 : place] in _DONE_WELL:
        return not re.search("[的对在保高]$|保证|确保|体现|提高|提升|增强", value[max(0, place - 5) : place - 2])
    return result in _RESULTS_OF_ONE and value[place - 1] in VERBS_OF_ONE


def _is_a_deed(value: str, place: int, particle: str) -> bool:
    """Whether a verb, or before 的 a quality as well, ends there; not 当地很美 and 历史的真实."""
    two, one = value[max(0, place - 2) : place], value[place - 1 : place]
    if particle == "地" and segmentation.frequency(one + particle):
        return False
    if two in _EXPECTING:
        return False
    if (two in verbs() or two in nouns_as_well()) and segmentation.is_separate(value, place - 2, place):
        return True
    if one in _HARDLY or segmentation.frequency(two) > 5:
        return False
    return one in VERBS_OF_ONE or (particle == "的" and one in QUALITIES_OF_ONE)


def _is_said_of_deeds(quality: str) -> bool:
    return quality in QUALITIES_OF_ONE if len(quality) == 1 else quality in qualities()


# What a complement begins with, and hardly anything else: 又红又肿, 让人心疼, 半天说不出话, 坑坑洼洼
_SAYS_SO = (
    rf"又[{HAN}]{{1,2}}又[{HAN}]{{1,2}}[，。；！、”]"
    rf"|(?:让|令|叫|使)(?:人|大家|在场|观众)(?:[{HAN}]不|[^的，。]{{2,8}}[，。！；])"
    rf"|(?:半天|好半天|一时|一下子|连话都|话都|直(?=[{HAN}]{{2}}))[{HAN}]{{0,2}}(?:[说讲]不出|没|[点拍跺搓掉流哭笑叫喊抹发冒摇夸咬打])"
    rf"|([{HAN}])\1([{HAN}])\2[，。！；”]|沁人心脾|(?:还算|还挺|还很|还真|还是很)[{HAN}]{{1,2}}[，。！；]"
    rf"|[{HAN}]{{1,4}}(?:都[{HAN}]{{0,2}}不|[睁站抬喘张合停直转挪动]不)|都很?[{HAN}]{{1,2}}[，。；！]"
)
_says_so = re.compile(f"[的地](?={_SAYS_SO})")
_FELT = frozenset(words_of("felt"))
# 羞地低下头, 急地哭了: with 地 these are never right.
_FELT_OF_ONE = frozenset("急累饿气吓冻疼困忙渴羞热冷乐晒笑哭")


def consequences(text: Text) -> Found:
    """冻的又红又肿, 激动的半天说不出话, 急地哭了: 得 stands before what comes of it."""
    value = text.value
    for m in _says_so.finditer(value):
        place = m.start()
        two, one = value[max(0, place - 2) : place], value[place - 1 : place]
        felt = two in _FELT or (one in _FELT_OF_ONE and segmentation.frequency(two) <= 5)
        done = (
            one in VERBS_OF_ONE
            and one not in _HARDLY
            and not (one in "说做讲写看听想" and value[place + 1] in "让令叫使都")
            and segmentation.frequency(two) <= 5
        )
        done = done and value[place - 2 : place - 1] not in "所被"
        if felt or done:
            yield text.find("de", place, place + 1, "得")
    for m in _felt_of_one.finditer(value):
        place = m.start(1)
        if not segmentation.frequency(value[max(0, place - 2) : place]):
            yield text.find("de", place, place + 1, "得")


_felt_of_one = re.compile("[急累饿吓冻困忙渴羞](地)(?=[哭笑叫喊跳掉流出直满脸浑全腰腿手不说连顾没睡发团晕吃低红])")
