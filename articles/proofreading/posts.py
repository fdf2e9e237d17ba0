"""One person under two titles within a story."""

import re
from collections import defaultdict

from articles.parsing.surnames import COMMON, COMPOUND, SINGLE
from articles.text import segmentation
from articles.text.characters import HAN

from .lists import either, groups_of, words_of
from .model import Found, Level, Text
from .names import KNOWN_NAME
from .titles import Title, title_before, title_in

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
        if earlier and not _is_known(title, earlier) and not _was_given(text.value, title, name):
            yield from _another_title(text, start, title, name, earlier[0])
        known[name].extend([title, *joined])


def _title_behind(text: Text, end: int, known: dict[str, list[Title]]) -> Found:
    """何川副局长, whom the story called 局长 before."""
    for name, earlier in known.items():
        place = text.value.rfind(name, max(0, end - 12), end)
        title = title_in(text.value[place + len(name) : end], behind=True) if place >= 0 else None
        if title and not _is_known(title, earlier):
            right = earlier[0].last
            yield text.find("title_variant", place + len(name), end, right, name=name, title=earlier[0].text)


def _name_at(value: str, start: int) -> str:
    m = re.match(f"(?:{'|'.join(COMPOUND)}|[{''.join(SINGLE)}])[{HAN}]{{1,2}}", value[start : start + 4])
    if not m:
        return ""
    for length in (len(m[0]), len(m[0]) - 1):
        name = m[0][:length]
        known = segmentation.frequency(name) > (KNOWN_NAME if length > 2 else 0)
        # 省长和省委书记
        if (
            len(name) > 1
            and name[-1] not in "省市县区委党局"
            and name[0] in COMMON | SINGLE
            and value.count(name) > 1
            and not known
        ):
            return name
    return ""


def _joined(value: str, end: int) -> list[Title]:
    """The titles before a 、: 县委副书记 in 县委副书记、县长."""
    found = []
    while end > 0 and value[end - 1] == "、" and (title := title_before(value, end - 1)):
        found.append(title)
        end -= 1 + len(title.text)
    return found


def _is_known(title: Title, earlier: list[Title]) -> bool:
    """Whether it may be one of the titles before; of those, the ones of the same office are meant first."""
    same = [one for one in earlier if one.office == title.office] or earlier
    return any(_may_be_same(title, one) for one in same)


_SHORT = {"支书": "书记", "村主任": "主任"}
_FORMER = {"原", "前"}
_OF_OTHER_TIMES = {*_FORMER, "名誉", "代", "代理", "正"}


def _may_be_same(one: Title, other: Title) -> bool:
    if any(title.rank in _FORMER or title.body.startswith(("原", "前")) for title in (one, other)):
        return True
    if one.office.endswith(other.office) or other.office.endswith(one.office):
        if (places := _places_in(one.body)) and (others := _places_in(other.body)) and not places & others:
            return False
        if _are_two_units(one.body, other.body):
            return False
        return one.rank == other.rank or bool({one.rank, other.rank} & _OF_OTHER_TIMES)
    both = {_SHORT.get(title.office, title.office) for title in (one, other)}
    if len(both) == 1:
        return True
    return not (both <= _SENIOR or any(both <= group for group in groups_of("one_of")))


_given = re.compile(
    "(?:[转调升改兼出接继续专历现]任|当选为?|提[拔升]为|升为|成为|聘为|任命为?|[兼任]|推选为|选为|担任|晋升)(?:了|为)?$"
)


def _was_given(value: str, title: Title, name: str) -> bool:
    """Whether the text tells of a change: 去年调任县水利局局长."""
    if name not in value:
        return False
    for m in re.finditer(re.escape(title.last), value):
        start = max(0, m.start() - 12)
        before = re.split("[，。；：！？”\n]", value[start : m.start()])[-1]
        if any(_given.search(before[:i]) for i in range(len(before) + 1)):
            return True
    return False


_place = re.compile(f"(?:[{HAN}]{{2,3}}[县市])?([{HAN}]{{2,3}}?(?:[乡镇村县局校院]|公司|中心|小学|中学))")


def _places_in(body: str) -> set[str]:
    """石桥乡 in 石桥乡党委."""
    m = _place.match(body)
    return {m[1]} if m and not re.search("[于在是的由从到与和据后日时上]", m[1]) else set()


# 宣传部, 教育局, 二中队, 高三班: the last part of a body, with its kind
_unit = re.compile(
    f"(?:[{HAN}]{{2}}|[{HAN}]*?[一二三四五六七八九])(部|局|科|股|处|办|所|站|队|组|庭|团|连|排|班|社|馆|厂|场|车间|支部|年级)$"
)


def _are_two_units(one: str, other: str) -> bool:
    """宣传部 and 统战部, but not 卫健局 and 卫生健康局."""
    first, second = _unit.search(one), _unit.search(other)
    if not first or not second or first[1] != second[1]:
        return False
    return not (_is_short_for(first[0], other) or _is_short_for(second[0], one))


def _is_short_for(short: str, long: str) -> bool:
    place = -1
    return all((place := long.find(char, place + 1)) >= 0 for char in short)


_leading_place = re.compile(
    f"(?:[{HAN}]{{2,3}}[县市])?(?:[{HAN}]{{2,3}}?[乡镇村县市局校院]|公司|合作社|集团|学校|医院|[交特刑巡]警大队|派出所|[大中支]队)"
    "(?=[村党校乡镇县董总理支大中教指政]|主任|书记|[局院所]长)"
)


def _without_place(title: str) -> str:
    """村委会主任 of 石桥村村委会主任."""
    return _leading_place.sub("", title, count=1) if _leading_place.match(title) else title


def _another_title(text: Text, start: int, title: Title, name: str, first: Title) -> Found:
    if first.office == title.office:
        end, right = start + len(title.last), first.last
    else:
        end, start = start + len(title.last), start + len(title.last) - len(title.text)
        right = _without_place(first.text) if _without_place(title.text) == title.text else first.text
    if text.value[start:end] == right:
        start, right = end - len(title.text), first.text
    level: Level = "sure" if first.office == title.office else "likely"
    yield text.find("title_variant", start, end + len(name), right + name, level, name=name, title=first.text)
