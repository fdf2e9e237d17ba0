"""How many there are said to be, and how many are listed."""

import re

from articles.parsing.surnames import SINGLE
from articles.text.characters import HAN

from .model import Found, Text
from .numerals import ONE_TO_NINE
from .tallies import NUMBERS, are_of_one_kind, as_said

_said = re.compile(
    r"(?<![第十百千万亿\d二三四五六七八九〇零])(?!\d点(?!要求|意见|建议|希望|体会|措施|做法|经验|共识))([二两三四五六七八九十]|[2-9])(?:(?:大|个|项|条|种|类|点|方面|名|位|支|件|家|座|所|处|样|道|张|本|步|句|招|宝|者|条线|部|幅|首|对|届|剂|把|副|味|根|块|笔|路|场|套|级|门|关|瓶|碗|杯|朵|颗|层|轮|期|批|姐妹|兄弟|姊妹|胞胎|口人?|英|杰|老|少|将|强|胎|员|县|市|省|镇|乡|村|馆|区|户|人|国|季|节)|(?=[^，。：、\d]{1,2}”))“?[^，。；：、“”！？\d]{0,10}”?[^，。；：、“”！？\d]{0,6}(?:(?:分别)?(?:是|为|有|即)?：|分别(?:是|为|有)|——|(?:是|为)(?=[^，。]{1,6}、))([^。！？\n：—]+)(?:[。！？\n]|——)"
)
_in_order = re.compile(
    r"(?:^|[，；、。：\s])?(?:其?[一二三四五六七八九十]是|[①②③④⑤⑥⑦⑧⑨]|[1-9][.．、]|（[一二三四五六七八九1-9]）)"
)
_listed = re.compile(
    r"(?:^|[，。；：！？\n])([^，。；：！？\n（）“”《》\d]{2,60}?)(等)?(?<!第)([两二三四五六七八九]|\d{1,2})(?![一二三四五六七八九十\d]|省一|市一)(?:个|名|位|家|座|所|种|支|乡镇|镇|村|县|市|省|部门|人|地|单位|班|组|路|批|期|段|步|级|档|块|季|场|区|线|队|关|届|字|色|味|端|方|军|餐|顿|部|支|块|环节|时段|阶段|字|县区|路|站|岛|湖|河|江|山|层|馆|校|院|房|处|项|门|座|条|件|样|类|道|本|幅|首|片|大|方面|环节|景点|景区|品种|科|社区|学校|企业|班级|小区|路段)"
)


# “看、听、议、评”三个环节
_quoted = re.compile(
    r"“([^“”、，。]{1,6}(?:、[^“”、，。]{1,6})+)”(?:等)?([二两三四五六七八九]|[2-9])(?:个|大|项|种|条|步|字)"
)
# 县文化馆、图书馆、博物馆两馆
_bodies = re.compile(
    rf"(?<![、{HAN}])([{HAN}]{{2,8}}(?:、[{HAN}]{{2,8}})+)(?<=([馆局校院镇乡村县厂所站]))([二两三四五六七八九])\2(?=[同联共都也在将，])"
)
# “三查”制度，即自查、互查: items that all have the character
_called_so = re.compile(
    f"“([二两三四五六七八九])([{HAN}])”[^，。；：“”]{{0,6}}(?:，?(?:即|就是|也就是)|：|，|——)([^。；！？“”（）\n—]+)(?=[。；！？\n—])"
)


def counts(text: Text) -> Found:
    """五大产业 and four in the list behind it; A、B、C and D等三个乡镇."""
    value = text.value
    for m in _said.finditer(value + "\n"):
        said = NUMBERS.get(m[1]) or int(m[1])
        if (found := _items(m[2])) and said not in found and "八项规定" not in m[0] and m[2][0] not in "，、":
            right = as_said(m[1], found[0]) if len(found) == 1 and value[m.start(1) - 1 : m.start(1)] != "“" else None
            yield text.find("count", m.start(1), m.start(1) + 1, right, said=m[1], found=str(found[0]))
    for m in _quoted.finditer(text.value):
        items, said = m[1].count("、") + 1, NUMBERS.get(m[2]) or int(m[2])
        if items != said:
            yield text.find("count", m.start(2), m.end(2), as_said(m[2], items), said=m[2], found=str(items))
    for m in _bodies.finditer(text.value):
        items, said = m[1].count("、") + 1, NUMBERS[m[3]]
        if items != said:
            yield text.find("count", m.start(3), m.end(3), ONE_TO_NINE[items - 1], said=m[3], found=str(items))
    for m in _called_so.finditer(text.value + "\n"):
        listed = m[3].split("，")[0] if "、" in m[3].split("，")[0] else m[3]
        items = re.split("[、，和]", listed.rstrip("；"))
        if len(items) > 1 and len(items) != NUMBERS[m[1]] and all(m[2] in item and len(item) < 12 for item in items):
            yield text.find("count", m.start(1), m.end(1), None, said=m[1], found=str(len(items)))
    for m in _listed.finditer(text.value):
        *items, end = m[1].split("、")
        fewer, items = len(items) + 1, items + re.split("[和及与]", end)
        said = NUMBERS.get(m[3]) or int(m[3])
        if (
            "、" not in m[1]
            or said > 9
            or (said == fewer and not are_of_one_kind(items))
            or "的" in end
            or not _are_of_one_kind(items)
            or _in_places(items, m[0])
        ):
            continue
        if len(items) > said or (len(items) != said and not m[2]):
            right = ONE_TO_NINE[len(items) - 1] if not m[2] and len(items) < 10 and not m[3].isdigit() else None
            yield text.find("count", m.start(3), m.end(3), right, said=m[3], found=str(len(items)))


# 《甲》《乙》和《丙》
_titles = re.compile("(?:《[^《》]+》[、和与及]?)+")


def _items(listed: str) -> list[int]:
    """How many items there are, in each way to count them; [] if the text is no plain list."""
    if _titles.fullmatch(listed):
        return [listed.count("《")]
    listed = listed.strip("“”")
    if ordered := _in_order.findall(listed):
        return [len(ordered)] if len(ordered) > 1 else []
    pieces = listed.rstrip("；。").split("，")
    if len(pieces) > 2 and len({piece[-2:] for piece in pieces}) == 1 and len(pieces[0]) > 3 and "、" not in listed:
        return [len(pieces)]
    if re.search("等|…|包括|以及其他|关于|[（）]|^[一二三1]、", listed):
        return []
    if "；" in listed:
        return [listed.rstrip("；").count("；") + 1]
    if "、" in listed and "，" not in listed:
        items = listed.count("、") + 1
        joined = len(re.findall("以及|[和与及]", listed.rsplit("、", 1)[-1]))
        if joined and are_of_one_kind(re.split("、|以及|[和与及]", listed)):
            return [items + joined]
        return [items] if not joined else [items + joined, items]
    pieces = listed.split("，")
    if (
        len(pieces) > 1
        and "、" not in listed
        and max(map(len, pieces)) <= min(map(len, pieces)) + 1
        and len(pieces[0]) <= 8
    ):
        return [len(pieces)]
    return []


def _in_places(items: list[str], listed: str) -> bool:
    """大分县和高知县9人: people in them, not the places."""
    return listed[-1] in "人名户家" and all(item[-1:] in "县市镇乡村区省国州" for item in items[1:])


def _are_of_one_kind(items: list[str]) -> bool:
    """Of about one length, or with one last character, so that the last holds no verb; the first may hold one."""
    *middle, last = items[1:]
    if len({item[-1:] for item in items}) == 1 or all(item[:1] in SINGLE and 2 <= len(item) <= 3 for item in items[1:]):
        return max(map(len, items[1:])) <= 8
    return (
        bool(middle)
        and max(map(len, items[1:])) <= 6
        and min(map(len, middle)) - 1 <= len(last) <= max(map(len, middle))
    )
