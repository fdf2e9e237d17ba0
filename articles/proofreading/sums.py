"""Parts that do not make up their sum, and differences and products that are none."""

import re
from dataclasses import replace

from .lists import either
from .model import Found, Text
from .numerals import NUMBER, shown, value_of

_COUNTED = either("counted")
_counted = re.compile(rf"(?<![\d.第])(\d[\d,]*(?:\.\d+)?)(?:多|余)?({_COUNTED})(?![\u4e00-\u9fff]*?级)")
# What makes a number no plain part: 约 3 and 人均 3 before it, 3 多 behind it.
_vague_before = re.compile(
    "(?:约|近|逾|超|超过|不足|每[^，。、；]{0,2}|人均|户均|亩均|平均|年均|增长|增加|减少|下降|最高|最低|最大|第|再|又|达到)$"
)
_vague_after = re.compile("^(?:以上|左右|以下|多|余|以内)")


def sums(text: Text) -> Found:
    """Parts that do not make up their sum, and differences that are none."""
    for begin, sentence in text.sentences:
        if len(sentence) <= 200 and len(re.findall(r"\d+", sentence)) > 1:
            yield from _in(text, begin, sentence)
        elif len(sentence) <= 120 and len(spoken := list(_spoken.finditer(sentence))) > 2:
            yield from _in_characters(text, begin, sentence, spoken)


def _in(text: Text, begin: int, sentence: str) -> Found:
    for rule in _RULES:
        yield from rule(text, begin, sentence)


_spoken = re.compile(rf"(?<![第几数\d十百千一二三四五六七八九])[一二两三四五六七八九十百]+(?=(?:{_COUNTED}))")


def _in_characters(text: Text, begin: int, sentence: str, spoken: list[re.Match[str]]) -> Found:
    """十五人，由六名专家…: the same with digits; only a person can say what should stand there."""
    digits, places, end = "", [], 0
    for m in spoken:
        number = shown(value_of(m[0]))
        digits += sentence[end : m.start()] + number
        places += [*range(end, m.start()), *[m.start()] * len(number)]
        end = m.end()
    digits, places = digits + sentence[end:], [*places, *range(end, len(sentence) + 1)]
    for found in _in(Text(digits), 0, digits):
        yield replace(
            found,
            start=(start := begin + places[found.start]),
            end=(stop := begin + places[found.end]),
            wrong=text.value[start:stop],
            right=None,
        )


_parted = re.compile(
    r"，由(?=[^，。]*(?:组成|构成))|(?<=[\u4e00-\u9fff])中，|[：，,（]?(?:其中|分别(?:为|是|有)?|包括|含)[：，]?|：|——"
)


def _plain_parts(sentence: str) -> list[re.Match[str]]:
    """Numbers with their units, if none of them is vague."""
    parts = list(_counted.finditer(sentence))
    vague = any(_vague_before.search(sentence[: m.start()]) or _vague_after.search(sentence[m.end() :]) for m in parts)
    return [] if vague else parts


def _parts(text: Text, begin: int, sentence: str) -> Found:
    """共有农机75台，其中拖拉机40台、插秧机20台、收割机8台: 68, not 75."""
    for split in _parted.finditer(sentence):
        totals = list(_counted.finditer(sentence[: split.start()]))
        rest = re.split(
            "[。！？；]|，(?:比|较|同比|占|共|已|全部|均|户均|人均|平均|其中|另|还)", sentence[split.end() :]
        )[0]
        if (
            not totals
            or len(sentence[totals[-1].end() : split.start()]) > 12
            or _vague_before.search(sentence[: totals[-1].start()])
        ):
            continue
        total, parts = totals[-1], _plain_parts(rest.rstrip("组构成"))
        # 15人 are 6名 and 9名.
        units = {_unit_of(total), "名", "位"} if split[0] == "，由" and total[2] == "人" else {_unit_of(total)}
        clauses = [piece for piece in re.split("[、，；和]", rest.rstrip("。！？；”）")) if piece]
        if len(parts) < 2 or any(_unit_of(m) not in units for m in parts) or len(parts) != len(clauses):
            continue
        made, said = sum(map(_amount, parts)), _amount(total)
        if ("，" not in split[0] and "其中" in split[0]) or re.search("以[上下]", rest):
            continue  # kinds that share members
        halves = len(parts) == 2 and bool(_HALVES.search(rest) or (made > 0.9 * said and _are_alike(clauses)))
        whole = not re.search("其中|包括|含|中", split[0]) or halves
        if _is_close(made, said, [total, *parts]) or (made < said and not whole and len(parts) < 3):
            continue
        plain = shown(made / _factor(total[2]))
        if whole or made > said:
            right = plain + total[2]
            yield text.find("sum", begin + total.start(), begin + total.end(), right, parts=plain, total=total[1])
        else:
            last = begin + split.end() + parts[-1].start()
            yield text.find("sum", last, last + len(parts[-1][0]), None, parts=plain, total=total[1])
        return


def _are_alike(clauses: list[str]) -> bool:
    """脱贫户58户、一般户252户: of one kind of things."""
    labels = [re.split(r"\d", clause)[0] for clause in clauses]
    return all(len(label) > 1 for label in labels) and len({label[-1] for label in labels}) == 1


def _factor(unit: str) -> float:
    """Of 万元 10,000."""
    return value_of("1" + unit[0]) if unit[0] in "万亿" else 1.0


def _amount(m: re.Match[str]) -> float:
    return value_of(m[1]) * _factor(m[2])


def _is_close(made: float, said: float, parts: list[re.Match[str]], unit: str = "") -> bool:
    """Whether they are the same; 1.2亿元 beside 8000万元 may be rounded."""
    factors = {_factor(m[2]) for m in parts} | ({_factor(unit)} if unit else set())
    return abs(made - said) < (0.01 if len(factors) > 1 else 0.0005) * said


def _unit_of(m: re.Match[str]) -> str:
    """Of 万元 元."""
    return m[2].lstrip("万亿")


# Two parts that leave nothing over
_HALVES = re.compile(
    "男.*女|女.*男|城.*[乡村]|公办.*民办|新建.*改|老.*新|上半年.*下半年|省内.*省外|县内.*县外|线上.*线下|国有.*民营|小学.*初中|脱贫户.*一般户|一般户.*脱贫户|党员.*群众|经济林.*生态林|生态林.*经济林|水田.*旱[地田]|早稻.*晚稻|集体.*个人|个人.*集体|有效.*[无废]|[无废].*有效|合格.*不合格|上午.*下午|白班.*夜班|本地.*外地|正式.*临时|成人.*儿童|大人.*孩子|主场.*客场|在编.*编外|本科.*专科|室内.*室外|公益林.*商品林|贫困.*非贫困|进口.*出口|自筹.*[补拨]|[补拨].*自筹|动物.*植物|省级.*市级|上[篇册卷部集场].*下[篇册卷部集场]|甲.*乙|一期.*二期|去程.*回程|白天.*夜|自营.*委托|东.*西|南.*北|左.*右"
)
_votes = re.compile(
    r"(?:到会|出席|应到|实到|参加|收回|有效)[^，。；\d]{0,10}(\d+)[名人位张][^。]{0,16}?赞成(?:票)?(\d+)[票人][^。]{0,6}?反对(?:票)?(\d+)[票人][^。]{0,6}?弃权(?:票)?(\d+)([票人])?"
)
_plain_list = re.compile(
    rf"(?<![\d.第])(\d[\d,]*(?:\.\d+)?)({_COUNTED})(?:参加|参赛|报名|到会|入选|获奖|参训|受益|入住)?，((?:[^，。；、\d]{{1,8}}\d[\d,.]*\2[，、；])+[^，。；、\d]{{1,8}}\d[\d,.]*\2)[。；！]"
)


def _listed_after(text: Text, begin: int, sentence: str) -> Found:
    """全镇210户，东片90户，中片70户，西片60户; and votes."""
    for m in _votes.finditer(sentence):
        votes = sum(int(m[i]) for i in (2, 3, 4))
        if votes > int(m[1]):
            yield text.find("sum", begin + m.start(4), begin + m.end(), None, parts=str(votes), total=m[1])
    for m in _plain_list.finditer(sentence):
        parts = [] if re.search("[共总]|合计|其中", m[3]) else _plain_parts(m[3])
        made, said = sum(value_of(one[1]) for one in parts), value_of(m[1])
        if parts and (said < made or ((len(parts) > 2 or _HALVES.search(m[3])) and 0.85 * said < made < said)):
            at = begin + m.start(3) + parts[-1].start()
            yield text.find("sum", at, begin + m.end(3), None, parts=shown(made), total=m[1])


_total = re.compile(
    rf"[，；、][^，；、。\d]{{0,8}}?(?:共|共计|合计|总计|总共|一共|累计|总数|总额|总产量|总面积|总人数|总投资|总得分|总分|总成绩|总里程|总长|总价(?!值)|总重|总收入|总支出|总产值|总造价|总用时|全场|总[^，。、\d]{{1,3}}[数量额])[^，；、。\d]{{0,6}}?(\d[\d,]*(?:\.\d+)?)({_COUNTED})"
)


# 袋 and 桶 are 件 as well.
_ANY = ("件", "样", "项")
_left_over = re.compile(
    r"[^，。；、\d]{0,6}(?:剩|余下|还缺|未|没|缺|请假|病假|事假|因故|因病|因事|弃权|作废|报废|退回|停用|空置|空[了着出余]|闲置|坏了|损坏|丢失|报损)"
    r"[^，。；、\d]{0,6}(?=\d)"
)


_may_be_left = re.compile("[请剩余未没缺病事因弃作报退停空闲]")


def _added(text: Text, begin: int, sentence: str) -> Found:
    """拖拉机40台、插秧机20台、收割机8台，共75台; 应到60人，实到52人，请假6人."""
    for m in _total.finditer(sentence):
        before = sentence[: m.start()]
        unit = "项" if sentence.startswith("项目", m.end()) else m[2].lstrip("万亿")
        parts = [one for one in _plain_parts(before) if _unit_of(one) == unit or m[2] in _ANY]
        clauses = [piece for piece in re.split("[、，；：和]", before) if re.search(r"\d(?!\d*[年月日届])", piece)]
        made, said = sum(map(_amount, parts)), value_of(m[1]) * _factor(m[2])
        if len(parts) >= 2 and len(parts) == len(clauses) and not _is_close(made, said, parts, m[2]):
            right = shown(made / _factor(m[2])) + m[2]
            yield text.find("sum", begin + m.start(1), begin + m.end(2), right, parts=right[: -len(m[2])], total=m[1])
    yield from _what_is_left(text, begin, sentence)


def _what_is_left(text: Text, begin: int, sentence: str) -> Found:
    """The last part is what the others leave of the first number: 发出500份，收回470份，20份未收回."""
    numbers = _plain_parts(sentence) if _may_be_left.search(sentence) else []
    if not 3 <= len(numbers) <= 5 or len(numbers) != len(re.findall(r"\d[\d,.]*", sentence)):
        return
    first, *parts = numbers
    last = parts[-1]
    clause = (
        re.split("[，；、：]", sentence[: last.start()])[-1]
        + last[0]
        + re.split("[，；、。]", sentence[last.end() :])[0]
    )
    is_left = _left_over.match(clause) or re.search(r"\d[^，。]{1,3}(?:未|没|作废|缺席|请假)", clause)
    if (
        not is_left
        or len({_unit_of(one) for one in numbers}) > 1
        or re.search(r"增|减|[多少]了|新|比|翻|分别", sentence)
    ):
        return
    made, said = sum(map(_amount, parts)), _amount(first)
    # What is left of the rest is no part of the whole.
    if (
        0.6 * said < made < 1.5 * said
        and not _is_close(made, said, numbers)
        and abs(_amount(parts[0]) - sum(map(_amount, parts[1:]))) > 0.001 * said
    ):
        yield text.find(
            "sum", begin + last.start(), begin + last.end(), None, parts=shown(made / _factor(last[2])), total=first[1]
        )


_changed = re.compile(
    rf"[由从](?:[^，。；\d]{{0,12}}(?:\d{{4}}年|去年|上年)?的?)({NUMBER})({_COUNTED})(?:[^，。；\d]{{0,8}}?)(?:到|至|为)了?(?:[^，。；\d]{{0,8}}(?:\d{{4}}年)?的?)({NUMBER})\2，"
    rf"[^，。；\d]{{0,6}}?(?<!均)(?:增加|净增|增长|减少|下降|多了|少了|提高|增收|上升|降低|降|压缩|扩大|缩短)了?(\d[\d,.]*[万亿]?)\2"
)
_changed_share = re.compile(
    rf"[由从](?:[^，。；\d]{{0,12}}(?:\d{{4}}年|去年|上年)?的?)({NUMBER})({_COUNTED})(?:[^，。；\d]{{0,8}}?)(?:到|至|为)了?(?:[^，。；\d]{{0,8}}(?:\d{{4}}年)?的?)({NUMBER})(\2)，"
    rf"[^，。；\d]{{0,6}}?(?<!均)(增长|增加|提高|上升|上涨|增幅|涨幅|减少|下降|降低|降幅|缩短|压缩)(?:了|幅度?达?为?|达|为)?(\d[\d.]*)[%％](?!以上|左右)"
)


def _changed_by(text: Text, begin: int, sentence: str) -> Found:
    """由50万元增加到80万元，增长50%: 60%."""
    for m in _changed_share.finditer(sentence) if "%" in sentence else ():
        old, new, said = value_of(m[1]), value_of(m[3]), float(m[6])
        should = abs(new - old) / old * 100 if old else said
        if abs(should - said) > max(1, 0.02 * should):
            right = f"{shown(round(should, 1))}%"
            yield text.find("sum", begin + m.start(6), begin + m.end(), right, parts=right, total=f"{m[6]}%")


_compared = re.compile(
    rf"(?:比|较)[^，。；\d]{{0,10}}(?:\d{{4}}年)?[^，。；\d]{{0,4}}?({NUMBER})({_COUNTED})(增加|多|减少|少|净增|新增|提高|下降)了?({NUMBER})\2，[^，。；\d]{{0,8}}?(?:达到?|为|至|共|有)({NUMBER})\2"
)


def _difference(text: Text, begin: int, sentence: str) -> Found:
    for m in _changed.finditer(sentence):
        difference = abs(value_of(m[3]) - value_of(m[1]))
        if abs(difference - value_of(m[4])) > 0.01:
            at = begin + m.start(4)
            yield text.find("sum", at, begin + m.end(), shown(difference) + m[2], parts=shown(difference), total=m[4])
    for m in _compared.finditer(sentence):
        change = value_of(m[4]) * (-1 if m[3] in ("减少", "少", "下降") else 1)
        if abs(value_of(m[1]) + change - value_of(m[5])) > 0.01:
            should = shown(value_of(m[1]) + change)
            yield text.find("sum", begin + m.start(5), begin + m.end(), should + m[2], parts=should, total=m[5])


_each = re.compile(r"每([户人亩个吨斤座头只棵套台名公])(?:斤|里)?[^，。；\d]{0,8}?(\d[\d,.]*)(万?元)")


def _product(text: Text, begin: int, sentence: str) -> Found:
    """40户，每户补助500元，共3万元: 20,000."""
    each = list(_each.finditer(sentence))
    total = re.search(r"(?:共|合计|总计|总额|一共)[^，。；\d]{0,8}(\d[\d,.]*)(万元|亿元|元)(?![多余])", sentence)
    if len(each) != 1 or not total or not each[0].end() <= total.start():
        return
    count = re.compile(rf"(\d[\d,]*)(万?){each[0][1]}")
    many = [*count.finditer(sentence, 0, each[0].start()), *count.finditer(sentence, each[0].end(), total.start())]
    if len(many) != 1 or re.search("[、；]", sentence[min(many[0].end(), each[0].end()) : total.start()]):
        return
    amounts = {"元": 1.0, "万元": 1e4, "亿元": 1e8}
    made = value_of(many[0][1] + many[0][2]) * value_of(each[0][2]) * amounts[each[0][3]]
    said = value_of(total[1]) * amounts[total[2]]
    if abs(made - said) > 0.06 * made:
        right = shown(made / amounts[total[2]]) + total[2]
        yield text.find("sum", begin + total.start(1), begin + total.end(2), right, parts=right, total=total[0])


_played = re.compile(r"(\d{1,2})[场轮局][^，。；\d]{0,6}，[^，。；\d]{0,10}((?:\d{1,2}[胜平负]){2,3})(?![\d胜平负])")


def _matches(text: Text, begin: int, sentence: str) -> Found:
    """12场比赛，7胜3平3负: 13."""
    for m in _played.finditer(sentence) if "胜" in sentence else ():
        made = sum(map(int, re.findall(r"\d+", m[2])))
        if made != int(m[1]):
            yield text.find("sum", begin + m.start(2), begin + m.end(2), None, parts=str(made), total=m[1])


_so_many_times = re.compile(
    rf"(\d[\d,]*)个?([\u4e00-\u9fff]{{1,2}}?)[^，。；\d]{{0,4}}，每个?\2[^，。；\d]{{0,6}}(\d[\d,.]*)({_COUNTED})，"
    rf"(?:一共|合计|总共|总计|共计|共)[^，。；\d]{{0,6}}(\d[\d,.]*)\4(?![多余])"
)


def _times(text: Text, begin: int, sentence: str) -> Found:
    """8个组，每组12人，共98人: 96."""
    for m in _so_many_times.finditer(sentence) if "每" in sentence else ():
        made, said = value_of(m[1]) * value_of(m[3]), value_of(m[5])
        if m[4] not in ("元", "万元") and abs(made - said) > 0.001 * made:
            right = shown(made) + m[4]
            yield text.find("sum", begin + m.start(5), begin + m.end(), right, parts=right, total=m[5] + m[4])


_part_of_all = re.compile(r"占(?:比|了|总数的?|全部的?|全县的?)?(?:为|达)?(\d+(?:\.\d+)?)[%％]")


def _shares(text: Text, begin: int, sentence: str) -> Found:
    parts = list(_part_of_all.finditer(sentence))
    made = sum(float(m[1]) for m in parts)
    too_little = len(parts) == 2 and 50 < made < 99.5 and bool(_EXACT_HALVES.search(sentence))
    is_all = len(parts) >= 2 and len(parts) == len(re.findall("[%％]", sentence))
    if is_all and (100.5 < made < 150 or too_little):
        last = parts[-1]
        yield text.find("sum", begin + last.start(1), begin + last.end(), None, parts=f"{shown(made)}%", total="100%")
    for m in _shares_of.finditer(sentence) if "分别占" in sentence else ():
        made = sum(float(one) for one in re.findall(r"\d+(?:\.\d+)?", m[1]))
        if 100.5 < made < 150:
            yield text.find("sum", begin + m.start(1), begin + m.end(1), None, parts=f"{shown(made)}%", total="100%")


_EXACT_HALVES = re.compile("男.*女|女.*男|城镇.*[乡农]|农[村业].*城镇|合格.*不合格|赞成.*反对|省内.*省外|线上.*线下")
# 分别占30%、45%和35%
_shares_of = re.compile(r"分别占[^，。；\d]{0,8}(\d[\d.]*[%％](?:[、和，]\d[\d.]*[%％])+)")


_RULES = (_parts, _added, _difference, _product, _shares, _listed_after, _changed_by, _matches, _times)
