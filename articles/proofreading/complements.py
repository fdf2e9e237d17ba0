"""的 or 地 for 得 after a verb: 走的很慢, 照料的无微不至, 急地哭了. Where only the sense decides, a text is left alone."""

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
