"""One person under two names within a story."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

from articles.parsing.surnames import COMMON, COMPOUND, SINGLE
from articles.text import segmentation
from articles.text.characters import HAN

from .lists import words_of
from .model import Found, Text
from .sounds import pinyin, sound_of

_AFTER = (
    "说|介绍|表示|告诉|坦言|是|在|的|和|与|、|，|。|：|；|？|！|”|）|（|带|把|对|为|从|将|正|就|也|又|走|来|到|一|家|养|种|有|能|被|已|则|还|只|悄|常|不|帮|没|都|向|回|做|"
    "时|退休|流|笑|哭|跑|跳|喊|问|答|握|捧|抹|低|抬|转|连|急|赶|冲|默|决|放|收|交|扶|抱|背|牵|陪|守|教|读|看|听|想|爱|喜|摆|卖|买|出|进|加|报|签|投|申|租|创|建|修|搬|离|考|任|担|画|唱|演|赢|捐|救|先|同志|老人|夫妇|主持|参加|出席|讲|指出|强调|要求|宣布|代表|获|当|坚持|终|每|站|笑|激动|高兴|拿|接|感|认为|觉得|承包|创办|带领|率|今年|夺|用|自|给|让|因|住|开|忙|拉|找|写|作|及|等|上|"
    "下|成|随|跟|去|返|生|于|获得|爷爷|奶奶|大爷|大娘|师傅|老师|医生|校长|局长|书记|主任|镇长|乡长|县长|站长|村|此|并|主动|曾|所|深|立即|马上|提|举|第|打|如|\\n|$"
)
_after = re.compile(f"(?:{_AFTER})")
_BEFORE = re.compile(
    "(?:^|[，。、：；！？“”（）《》\\n\\s]|记者|村民|民警|老人|居民|农民|同学|老师|教师|医生|护士|工人|职工|队员|队长|书记|主任|局长|镇长|乡长|县长|校长|站长|所长|经理|董事长|厂长|会长|馆长|委员|代表|"
    "选手|户|人|员|师|手|生|长|者|叫|是|的|和|与|对|让|由|给|向|为|从|找到|见到|问|跟|在|受|把|被|请|随|即|到|像|据|说|看|帮|与|同|后|时|如今|现在|今年|当天|位|名|友|妻子|丈夫|儿子|女儿|父亲|母亲|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|等|"
    "医|兵|匠|劳模|技工|电工|木工|商|家|听|陪|扶|模范|标兵|能手|状元|英雄|经|连|以|用|但|而|当|故|于是|此时|近|在)$"
)
# How often the dictionary may have a name; it has those of some people.
KNOWN_NAME = 30
_NEVER_GIVEN = "已的了在是和与们这那我你他她它不就也都要会个人月日，。、：；！？“”（）《》\\s\\d"
# The last characters of what may stand before a name
_LAST_BEFORE = (
    "，。、：；！？“”（）《》\\s者民警人学师生士工员长记任理事表手户叫是的和与对让由给向为从到见问跟在受把被请随即像据说看帮同后时今天位名"
    "年书友子夫儿女模商亲哥弟姐妹爷奶等家听陪扶经连以用但而当故范兵能元王雄近了医夸欢着机匠农干总"
)


def variants(text: Text) -> Found:
    """卜家旺 in one sentence, 卜家望 in another: names that sound or look alike."""
    value = text.value
    places = _long_names(value) | _short_names(value) | _compound_names(value)
    seen: set[str] = set()
    for name in sorted(places, key=lambda name: places[name][0]):
        for other in _near(value, name, places) if name not in seen else ():
            # What stands more often is right, or else what stands first.
            right, wrong = sorted((name, other), key=lambda one: (-value.count(one), value.find(one)))
            if wrong not in seen and not _are_two_people(value, wrong, right):
                seen.add(wrong)
                for start in _places_of(wrong, value):
                    yield text.find("name_variant", start, start + len(wrong), right, other=right)


def _long_names(value: str) -> dict[str, list[int]]:
    """Names of a surname and two characters, with the places where what stands around them shows a name."""
    names: dict[str, list[int]] = defaultdict(list)
    for m in _surname().finditer(value):
        name = m[0] + m[1]
        if not _may_vary(value, name):
            continue
        if _is_introduced(value, m.start(), name) or (_is_named(value, m.start(), name) and _may_be_a_name(name)):
            names[name].append(m.start())
    return names


def _may_vary(value: str, name: str) -> bool:
    """Whether two of its characters stand elsewhere as well; asked first, as few names do."""
    times = value.count(name)
    if value.count(name[1:]) > times or value.count(name[:2]) > times:
        return True
    return value.count(name[0]) > times and (value.count(name[2]) > times or name[1] == name[2])


# 王明说: what shows a name of two characters, as much that looks like one is a word.
_speaks = re.compile(r"(?:说|介绍|表示|告诉|坦言|笑着|回忆|感慨|指着|拉着|（|今年\d|激动|高兴)")


def _short_names(value: str) -> dict[str, list[int]]:
    names: dict[str, list[int]] = defaultdict(list)
    for m in _short.finditer(value):
        start, end = m.span()
        # What these characters are not beside is neither introduced nor speaks; this is asked first, as it is fast.
        if value[end : end + 1] not in _SPEAKS_WITH and value[max(0, start - 1) : start] not in _ROLE_ENDS_WITH:
            continue
        if value.count(m[0][0]) == value.count(m[0]):
            continue
        introduced = bool(_ROLE.search(value, max(0, start - 2), start)) and _after.match(value, end)
        if not introduced and not (_speaks.match(value, end) and not value[max(0, start - 1) : start].isalnum()):
            continue
        if segmentation.frequency(m[0]) <= KNOWN_NAME and not segmentation.frequency(value[end - 1 : end + 1]):
            names[m[0]].append(start)
    return names


_SPEAKS_WITH = frozenset("说介表告坦笑回感指拉（今激高")
_ROLE_ENDS_WITH = frozenset("员工匠兵医警模户官主民者生师人手年记任理长机爷娘妈傅表")
_short = re.compile(f"[{''.join(sorted(COMMON))}][{HAN}]")
_compound = re.compile(f"(?:{'|'.join(sorted(COMPOUND - {'东方', '第五', '百里', '西门', '南门'}))})")


def _compound_names(value: str) -> dict[str, list[int]]:
    """司马岚, 诸葛明远: what stands behind a surname of two characters is a name."""
    names: dict[str, list[int]] = defaultdict(list)
    for m in _compound.finditer(value):
        for length in (2, 1):
            end = m.end() + length
            given = value[m.end() : end]
            if re.fullmatch(f"[{HAN}]{{{length}}}", given) and _after.match(value, end):
                names[m[0] + given].append(m.start())
    return names


def _near(value: str, right: str, places: dict[str, list[int]]) -> list[str]:
    """Names with one character that sounds or looks like the one of this name."""
    near = []
    surname = 2 if right[:2] in COMPOUND else 1
    for start in _places_of(right[:surname], value):
        name = value[start : start + len(right)]
        if name == right or len(name) < len(right) or not _are_alike(name[surname:], right[surname:]):
            continue
        if len(right) == 2 and not _is_short_variant(name[1], right[1]):
            continue
        swapped = sorted(name) == sorted(right)
        if swapped and (name not in places or name[0] in _GRAMMAR):
            continue
        if name in places or (segmentation.frequency(name) <= KNOWN_NAME and _may_stand(value, start, name)):
            near.append(name)
    if len(right) == 3 and surname == 1:
        others = (value[start - 1 : start + 2] for start in _places_of(right[1:], value) if start)
        near += [name for name in others if _sounds_like(name, right)]
    return near


def _places_of(part: str, value: str) -> Iterator[int]:
    start = value.find(part)
    while start >= 0:
        yield start
        start = value.find(part, start + 1)


# Surnames that are words of grammar as well
_GRAMMAR = frozenset("于向常时成和与从自让由叫请找经")


_OLD_FORMS = frozenset("萧邱阎")


def _sounds_like(name: str, right: str) -> bool:
    """付建国, 傅建国."""
    surname = name[0]
    known = surname in COMMON | _OLD_FORMS and surname not in _GRAMMAR
    return known and name != right and sound_of(surname) == sound_of(right[0]) and _may_be_a_name(name)


def _may_stand(value: str, start: int, name: str) -> bool:
    """Whether no word of two begins or ends within the name, as in 高新|区的 and 盘锦|建设; a name of two characters
    must begin a clause."""
    end = start + len(name)
    if len(name) == 2:
        begins = not value[max(0, start - 1) : start].isalnum()
        return begins and not segmentation.frequency(name) and not segmentation.frequency(value[end - 1 : end + 1])
    return segmentation.frequency(value[end - 1 : end + 1]) < ACROSS and not (
        segmentation.frequency(name[1:]) > 800 and segmentation.frequency(name[:2]) > 50
    )


# From this frequency on, a word across the end of what looks like a name shows that it is none.
ACROSS = 100


def _are_alike(one: str, other: str) -> bool:
    """One character differs, or the same one twice: 婷婷, 亭亭; or the two are changed round."""
    if len(one) == 2 and one == other[::-1]:
        return True
    if one[0] != other[0] and one[-1] != other[-1] and one[0] != one[-1]:
        return False
    different = {(a, b) for a, b in zip(one, other, strict=True) if a != b}
    places = sum(a != b for a, b in zip(one, other, strict=True))
    doubled = one[0] == one[-1] and other[0] == other[-1]
    return len(different) == 1 and (places == 1 or doubled) and all(_sound_or_look(*pair) for pair in different)


def _is_short_variant(one: str, other: str) -> bool:
    """Names of one character behind the surname: 陈明 and 陈敏 are two people."""
    return pinyin().get(one) == pinyin().get(other, "") or frozenset((one, other)) in _looks()


def _sound_or_look(one: str, other: str) -> bool:
    return _name_sound(one) == _name_sound(other) or frozenset((one, other)) in _looks()


def _name_sound(char: str) -> str:
    """With n and l as one, as in the speech of many places."""
    return re.sub("^n(?=.)", "l", sound_of(char))


@cache
def _looks() -> frozenset[frozenset[str]]:
    """The pairs of characters of names that look alike."""
    return frozenset(frozenset(pair) for group in words_of("alike") for pair in combinations(group, 2))


_KIN = re.compile(
    "兄弟|姐妹|姊妹|姐弟|兄妹|双胞胎|父子|母女|父女|母子|哥哥|弟弟|姐姐|妹妹|堂[兄弟姐妹]|表[兄弟姐妹]|同名|重名"
)


def _are_two_people(value: str, name: str, other: str) -> bool:
    """In one clause or list, or in a sentence about a family."""
    for a, b in product(_places_of(name, value), _places_of(other, value)):
        first, second = min(a, b), max(a, b)
        between = value[first + len(name) : second]
        if re.search("[。！？；\n]", between):
            continue
        begin = max(value.rfind(mark, 0, first) for mark in "。！？；\n") + 1
        if (
            "、" in between
            or not re.search("[，：]", between)
            or re.search(f"[与和同跟][{HAN}]{{0,6}}$", between)
            or _KIN.search(value, begin, second + len(name) + 8)
        ):
            return True
    return False


def _may_be_a_name(name: str) -> bool:
    given = name[1:]
    if not re.fullmatch(f"[{HAN}]{{2}}", given) or segmentation.frequency(given) > 800 or given[1] in _SELDOM_LAST:
        return False
    # 强军 and 盘锦 are words, but 张建 of 张建军 may be one as well.
    known = 50 if name[0] in COMMON else RARE
    return segmentation.frequency(name) <= KNOWN_NAME and segmentation.frequency(name[:2]) <= known


RARE = 3
_SELDOM_LAST = "一以将又再仍还因此其该各并且于向对"


def _is_named(value: str, start: int, name: str) -> bool:
    """Whether what stands around it shows a name: what may stand before one, and no word across its end."""
    if not _BEFORE.search(value, max(0, start - 3), start):
        return False
    end = start + len(name)
    if _speaks.match(value, end):
        return True
    across = segmentation.frequency(value[end - 1 : end + 1])
    return not across or (across < ACROSS and bool(_after.match(value, end)))


def _is_introduced(value: str, start: int, name: str) -> bool:
    """退役军人高铁山: behind such a word, 高铁 is no train."""
    return (
        bool(_ROLE.search(value, max(0, start - 2), start))
        and segmentation.frequency(name) <= KNOWN_NAME
        and segmentation.frequency(value[start + len(name) - 1 : start + len(name) + 1]) < ACROSS
    )


_ROLE = re.compile(
    "(?:[员工匠兵医警模户官]|店主|业主|[农牧渔市村居股]民|[记学患作]者|[医学新考]生|[老教大律医厨]师|[军商诗老]人|[选歌水]手|大户|青年|书记|主任|经理|"
    "[局处科县乡镇村校院所站厂社会馆组班队]长|司机|大[爷娘妈]|师傅|代表)$"
)


# Surnames that are everyday words as well; a second, similar name shows that they are meant.
_ALSO = frozenset("季占战水青才信生光银")


@cache
def _surname() -> re.Pattern[str]:
    """A surname where a name may begin, and the two characters behind it. The surname comes first in the pattern, as
    a pattern that begins with a character is faster than one that begins by looking back."""
    surnames = "".join(sorted(SINGLE | _ALSO))
    return re.compile(
        f"[{surnames}](?:(?<=[{_LAST_BEFORE}].)|(?<=^.))(?=([^{_NEVER_GIVEN}]{{2}}))",
        re.MULTILINE,
    )
