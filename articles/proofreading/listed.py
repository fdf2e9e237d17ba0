"""What the newsroom's own lists say: leaders, words to avoid, renamed bodies, abbreviations."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from articles.text.characters import HAN

from .lists import either, written
from .model import Abbreviation, Found, Institution, Leader, Lists, Text, Word
from .places import looked_for
from .sounds import sound_alike
from .titles import Title, same_office, title_before, title_in
from .words import is_a_word


@cache
def default_words() -> tuple[Word, ...]:
    """Our short list of words to avoid; a newsroom's own list takes its place."""
    return tuple(Word(*(part.strip() for part in line.split("|"))) for line in written("avoid.txt"))


@cache
def _by_beginning() -> dict[str, list[Word]]:
    """Our words by their first two characters, longer ones first."""
    words: dict[str, list[Word]] = {}
    for word in sorted(default_words(), key=lambda one: -len(one.word)):
        words.setdefault(word.word[:2], []).append(word)
    return words


_PLACES = looked_for(_by_beginning)


def avoided(text: Text) -> Found:
    """Words that the paper's list replaces, and words it writes in its own way."""
    taken: list[bool] = []
    for start, word in _words_in(text):
        end = start + len(word.word)
        taken = taken or [False] * (len(text.value) + 1)
        if any(taken[start:end]) or not _is_meant(text.value, start, end, word):
            continue
        taken[start:end] = [True] * (end - start)
        code = "own_rule" if word in text.lists.own else "avoid"
        why = f"{word.why.rstrip('。')}。" if word.why else ""
        yield text.find(code, start, end, _instead(text.value, start, end, word), why=why)
    if not text.lists.words and "等" in text.value:
        for m in _as_states.finditer(text.value):
            yield text.find("avoid", m.start(1), m.end(1), f"{m[1]}和地区", why="香港、澳门、台湾是地区。")


def _words_in(text: Text) -> Iterator[tuple[int, Word]]:
    for word in sorted((*text.lists.own, *text.lists.words), key=lambda one: -len(one.word)):
        for start in _places(text.value, word.word):
            yield start, word
    if not text.lists.words:
        for start in text.places[_PLACES]:
            for word in _by_beginning()[text.value[start : start + 2]]:
                if text.value.startswith(word.word, start):
                    yield start, word


# 远销日本、台湾等国家
_as_states = re.compile(
    f"(?:台湾|香港|澳门|港澳台?|港台)(?:[、和与][{HAN}]{{2,6}})*?(等(?:[多几]个|十[多几]个|\\d+个)?国家)(?=[，。、；！？”）的]|出口|销售|考察|旅游|留学|$)"
)
# 真他妈的大: what may go without another word for it
_EXPLETIVES = frozenset(("他妈的", "特么的", "特么", "狗日的", "尼玛的"))


def _instead(value: str, start: int, end: int, word: Word) -> str | None:
    within = re.fullmatch(f"[{HAN}]{{2}}", value[start - 1 : start] + value[end : end + 1])
    return word.use or ("" if word.word in _EXPLETIVES and within else None)


def _places(value: str, word: str) -> Iterator[int]:
    place = value.find(word) if word else -1
    while place >= 0:
        yield place
        place = value.find(word, place + len(word))


_JUDGED = re.compile(
    "判处|判决|刑期|入狱|出狱|狱中|改判|有期|无期|缓刑|宣判|服刑|监狱|一审|二审|终审|刑满|改造|在押罪犯|社区矫正|假释|减刑|死刑|徒刑|被判|伏法|看守所罪犯|定罪"
)
_BEFORE_JUDGMENT = re.compile("判|嫌疑|定罪|侦")
_CASE = re.compile("案|抓|捕|获|落网|拘|侦|审|供|交代|警|归案|自首|潜逃|逃|押|嫌|检察|派出所|公安|蹲守|通缉|追")
_SELLS = re.compile(
    "楼盘|首付|样板间|开盘|户型|推销|号称|宣称|自称|声称|吹嘘|促销|抢购|折扣|打折|直播间|下单|商家|店家|专柜|直销|疗程|专治|保健[品酒]|"
    "微商|理财|加盟|体验价|广告[词语称]|宣传语|药酒|膏药|面膜|减肥|大酬宾|特价|现房|精装|别墅|学区房|物业"
)
# 市场监管局查处“顶级”广告
_FORBIDS = re.compile("查处|违法|虚假|禁止|不得|不准|误导|处罚|曝光|举报|整治|罚款|涉嫌|夸大|骗")


def _is_meant(value: str, start: int, end: int, word: Word) -> bool:
    """Not part of another word, of a title or of the right form; not 罪犯 once a court has spoken."""
    if value.rfind("《", 0, start) > value.rfind("》", 0, start):
        return False
    for shift in _places(word.use, word.word):
        if value.startswith(word.use, start - shift):
            return False
    if _BEFORE_JUDGMENT.search(word.why + word.use):
        sentence = _sentence_around(value, start, end)
        # 涉嫌犯罪, “劫匪” in a drill
        apart = value[start - 1 : start] not in ("涉", "“") and value[end : end + 1] != "罪"
        if not apart or _JUDGED.search(sentence) or not _CASE.search(sentence):
            return False
    if word.why.startswith("商业宣传"):
        sentence = _sentence_around(value, start, end)
        if not _SELLS.search(sentence) or _FORBIDS.search(sentence):
            return False
    if word.word.startswith("史上") and value[start - 1 : start] == "历":
        return False
    return len(word.word) > 3 or is_a_word(value, start, end)


def _sentence_around(value: str, start: int, end: int) -> str:
    begin = max(value.rfind(mark, 0, start) for mark in "。！？\n") + 1
    stops = [place for mark in "。！？\n" if (place := value.find(mark, end)) >= 0]
    return value[begin : min(stops, default=len(value))]


_year = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月)?")
_formerly = re.compile(
    "(?:原|(?<![日目此之以])前|旧|老|时任|当时的|曾任|曾在|曾是|更名前的?|撤销|撤并)(?:[^，。；、]{0,2})?$"
)
# 从县林业站更名, but 从县林业站获悉
_from = re.compile("(?:由|从|将|把)(?:[^，。；、]{0,2})?$")
_became = re.compile("[^，。；]{0,10}(?:更名|改|变|并|撤|升|划|转|整合|组建|分离|分出|调)")
_now = re.compile(
    r"[”》]?(?:(?:于)?\d{4}年(?:\d{1,2}月)?(?:撤|更名|改|升|并)|(?:(?:\d{4}年)?(?:\d{1,2}月)?(?:撤[乡镇县村区]|改[县市镇区]|设[镇市区])|，?(?:今名|现名|今称|现称|后来的|即现在|即今)|（(?:现|今|已|后|20|19)|(?:正式)?(?:更名|改名|改称|改为|改制|撤销|并入|合并|变更|挂牌成立|整合|撤并|旧址|老照片)))"
)
_long_ago = re.compile(
    "那时|当年|上世纪|解放前|旧社会|小时候|年代|民国|建国初|新中国成立初|当时|改革开放初|回忆|过去|从前|早年|曾经|昔日"
)


def renamed(text: Text) -> Found:
    """The old name of a body in a sentence about the time after it was renamed."""
    for body in sorted(text.lists.institutions, key=lambda one: -len(one.old)):
        for start in _places(text.value, body.old):
            end = start + len(body.old)
            if _is_of_that_time(text.value, start, end, body) or _is_within_new_name(text.value, start, body):
                continue
            yield text.find("institution", start, end, body.new, since=body.since)


def _is_of_that_time(value: str, start: int, end: int, body: Institution) -> bool:
    before = value[max(0, start - 6) : start]
    if _formerly.search(before) or _now.match(value, end) or (_from.search(before) and _became.match(value, end)):
        return True
    sentence_start = max(value.rfind(mark, 0, start) for mark in "。！？\n") + 1
    dates = list(_year.finditer(value, sentence_start, start)) or list(
        _year.finditer(_sentence_around(value, start, end))
    )
    if dates:
        return f"{dates[-1][1]}-{int(dates[-1][2] or 12):02}" < body.since
    if _long_ago.search(_sentence_around(value, start, end)):
        return True
    earlier = list(_year.finditer(value, 0, start))
    return bool(earlier) and f"{earlier[-1][1]}-{int(earlier[-1][2] or 12):02}" < body.since


def _is_within_new_name(value: str, start: int, body: Institution) -> bool:
    return any(value.startswith(body.new, start - shift) for shift in _places(body.new, body.old))


_latin = re.compile(r"(?<![A-Za-z0-9\-./@_&+])(?<!\d )[A-Z]{2,6}s?(?![A-Za-z\-./@_&+]|\d+(?![\d台个辆架套部件名]))")


@cache
def _known_latin() -> frozenset[str]:
    return frozenset(" ".join(written("latin.txt")).split())


def abbreviations(text: Text) -> Found:
    """An abbreviation that comes before its full name, or that is never explained."""
    if text.form != "body":
        return
    for one in text.lists.abbreviations:
        place = text.value.find(one.short)
        if place >= 0 and not _is_introduced(text.value, place, one):
            yield text.find("abbreviation", place, place + len(one.short), one.full, "likely", full=one.full)
    for m in {m[0]: m for m in reversed(list(_latin.finditer(text.value)))}.values():
        if m[0].removesuffix("s") not in _known_latin() and not _is_explained(text.value, m):
            yield text.find("abbreviation", m.start(), m.end(), None, "likely", full="")


def _is_introduced(value: str, place: int, one: Abbreviation) -> bool:
    full = value.find(one.full)
    behind = value[place + len(one.short) : place + len(one.short) + len(one.full) + 6]
    before = value[max(0, place - 6) : place]
    return 0 <= full <= place or one.full in behind or bool(re.search("(?:简称|称为|又称|即)[“：为]?$", before))


def _is_explained(value: str, m: re.Match[str]) -> bool:
    """CIM（城市信息模型）, 城市信息模型（CIM）, or within a Latin passage."""
    before, after = value[: m.start()].rstrip(), value[m.end() : m.end() + 40]
    if before.endswith(("（", "(", "《", "“", "简称", "即", "—", "/")) or after.startswith(
        ("（", "(", "》", "”", "，即", "，也就是", "，全称", "是指")
    ):
        return True
    return bool(re.search(r"[A-Za-z]$", before[-1:]) or re.match(r"\s?[A-Za-z]", after))


def leaders(text: Text) -> Found:
    """Names, offices and order of leaders that differ from the list."""
    if not text.lists.leaders:
        return
    yield from _misspelt(text)
    yield from _wrong_office(text)
    yield from _wrong_order(text)


def _misspelt(text: Text) -> Found:
    found: set[int] = set()
    for leader in text.lists.leaders:
        for title in leader.titles:
            for start in _places(text.value, title):
                place = start + len(title)
                name = text.value[place : place + len(leader.name)]
                if _is_slip(name, leader.name) and not _is_somebody(name, text.lists) and place not in found:
                    found.add(place)
                    yield text.find("leader", place, place + len(name), leader.name, fault="name")
        pattern = _name_but_one(leader.name)
        for m in pattern.finditer(text.value):
            name = m[0]
            if (
                m.start() not in found
                and name != leader.name
                and (sound_alike(name, leader.name) or _is_followed_by_title(text.value[m.end() :], leader))
                and not _is_somebody(name, text.lists)
                and not _stand_together(text.value, m.start(), leader.name)
            ):
                found.add(m.start())
                yield text.find("leader", m.start(), m.end(), leader.name, "likely", fault="name")


def _stand_together(value: str, place: int, name: str) -> bool:
    """In one sentence, as only two people do."""
    return name in _sentence_around(value, place, place)


def _is_followed_by_title(after: str, leader: Leader) -> bool:
    """周廷伯书记, as people say."""
    return any(
        after.startswith(title) or ((part := title_in(title)) and after.startswith(part.last))
        for title in leader.titles
    )


def _name_but_one(name: str) -> re.Pattern[str]:
    ways = (re.escape(name[:i]) + f"[{HAN}]" + re.escape(name[i + 1 :]) for i in range(len(name)))
    return re.compile("|".join(ways)) if len(name) > 2 else re.compile(r"(?!)")


def _is_slip(name: str, right: str) -> bool:
    """One character wrong, or two changed round."""
    if name == right or len(name) != len(right) or not re.fullmatch(f"[{HAN}]+", name):
        return False
    return sum(a != b for a, b in zip(name, right, strict=True)) == 1 or (sorted(name) == sorted(right))


def _is_somebody(name: str, lists: Lists) -> bool:
    return any(name == leader.name for leader in lists.leaders)


def _wrong_office(text: Text) -> Found:
    for leader in text.lists.leaders:
        held = [title_in(title) for title in leader.titles]
        for start in _places(text.value, leader.name):
            end = start + len(leader.name)
            title = title_before(text.value, start) or title_in(text.value[end : end + 10], behind=True)
            if not title or any(same_office(title, one) for one in held if one):
                yield from _wrong_first_office(text, start, title, leader)
                continue
            at = (start - len(title.text)) if text.value[:start].endswith(title.text) else end
            right = _office(title, leader, text.value[max(0, at - 20) : at])
            if right is None or right == title.text:
                yield text.find("leader", at, at + len(title.text), None, fault="title")
            else:
                yield text.find("leader", at, at + len(title.text), right, fault="title")


_IN_COMMITTEE = re.compile("(县委|市委|区委)(?:书记|副书记|常委)$|(?:常务)?副?[县市区]长$")


def _wrong_first_office(text: Text, start: int, title: Title | None, leader: Leader) -> Found:
    """县委副书记、统战部部长 of one who is a 县委常委 and 统战部部长."""
    before = text.value[max(0, start - 24) : start].removesuffix(title.text if title else "")
    first = _IN_COMMITTEE.search(before.removesuffix("、")) if before.endswith("、") else None
    if not first or first[0] in leader.titles or not title or not title.text:
        return
    right = [one for one in leader.titles if first[1] and one.startswith(first[1])]
    # 县委常委 of one who is none, but a 副县长 beside his other office
    right = right or [one for one in leader.titles if _IN_COMMITTEE.search(one) and not one.endswith(title.text)]
    end = start - len(title.text) - 1
    if right:
        yield text.find("leader", end - len(first[0]), end, right[0], fault="title")


def _office(title: Title, leader: Leader, before: str) -> str | None:
    """The leader's own title that comes nearest: of the same office with another rank, or of the same body. One that
    stands already `before` is not meant."""
    held = [one for one in map(title_in, leader.titles) if one]
    held = [one for one in held if not before.endswith(one.text + "、")] or held
    same = [one for one in held if one.office == title.office]
    chosen = same[0] if same else held[0] if held else None
    if not chosen:
        return None
    if (title.body and title.body.endswith(chosen.body)) or chosen.body.endswith(title.body):
        return title.text[: len(title.text) - len(title.last)] + chosen.last if same else chosen.text
    return chosen.text


def _wrong_order(text: Text) -> Found:
    order = {leader.name: i for i, leader in enumerate(text.lists.leaders)}
    known = {title for leader in text.lists.leaders for title in leader.titles}
    names = "|".join(map(re.escape, order))
    gap = rf"[、和及与，]{{0,2}}(?:[{HAN}]{{0,10}}、)?[{HAN}]{{0,14}}?"
    for m in re.finditer(rf"(?:{names})(?:(?:、|和|及|与|以及|，){gap}(?:{names}))+", text.value):
        run = [(one.start(), one[0]) for one in re.finditer(names, m[0])]
        if [order[name] for _, name in run] == sorted(order[name] for _, name in run) or len({n for _, n in run}) < len(
            run
        ):
            continue
        between = [m[0][place + len(name) : following] for (place, name), (following, _) in itertools.pairwise(run)]
        if any("，" in part for part in between) and not all(map(_next_in_list.fullmatch, between)):
            continue
        start, parts = _with_titles(text.value, m.start(), run, between, known)
        separators = [re.match("[、和及与以，]{1,2}", part)[0] for part in between]  # type: ignore[index]
        ranked = sorted(parts, key=lambda part: order[part[1]])
        right = "".join(part[0] + part[1] + mark for part, mark in zip(ranked, [*separators, ""], strict=True))
        yield text.find("leader", start, m.end(), right, fault="order")
    # 苏明川县长和陆远山书记
    person = rf"(?:{names})[{HAN}]{{0,4}}?(?:{either('office')})"
    for m in re.finditer(rf"{person}(?:(?:、|和|及|与|以及){person})+", text.value):
        people = re.findall(person, m[0])
        by_rank = sorted(people, key=lambda one: next(i for name, i in order.items() if one.startswith(name)))
        marks = re.split(person, m[0])[1:]
        if by_rank != people:
            right = "".join(one + mark for one, mark in zip(by_rank, marks, strict=True))
            yield text.find("leader", m.start(), m.end(), right, fault="order")


# ，县委副书记、县长 between two names
_next_in_list = re.compile(f"，(?:[{HAN}]{{2,12}}、)*[{HAN}]{{0,10}}(?:{either('office')})")


def _with_titles(
    value: str, start: int, run: list[tuple[int, str]], between: list[str], known: set[str]
) -> tuple[int, list[tuple[str, str]]]:
    """(where it begins, [(title, name)]); a name without a title has an empty one."""
    titles = [re.sub("^[、和及与以，]{1,2}", "", part) for part in between]
    if not any(titles):
        return start, [("", name) for _, name in run]
    first = title_before(value, start)
    own = first.text if first else ""
    while own and value[: start - len(own)].endswith("、") and (more := title_before(value, start - len(own) - 1)):
        listed = [one for one in known if more.text.endswith(one)]
        if not listed or ("，" not in between[0] and "、" not in titles[0]):
            break
        own = f"{max(listed, key=len)}、{own}"
    return start - len(own), [(title, name) for title, (_, name) in zip([own, *titles], run, strict=True)]
