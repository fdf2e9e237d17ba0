"""One person under two names or two titles within a story."""

import re
from collections import defaultdict
from functools import cache

from articles.parsing.surnames import COMMON, COMPOUND, SINGLE
from articles.text import segmentation
from articles.text.characters import HAN

from .lists import either, words_of
from .model import Found, Level, Text
from .sounds import in_sounds
from .titles import Title, title_before, title_in

_AFTER = (
    "说|介绍|表示|告诉|坦言|是|在|的|和|与|、|，|。|：|；|？|！|”|）|（|带|把|对|为|从|将|正|就|也|又|走|来|到|一|家|养|种|有|能|被|已|则|还|只|悄|常|不|帮|没|都|向|回|做|"
    "时|退休|流|笑|哭|跑|跳|喊|问|答|握|捧|抹|低|抬|转|连|急|赶|冲|默|决|放|收|交|扶|抱|背|牵|陪|守|教|读|看|听|想|爱|喜|摆|卖|买|出|进|加|报|签|投|申|租|创|建|修|搬|离|考|任|担|画|唱|演|赢|捐|救|先|同志|老人|夫妇|主持|参加|出席|讲|指出|强调|要求|宣布|代表|获|当|坚持|终|每|站|笑|激动|高兴|拿|接|感|认为|觉得|承包|创办|带领|率|今年|夺|用|自|给|让|因|住|开|忙|拉|找|写|作|及|等|上|"
    "下|成|随|跟|去|返|生|于|获得|爷爷|奶奶|大爷|大娘|师傅|老师|医生|校长|局长|书记|主任|镇长|乡长|县长|站长|村|此|并|主动|曾|所|深|立即|马上|提|举|第|打|如|\\n|$"
)
_after = re.compile(f"(?:{_AFTER})")
_BEFORE = re.compile(
    "(?:^|[，。、：；！？“”（）《》\\n\\s]|记者|村民|民警|老人|居民|农民|同学|老师|教师|医生|护士|工人|职工|队员|队长|书记|主任|局长|镇长|乡长|县长|校长|站长|所长|经理|董事长|厂长|会长|馆长|委员|代表|"
    "选手|户|人|员|师|手|生|长|者|叫|是|的|和|与|对|让|由|给|向|为|从|找到|见到|问|跟|在|受|把|被|请|随|即|到|像|据|说|看|帮|与|同|后|时|如今|现在|今年|当天|位|名|友|妻子|丈夫|儿子|女儿|父亲|母亲|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|等|"
    "家|听|陪|扶|模范|标兵|能手|状元|英雄|经|连|以|用|但|而|当|故|于是|此时|近|在)$"
)
# How often the dictionary may have a name; it has those of some people.
KNOWN_NAME = 30
_NEVER_GIVEN = "已的了在是和与们这那我你他她它不就也都要会个人月日，。、：；！？“”（）《》\\s\\d"
# The last characters of what may stand before a name
_LAST_BEFORE = (
    "，。、：；！？“”（）《》\\s者民警人学师生士工员长记任理事表手户叫是的和与对让由给向为从到见问跟在受把被请随即像据说看帮同后时今天位名"
    "年书友子夫儿女亲哥弟姐妹爷奶等家听陪扶经连以用但而当故范兵能元王雄近了医夸欢着机匠农干总"
)


def variants(text: Text) -> Found:
    """卜家旺 in one sentence, 卜家望 in another: names that sound alike."""
    for same_sound in _alike(text.value):
        group = {name: starts for name, starts in same_sound.items() if _may_be_a_name(name)}
        if len(group) > 1 and any(_is_named(text.value, at, name) for name in group for at in group[name]):
            yield from _odd_ones(text, group)


def _odd_ones(text: Text, group: dict[str, list[int]]) -> Found:
    """The name that stands more often is right, or else the first one."""
    ranked = sorted(group, key=lambda name: (-len(group[name]), group[name][0]))
    right = ranked[0]
    for name in ranked[1:]:
        twice = name[1:2] == name[2:3] and right[1:2] == right[2:3]  # 周婷婷, 周亭亭
        if sum(a != b for a, b in zip(name, right, strict=True)) > 1 + twice or _stand_together(
            text, group[name], group[right]
        ):
            continue
        for place in group[name]:
            yield text.find("name_variant", place, place + len(name), right, other=right)


def _stand_together(text: Text, places: list[int], others: list[int]) -> bool:
    """In one clause, as only two people do."""
    return any(not re.search("[。！？；\n]", text.value[min(a, b) : max(a, b)]) for a in places for b in others)


def _alike(value: str) -> list[dict[str, list[int]]]:
    """What may be names (a surname and two characters) and sounds the same, with their places."""
    places: dict[str, list[int]] = defaultdict(list)
    for m in _surname().finditer(value):
        places[m[0] + m[1]].append(m.start())
    alike: dict[str, list[str]] = defaultdict(list)
    for name in places:
        alike[in_sounds(name)].append(name)
        alike[name.translate(_LOOKS)].append(name)
    return [{name: places[name] for name in names} for names in alike.values() if len(names) > 1]


# Characters of names that look alike, as the first of them
_LOOKS = str.maketrans({char: group[0] for group in words_of("alike") for char in group[1:]})


def _may_be_a_name(name: str) -> bool:
    given = name[1:]
    if not re.fullmatch(f"[{HAN}]{{2}}", given) or segmentation.frequency(given) > 800:
        return False
    return segmentation.frequency(name) <= KNOWN_NAME and segmentation.frequency(name[:2]) <= 50


def _is_named(value: str, start: int, name: str) -> bool:
    """Whether what stands around it shows a name."""
    return bool(_after.match(value, start + len(name)) and _BEFORE.search(value, max(0, start - 3), start))


@cache
def _surname() -> re.Pattern[str]:
    """A surname where a name may begin, and the two characters behind it. The surname comes first in the pattern, as
    a pattern that begins with a character is faster than one that begins by looking back."""
    return re.compile(
        f"[{''.join(sorted(SINGLE))}](?:(?<=[{_LAST_BEFORE}].)|(?<=^.))(?=([^{_NEVER_GIVEN}]{{2}}))", re.MULTILINE
    )


_titled = re.compile(either("office"))
_SENIOR = frozenset(words_of("senior"))


def titles(text: Text) -> Found:
    """校长 and 副校长 of one person, or 总经理 and 董事长."""
    known: dict[str, list[Title]] = defaultdict(list)
    for m in _titled.finditer(text.value):
        name = _name_at(text.value, m.end())
        title = title_before(text.value, m.end()) if name else None
        if not name and known:
            yield from _title_behind(text, m.end(), known)
        if not name or not title:
            continue
        start = m.end() - len(title.last)
        joined = _joined(text.value, m.end() - len(title.text))
        earlier = known[name]
        if earlier and not any(_may_be_same(title, one) for one in earlier):
            yield from _another_title(text, start, title, name, earlier[0])
        known[name].extend([title, *joined])


def _title_behind(text: Text, end: int, known: dict[str, list[Title]]) -> Found:
    """何川副局长, whom the story called 局长 before."""
    for name, earlier in known.items():
        place = text.value.rfind(name, max(0, end - 12), end)
        title = title_in(text.value[place + len(name) : end], behind=True) if place >= 0 else None
        if title and not any(_may_be_same(title, one) for one in earlier):
            right = earlier[0].last
            yield text.find("title_variant", place + len(name), end, right, name=name, title=earlier[0].text)


def _name_at(value: str, start: int) -> str:
    m = re.match(f"(?:{'|'.join(COMPOUND)}|[{''.join(SINGLE)}])[{HAN}]{{1,2}}", value[start : start + 4])
    if not m:
        return ""
    for length in (len(m[0]), len(m[0]) - 1):
        name = m[0][:length]
        known = segmentation.frequency(name) > (KNOWN_NAME if length > 2 else 0)
        if len(name) > 1 and name[0] in COMMON | SINGLE and value.count(name) > 1 and not known:
            return name
    return ""


def _joined(value: str, end: int) -> list[Title]:
    """The titles before a 、: 县委副书记 in 县委副书记、县长."""
    found = []
    while end > 0 and value[end - 1] == "、" and (title := title_before(value, end - 1)):
        found.append(title)
        end -= 1 + len(title.text)
    return found


def _may_be_same(one: Title, other: Title) -> bool:
    if one.office == other.office:
        if (places := _places_in(one.body)) and (others := _places_in(other.body)) and not places & others:
            return False
        return one.rank == other.rank or bool({one.rank, other.rank} & {"原", "前", "名誉", "代", "代理", "正"})
    both = {one.office, other.office}
    return not both <= _SENIOR


_place = re.compile(f"(?:[{HAN}]{{2,3}}[县市])?([{HAN}]{{2,3}}?(?:[乡镇村县局校院]|公司|中心|小学|中学))")


def _places_in(body: str) -> set[str]:
    """石桥乡 in 石桥乡党委."""
    m = _place.match(body)
    return {m[1]} if m and not re.search("[于在是的由从到与和据后日时上]", m[1]) else set()


def _another_title(text: Text, start: int, title: Title, name: str, first: Title) -> Found:
    if first.office == title.office:
        end, right = start + len(title.last), first.last
    else:
        end, start, right = start + len(title.last), start + len(title.last) - len(title.text), first.text
    if text.value[start:end] == right:
        start, right = end - len(title.text), first.text
    level: Level = "sure" if first.office == title.office else "likely"
    yield text.find("title_variant", start, end + len(name), right + name, level, name=name, title=first.text)
