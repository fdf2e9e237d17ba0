"""Numbered lists, quoted words, names and people with a prize: as many as the text says there are."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from articles.parsing.surnames import COMPOUND, SINGLE
from articles.text.characters import HAN

from .model import Finding, Found, Text

NUMBERS = {char: value for value, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_SHOWN = "零一两三四五六七八九十"
_SAID = (
    r"(?<![第十百千万亿\d二三四五六七八九〇零每一几多数.])"
    r"(?P<said>十[一二三四五六]|[二两三四五六七八九十]|[2-9](?!\d)|1\d(?![\d.]))"
)
# What lists are said to have
_THING = (
    "(?:个(?:方面|环节|步骤|阶段|板块|重点|关键|问题|特点|条件|原因)?|大|项|点|条|种|类|步|招|份|款|方面|部分|层|部|本|首|篇|幅|件|支|家|所|座|处|样|道|块|门|名|位|者|关|场|组|批|期|级|档|路|张|把|届|台|"
    "篇|段|章|节|套|轮|站|片|区|线|队|镇|乡|村|县|市|省|馆|校|企|地|人)"
)


def counted(said: str) -> int:
    """三 is 3, 12 is 12, 十二 is 12."""
    if said.isdigit():
        return int(said)
    return NUMBERS[said] if len(said) == 1 else 10 + NUMBERS[said[1]]


def as_said(said: str, number: int) -> str | None:
    """The right number in the way of the wrong one."""
    if said.isdigit():
        return str(number)
    return _SHOWN[number] if 1 < number <= 10 else None


class _Numbers:
    """A text with the places of its small numbers, which most patterns begin with."""

    def __init__(self, value: str):
        self.value = value
        self.places = [m.start() for m in _said.finditer(value)]

    def at(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return filter(None, (pattern.match(self.value, place) for place in self.places))


_said = re.compile(_SAID)


def tallies(text: Text) -> Found:
    numbers = _Numbers(text.value)
    for rule in (_numbered, _in_turn, _in_quotes, _named, _told, _in_brackets, _brothers) if numbers.places else ():
        for m, number in rule(numbers):
            if number != counted(m["said"]):
                yield _finding(text, m, number)


def _finding(text: Text, m: re.Match[str], number: int) -> Finding:
    # “三查” is a name, which nobody changes alone.
    right = None if m.string[m.start("said") - 1 : m.start("said")] == "“" else as_said(m["said"], number)
    return text.find("count", m.start("said"), m.end("said"), right, said=m["said"], found=str(number))


_Counts = Iterator[tuple[re.Match[str], int]]

# 三点要求：一是…, 下列两种情形之一的，不予受理：（一）…
_announced = re.compile(
    rf"{_SAID}{_THING}(?!以上|以内|以下|多|余)(?P<what>[^。；：\n\d]{{0,16}})(?P<mark>[：。，]?\n?)[^。；：\n一第其①（(1]{{0,6}}"
    r"(?=一[是要则、靠抓看条]|第一[，、：个条项点步招类种是]|其一|①|（一）|[(（]1[)）]|1[.．、](?!\d))"
)
_SAYS = re.compile(
    "^(?:[^，]{0,6}(?:要求|意见|建议|希望|措施|举措|倡议|主张|特点|原则|任务|问题|办法|做法|体会|看法|优势|变化|原因|经验|方面|工作|重点|亮点|目标|条件|步骤|情形|规定|准备|事|))$"
)
_OF_MORE = re.compile("(?:方面|部分|大类|层面|领域|环节|章)[的共]?$")
_ONE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def _numbered(numbers: _Numbers) -> _Counts:
    value = numbers.value
    for m in numbers.at(_announced):
        if "：" not in m["mark"] and not ("\n" not in m["mark"] and _SAYS.match(m["what"])):
            continue
        end = value.find("\n", m.end()) if "\n" not in m["mark"] else -1
        number = _as_far_as(value[m.end() : end if end > 0 else len(value)], value[m.end() :])
        what = re.sub("之一的?，", "", m["what"])
        if (
            number > 1
            and counted(m["said"]) < 10
            and not re.search("[之第其][一二]|”.", what)
            and not _OF_MORE.search(value[: m.start()][-4:])
        ):
            yield m, number


def _as_far_as(listed: str, rest: str) -> int:
    """How far a list counts: 3 of 一是…二是…三是…; 0 if it goes on in another way."""
    way = next(way for way in _WAYS if re.match(way(1), listed))
    number, place = 1, 1
    again = re.compile(way(1)).search(listed, place)
    if again:
        listed = rest = listed[: again.start()]
    while number < 12 and (m := re.compile(way(number + 1)).search(listed, place)):
        number, place = number + 1, m.end()
    if number >= 12 or any(re.search(other(number + 1), rest[place:]) for other in _WAYS):
        return 0
    return number


def _in_characters(number: int) -> str:
    return _ONE[number - 1] if number <= 10 else "十" + _ONE[number - 11]


_WAYS: tuple[Callable[[int], str], ...] = (
    lambda n: f"(?<![第十{_ONE}]){_in_characters(n)}[是要则靠抓看条]",
    lambda n: f"第{_in_characters(n)}[，、：个条项点步招类种是]",
    lambda n: f"其{_in_characters(n)}[，、：是]?",
    lambda n: f"（{_in_characters(n)}）",
    lambda n: f"(?<![第十{_ONE}]){_in_characters(n)}、",
    lambda n: _CIRCLED[min(n, 12) - 1],
    lambda n: rf"[(（]{n}[)）]",
    lambda n: rf"(?<![\d.]){n}[.．、](?!\d)",
)

# 四点意见：首先…其次…最后
_first_of = re.compile(
    rf"{_SAID}(?:点|项|条|个方面|方面|个|大|步|种|招|件)[^，。；：\n\d]{{0,10}}[：，。]首先(?P<rest>[^\n]*)"
)
_next_of = re.compile(
    "(?:^|[，。；])(?:[紧其接]次|再次|再者|接着|然后|随后|另外|此外|同时|而后|继而|还有|第[二三四五])"
)


def _in_turn(numbers: _Numbers) -> _Counts:
    """首先, 其次 and 最后, but not 首先, 然后 and a third without such a word."""
    for m in numbers.at(_first_of) if "首先" in numbers.value else ():
        if re.search("[，。；](?:最后|末了)", m["rest"]) and re.search("其次|第二|再次", m["rest"]):
            yield m, 2 + len(_next_of.findall(m["rest"]))


# “书香”“墨香”“茶香”五个板块, 《甲》《乙》三部作品
_quoted = re.compile(
    r"(?<![、和与及”》])(?P<items>“[^“”\n]{1,30}”(?:(?:[、和与及]|以及)?“[^“”\n]{1,30}”)+|《[^《》\n]{1,30}》(?:(?:[、和与及]|以及)?《[^《》\n]{1,30}》)+)(?P<more>等)?"
    rf"(?:[这共]|一共|共计)?{_SAID}"
    "(?:个|大|项|种|类|部|本|首|条|样|块|句|件|幅|支|篇|家|款|座|处|道|份|场|组|张|面|枚|册|套|段|章|门|出|档|期|则|块|字)(?!以上|月|曲)"
)
# 三项荣誉：“甲”“乙”, 设五个板块“甲”“乙”“丙”
_before_quoted = re.compile(
    rf"{_SAID}(?:个|大|项|种|类|部|本|首|条|样|块|句|件|幅|支|篇|款|份|场|出)[^，。；：、“”《》（\d]{{0,8}}(?:[：，（]|——|，?(?:即|分别[是为]))?"
    r"(?P<items>“[^“”\n]{1,30}”(?:(?:[、和与及]|以及)?“[^“”\n]{1,30}”)+|《[^《》\n]{1,30}》(?:(?:[、和与及]|以及)?《[^《》\n]{1,30}》)+)(?=[，。；！）\n]|$)"
)


def _in_quotes(numbers: _Numbers) -> _Counts:
    for pattern in (_quoted, _before_quoted):
        for m in _quoted.finditer(numbers.value) if pattern is _quoted else numbers.at(pattern):
            number = m["items"].count("“") or m["items"].count("《")
            last = re.split("[“《]", m["items"])[-1]
            if len(re.findall("[”》](?:[和与及]|以及)[“《]", m["items"])) > 1 or "、" in last:
                continue
            # 等 may stand for more.
            if pattern is _before_quoted or not m["more"] or number > counted(m["said"]):
                yield m, number


_NAME = f"(?:(?:{'|'.join(sorted(COMPOUND))})[{HAN}]{{1,2}}|[{''.join(sorted(SINGLE))}][{HAN}]{{1,2}})"
# 五位企业负责人甲、乙、丙先后发言
_ROLE = (
    "负责人|[学队职党团社会成学教演船店委议科村组居渔牧农股居工球网]员|[村居农渔牧市股]民|[老教律医厨大技]师|[老]师|[歌选鼓水猎高]手|[医学新考研]生|护士|[司]机|[民交刑辅特]警|"
    "书记|主任|经理|[局处科县乡镇村校院所站厂社会馆组班队园店台]长|代表|专家|教授|学者|博士|硕士|院士|干部|模范|标兵|能手|状元|英雄|先进|[同]学|校友|乡贤|青年|少年|姑娘|小伙|孩子|老人|"
    "[诗军商达名残病伤主]人|[作学记患读]者|志愿者|工作者|爱好者|获得者|继承人|传承人|主持人|[画作歌专企]家|企业家|艺术家|[木铁石工巧]匠|大户|户主|店主|业主|教练|主播|大使|委员|嘉宾|工人|农民|"
    "职工|战士|士兵|辅警|导游|女孩|男孩|女生|男生|村医|村官|评委|导师|徒弟|弟子|学徒|同志|朋友|伙伴|兄弟|姐妹|嫌疑人|被告|被告人|遇难者|伤者|乘客|旅客|司乘"
)
_people = re.compile(
    rf"{_SAID}(?:位|名|个)(?!月)(?P<who>[{HAN}]{{0,8}}?(?:{_ROLE}))(?:，?(?:分别是|分别为|即)|——|：|[是为])?"
    rf"(?P<items>(?:{_NAME}、)+{_NAME}(?:[和、]{_NAME})?)(?!等|、|[{HAN}]{{0,6}}、)"
)
# 二等奖3名，柳春明、韦大海
_winners = re.compile(
    rf"{_SAID}(?:名|人|位)(?:，?分别[是为]|[，：（])(?P<items>(?:{_NAME}[、 ])+{_NAME})(?=[；。\n）]|$)"
)
_NO_ROLE = re.compile("[的与和跟同对向为给由把被让带]|走访|看望|慰问|采访|陪同|以及")


def _named(numbers: _Numbers) -> _Counts:
    for m in numbers.at(_people):
        if not _NO_ROLE.search(m["who"]):
            yield m, len(re.split("[、和]", m["items"]))
    for m in numbers.at(_winners):
        yield m, len(re.split("[、 ]", m["items"]))


# 景区6家，分别是甲、乙、丙; 水利“五小”工程，即甲、乙、丙
_told_of = re.compile(
    rf"{_SAID}{_THING}(?!以上|以内|以下|多|余)[^，。；：、“”（）\d\n]{{0,12}}，?(?:它们|他们|她们)?(?:分别[是为有]|依次[是为]|也就是|，即|，就是|——|(?=：))(?P<colon>：?)"
    r"(?P<items>[^，。；：！？\n（）\d]*、[^，。；：！？\n（）\d]*)(?P<end>[，。；！\n]|$)(?P<after>[^。；\n]*)"
)


def _told(numbers: _Numbers) -> _Counts:
    for m in numbers.at(_told_of):
        # A single number before a colon is the business of another rule.
        if m["colon"] and len(m["said"]) == 1 and m["said"] != "十":
            continue
        if m["end"] == "，" and ("的" in m["items"] or re.search("、|^(?:以及|还有|和)", m["after"])):
            continue
        if number := _plain(m["items"], counted(m["said"])):
            yield m, number


def _plain(items: str, said: int) -> int:
    """How many items stand between 、, with 和 before the last; 0 if that is not sure."""
    if re.search("等|…|以及其他|关于|包括|[“《]", items):
        return 0
    pieces = items.split("、")
    *first, last = pieces
    ends = [part for part in re.split("以及|[和与及]", last) if part]
    if (
        (len(pieces) == said and not are_of_one_kind([*first, *ends]))
        or len(first) + len(ends) == said
        or max(map(len, pieces)) > 16
    ):
        return 0
    return len(first) + len(ends)


def are_of_one_kind(items: list[str]) -> bool:
    """甲组、乙组 and 丙组: so that 和 joins two of them, and not two halves of the last."""
    return len({item[-1:] for item in items}) == 1 and max(map(len, items[1:])) <= 8 and min(map(len, items)) > 1


# 四大家鱼（青鱼、草鱼、鲢鱼）, “五险”（养老、医疗、失业、工伤）
_bracket = r"（(?:即|分别[是为])?(?P<items>[^，。；：（）\d\n]+)）"
_in_brackets_of = (
    re.compile(rf"{_SAID}(?:大|个|项|种|类|条|样|门|座|家|位|名|本|部)[^，。；：、“”（）\d\n]{{1,8}}{_bracket}"),
    re.compile(rf"(?<=“){_SAID}[{HAN}]{{1,3}}”[{HAN}]{{0,4}}{_bracket}"),
)
# 三个县（市、区）
_KINDS = re.compile(
    "(?:^|、)(?:[市区县场所旗村镇乡处室局办]|街道|[社园]区|开发区|[农林]场|居委会|办事处|单位|部门)(?:、|$)"
)


def _in_brackets(numbers: _Numbers) -> _Counts:
    for m in chain(*map(numbers.at, _in_brackets_of)):
        if "、" not in m["items"] or _KINDS.search(m["items"]):
            continue
        if (number := _plain(m["items"], counted(m["said"]))) > 2:
            yield m, number


# 兄弟三人，老大…老二…老三…老四…
_children = re.compile(
    rf"(?:育有|生有|养育了?|有){_SAID}(?P<kin>[子女])[：，](?P<rest>(?:(?:长|次|大|二|三|四|五|小|幼|季)[子女儿][^，、。；]{{0,8}}[，、；]?)+)"
)
_KIN = "(?:兄弟|弟兄|姐妹|姊妹|姐弟|兄妹|儿子|女儿|孩子|子女)"
_family = (
    re.compile(rf"{_KIN}{_SAID}(?:人|个)(?P<rest>[^\n]{{0,120}})"),
    re.compile(rf"{_SAID}(?:个|名|位)?{_KIN}(?P<rest>[^\n]{{0,120}})"),
)
_LEFT_OUT = re.compile("老[幺小]|最小|小[儿女弟妹]|其余|自己|我|他是|她是")


def _brothers(numbers: _Numbers) -> _Counts:
    for m in _children.finditer(numbers.value):
        yield m, len(re.findall(f"[长次大二三四五小幼季](?:{m['kin']}|儿)", m["rest"]))
    for m in chain(_family[0].finditer(numbers.value), numbers.at(_family[1])) if "老大" in numbers.value else ():
        number = 1
        while number < 9 and f"老{_ONE[number]}" in m["rest"]:
            number += 1
        if "老大" in m["rest"] and (number > counted(m["said"]) or (number > 2 and not _LEFT_OUT.search(m["rest"]))):
            yield m, number
