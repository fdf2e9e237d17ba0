"""Numbers, units, shares and sums (GB/T 15835), as far as the text itself shows that they cannot be right."""

import itertools
import re
from collections.abc import Iterator

from articles.parsing.surnames import SINGLE

from .lists import either
from .model import Found, Text
from .numerals import NUMBER, shown, value_of

_ONE_TO_NINE = "一二三四五六七八九"
_about = re.compile(
    rf"(?<![第初周、〇零一二两三四五六七八九年月\d])(?<!第十)([一二两三四五六七八九])、([一二两三四五六七八九])"
    rf"(?=[十百千万亿]*[多余来]?(?:{either('measure')}))(?!年级|年生|层楼|号|分队|次会议|个五年|届|轮|处室|车间|批次?(?:学|名单)|道题|季度)"
)
_about_digits = re.compile(
    r"(?<![第\d、.年月])([1-9])、([1-9])(?=[百千万亿]?[多余]?(?:个月|个|名|人|家|户|天|公里|米|斤|次|岁|年(?!级)))"
)


def approximate(text: Text) -> Found:
    """三、四十人: adjacent numbers for about as many take no mark. Not 一、二年级, which are two grades."""
    for m in _about.finditer(text.value):
        first, second = (_ONE_TO_NINE.find(char.replace("两", "二")) for char in m.groups())
        # 三五天 skips one.
        if second - first == 1 or m[0] == "三、五":
            yield text.find("dunhao_number", m.start(), m.end(), m[1] + m[2])
    for m in _about_digits.finditer(text.value):
        if int(m[2]) == int(m[1]) + 1:
            right = ("两" if m[1] == "2" else _ONE_TO_NINE[int(m[1]) - 1]) + _ONE_TO_NINE[int(m[2]) - 1]
            yield text.find("dunhao_number", m.start(), m.end(), right, "likely")


_times = re.compile(
    rf"(?:下降|减少|降低|缩小|缩短|下滑|减)(?:了|幅度达)?(?:[2-9]\d\d|1\d[1-9]|1[1-9]0)(?:\.\d+)?[%％]|(?:{either('less')})(?:了|近|约|将近|达|为|幅度达|幅度为)*({NUMBER}|几|数|好几)(?:多|余|几)?倍|(?:下降|减少|降低|缩小|缩短|减)了?(?:近|约)?(?:一|两|1|2)番"
)
_from_to = re.compile(
    rf"[由从原]*[^，。]{{0,6}}?({NUMBER})([\u4e00-\u9fff]{{0,3}})[^，。\d]{{0,8}}?(?:到|至|为)了?({NUMBER})"
)


def times(text: Text) -> Found:
    """Nothing can become less by once or several times."""
    for m in _times.finditer(text.value):
        if re.search("(?:增|扩大|提高|放大|倍数|不)$", text.value[max(0, m.start() - 2) : m.start()]):
            continue
        yield text.find("times", m.start(), m.end(), _less_by(text.value[max(0, m.start() - 40) : m.start()], m[0]))


def _less_by(before: str, wrong: str) -> str | None:
    """缩短了一半 or 60%, if the numbers from and to stand before."""
    clause = re.split("[。；！？]", before)[-1]
    found = list(_from_to.finditer(clause))
    if not found:
        return None
    old, new = value_of(found[-1][1]), value_of(found[-1][3])
    if not 0 < new < old:
        return None
    verb = re.split(r"\d|[一二两三四五六七八九十几数]", wrong)[0]
    share = 100 * (1 - new / old)
    return verb + ("一半" if share == 50 else f"{shown(round(share, 1))}%")


_unit = either("unit")
_LONG = "米|公里|千米|厘米|毫米"
_AREA = "平方米|平方公里|平方千米|公顷|亩"
_VOLUME = "立方米|立方"
_amount = r"(?:约|近|达|为|有|超过|达到|是|共|仅|将近|超|最|大约|总计|合计|，)*\d[\d,.]*[多余]?[百千万亿]*[多余]?"
# (what it is measured as, how it must not be, the unit to put instead)
_MISMATCHED = (
    (
        r"(?<!最)(?:高度?|身高|长度?|全长|总长|宽度?|深度?|水深|厚度?|里程|距离|相距|海拔|水位|直径|跨度|净高|路长|管道长)",
        r"平方(?=米|公里|千米)|立方(?=米)",
        "",
    ),
    (r"(?:长度|全长|总长|身高|海拔|里程|水深|直径|距离|相距|跨度)", r"(?:公斤|千克|公顷|吨|亩|升)", None),
    (r"(?:面积|占地|用地面积)", r"(?<!平方)(?<!立方)(?=(?:米|公里|千米)(?!长|宽|高|处|外|远|长廊))", "平方"),
    (r"(?:面积|占地)", r"立方(?=米)", "平方"),
    (
        r"(?:库容|蓄水量?|容积|体积|土方量?|供水量|用水量|储量|储水量?|方量|水量|流量|处理污水|污水处理量|排水量|木材|砂石|石方|浇筑混凝土|混凝土)",
        r"平方(?=米)",
        "立方",
    ),
    (r"(?:库容|容积|体积|土方量?|方量)", r"(?<!平方)(?<!立方)(?=米(?!高))", "立方"),
    (r"(?:重量?|体重|净重|总重|产量|载重)", r"(?:米|公里|平方米|公顷|亩|厘米|毫升)(?![\u4e00-\u9fff]?长)", None),
    (
        r"(?:用电量|发电量|耗电量|电量|售电量|供电量|年发电|节电|用电|发电)",
        r"千瓦(?!时|小时|·|级|机组|的|光|以|装机|风|水|发|电站)",
        "千瓦时",
    ),
    (r"(?:负荷|装机容量|装机|功率|总功率|总动力)", r"千瓦时|千瓦小时", "千瓦"),
    (r"(?:气温|温度|水温|体温|最低温|最高温|室温)", r"[%％]|(?<![摄华]氏)(?=度角)|平方米|米", "℃"),
    (r"(?:时速)", r"(?<!\d)(?:公斤|吨|平方公里|小时)", None),
    (
        r"(?:湿度|覆盖率|合格率|普及率|就业率|增长率|满意率|达标率|入学率|出勤率|利用率|入住率)",
        r"(?:元|℃|摄氏度|公里|米(?!以)|亩|吨)",
        "%",
    ),
    (r"(?:年龄|年仅|年满)", r"(?:公斤|米|元|斤)", None),
    (r"(?:降雨量|降水量|雨量|降雪量|积雪深度?)", r"(?:公里|千米|平方米|公斤|立方米|升)", None),
)
_mismatched = [(re.compile(rf"{what}{_amount}({unit})"), right) for what, unit, right in _MISMATCHED]
_twice = re.compile(rf"[\d,.]+[百千万亿]*?({_unit})\1(?!之)")
_twice_end = re.compile(r"(?<=[\d.])([万亿]?)(元|亩|吨|公里|米|公斤|户|千瓦|平方米|人次|%|％)\2")
_separated = re.compile(r"(?<![\d，,])\d{1,3}(?:，\d{3})+(?![\d，])")
_misgrouped = re.compile(
    r"(?<![\d,.:])\d{1,3}(?:,\d{3})*,(?:\d{1,2}|\d{4,})(?=[百千万亿]?(?:元|人|吨|亩|户|公里|米|平方|公斤|家|个))"
)
_mixed = re.compile(r"[\d,.]+?(万万|千万万|亿万|万亿亿|亿亿|千亿万|百万万|百百|千千|十万)(?=[元人吨亩户平公美])")
_halves = re.compile(
    r"[\d,.]+[百千万亿]?(?:公斤kg|千克kg|kg公斤|公里km|km公里|米m(?![a-z])|平方米㎡|㎡平方米|元￥|度℃|℃度|吨t(?![a-z])|%个百分点|元人民币元)"
)
_part = re.compile(
    r"(?<![\d.第〇零一二三四五六七八九十百千万～~—－-])(\d+(?:\.\d+)?)([百千])(?=[元人名户亩斤吨]|公[斤里])"
)
_thousands = re.compile(r"(?<![\d.])(\d)千(\d)百(?:(\d)十)?(\d)?(?=[余多]?[\u4e00-\u9fff])")
_ten_thousands = re.compile(r"(?<![\d.])(\d+)万(\d)千(?=[余多]?(?:元|人|名|户|亩|斤|吨|公|平|米|个|株|棵|只))")
_money = re.compile(r"[￥¥]\s?\d[\d,.]*[百千万亿]*‹?元|\$\s?\d[\d,.]*[百千万亿]*(?:美元|美金)")


def units(text: Text) -> Found:
    """Units doubled, mixed, or not of the kind that is measured."""
    value = text.value
    for m in text.at_numbers(_twice):
        yield text.find("unit", m.start(1), m.end(), m[1], fault="doubled")
    for m in _twice_end.finditer(value):
        yield text.find("unit", m.start(), m.end(), m[1] + m[2], fault="doubled")
    for m in text.at_numbers(_separated):
        whole = re.match(
            rf"[百千万亿]*[多余]?(?:{_unit}|人|名|家|个|台|件|棵|株|头|只|箱|盏|册|份|条|处|次|平|斤|场|位)",
            value[m.end() :],
        )
        if whole and not re.search(r"[一二三四五六七八九十、：]$", value[: m.start()]):
            yield text.find("unit", m.start(), m.end(), m[0].replace("，", ""), fault="separator")
    for m in text.at_numbers(_misgrouped):
        yield text.find("unit", m.start(), m.end(), m[0].replace(",", ""), fault="separator")
    for m in text.at_numbers(_mixed):
        yield text.find(
            "unit", m.start(1), m.end(1), {"万万": "亿", "亿亿": "亿", "千千": "千"}.get(m[1]), fault="mixed"
        )
    for m in (*text.at_numbers(_halves), *_money.finditer(value)):
        yield text.find("unit", m.start(), m.end(), None, fault="doubled")
    for m in text.at_numbers(_part):
        number = float(m[1]) * (100 if m[2] == "百" else 1000)
        yield text.find("unit", m.start(), m.end(), shown(number), "likely", fault="mixed")
    for m in text.at_numbers(_thousands):
        yield text.find("unit", m.start(), m.end(), f"{m[1]}{m[2]}{m[3] or 0}{m[4] or 0}", fault="mixed")
    for m in text.at_numbers(_ten_thousands):
        yield text.find("unit", m.start(), m.end(), f"{m[1]}.{m[2]}万", "likely", fault="mixed")
    for pattern, right in _mismatched:
        for m in _before_numbers(text, pattern):
            yield text.find(
                "unit", m.start(1), max(m.end(1), m.start(1) + 1), *_unit_mended(value, m, right), fault="mismatched"
            )


def _before_numbers(text: Text, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches that begin a little before a number."""
    last = -1
    for place in text.number_places:
        m = pattern.search(text.value, max(last, place - 10), place + 24)
        if m and m.start() > last:
            last = m.start()
            yield m


def _unit_mended(value: str, m: re.Match[str], right: str | None) -> tuple[str | None]:
    if right is None:
        return (None,)
    return (right if m.end(1) > m.start(1) else right + value[m.start(1)],)


_share = re.compile(r"(\d+(?:\.\d+)?)[%％]")
_change_by = re.compile(rf"(?:{either('change')})(?:了|幅度达|幅度为|约|近)?(\d+(?:\.\d+)?)[%％]")
_points = re.compile(r"(?:增长|增加|下降|减少|提高|上涨)了?(\d+(?:\.\d+)?)个百分点")
_absolute = re.compile(
    r"(?:达到?|为|至|到|完成|实现)(?:了)?\d[\d,.]*[多余]?[百千万亿]*(?:元|人次|人|吨|公斤|亩|户|辆|台|件|家|千瓦|立方|平方|美元|个(?!百分))"
)
_amounts = re.compile(
    "(?:产量|产值|收入|投资|人数|人次|利润|增加值|生产总值|GDP|零售额|进出口|用工|客运量|货运量|吞吐量|总额|销量|销售额|出口额?|税收|价格|面积|客流|用电量|总量|储蓄|存款|贷款|订单)[^，。；]{0,10}(?:增长|增加|下降|减少|提高|上涨)"
)
_a_share = re.compile(r"[%％]|拉动|贡献|率|比重|占比|比例|份额|增速|增幅|百分比|降幅|涨幅")


def percent_points(text: Text) -> Found:
    """The difference of two shares is in points; the growth of an amount is not."""
    for begin, sentence in text.sentences:
        shares = [(m.start(), float(m[1])) for m in _share.finditer(sentence)]
        for m in _change_by.finditer(sentence):
            others = [value for place, value in shares if place != m.start(1) and place < m.end() + 30]
            pairs = [abs(one - other) for one, other in itertools.pairwise(others)]
            if any(abs(pair - float(m[1])) < 0.051 for pair in pairs) and not sentence[m.end() :].startswith(
                "个百分点"
            ):
                yield text.find("percent_point", begin + m.start(1), begin + m.end(), f"{m[1]}个百分点")
        for m in re.finditer(r"(?<=\d)百分点", sentence):
            yield text.find("percent_point", begin + m.start(), begin + m.end(), "个百分点")
        for m in _points.finditer(sentence):
            near = sentence[max(0, m.start() - 24) : m.end() + 16]
            if (_absolute.search(near) or _amounts.search(near)) and not _a_share.search(near):
                yield text.find("percent_point", begin + m.start(1), begin + m.end(), f"{m[1]}%")


_cut_year = re.compile(
    r"(?<![\d.年近约达满共了\-—～第历时经过长])(?<!超过)(?<!不到)([5-9]\d|0\d)年(?=从|毕业|参军|入伍|入党|出生|开始|底|初|春|夏|秋|冬|进|考|退|到|大|那|在|离|创|建|成立|参加|当|起|嫁|结婚|回|\d{1,2}月|年)"
)
_cut_range = re.compile(r"((?:19|20)\d\d)(年?[—～~至到－-]{1,2})(\d\d)年(?!级|以?来|的)")
_tilde = re.compile(r"(?<=[\d%％元万亿千百人名米岁日时点度月年天℃吨斤亩])~(?=\d)")
_twice_to = re.compile(r"(?<=[\d\u4e00-\u9fff])(?:[至到][～~—－]+|[～~—－]+[至到])(?=\d)")
# 从 goes with 至, not with a dash; 从2021—2025年 lacks a 年 as well.
_from_dash = re.compile(
    r"从(?:(?:\d{4}(?=[—～–-]{1,2}\d{4}年)())|\d[^，。；、—～–-]{0,8}?[年月日时岁%元])([—～–]{1,2}|-)(?=\d)"
)
_from_range = re.compile(r"(?<=\d)([%％])?[～~](\d+(?:\.\d+)?)([%％])")
_year_zero = re.compile(r"[一二][零0OoО○〇九][零0OoО○〇一二三四五六七八九]{2}年")
_short_range = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(～|——?)(\d+(?:\.\d+)?)([百千万亿]+)([元亩吨人户公斤美]{0,2})")


def ranges(text: Text) -> Found:
    """Years cut short, and ranges whose two ends do not say the same."""
    value = text.value
    for m in text.at_numbers(_cut_year):
        century = "20" if m[1][0] == "0" else "19"
        yield text.find("range_year", m.start(), m.end(), f"{century}{m[0]}")
    for m in text.at_numbers(_cut_range):
        if int(m[3]) > int(m[1][2:]):
            yield text.find("range_year", m.start(3), m.end(3), m[1][:2] + m[3])
    for m in _from_dash.finditer(value):
        yield text.find("range_year", m.start(2), m.end(2), "至" if m[1] is None else "年至")
    for m in _twice_to.finditer(value):
        yield text.find("range_year", m.start(), m.end(), "～")
    for m in _year_zero.finditer(value):
        right = re.sub("[零0OoО○]", "〇", m[0])
        if right != m[0]:
            yield text.find("range_year", m.start(), m.end(), right)
    for m in _from_range.finditer(value):
        if not m[1]:
            yield text.find("range_year", m.start(), m.end(), f"{m[3]}～{m[2]}{m[3]}")
    for m in text.at_numbers(_short_range):
        full = m[4] in "百千"
        first, second = (shown(value_of(m[i] + m[4])) if full else m[i] + m[4] for i in (1, 3))
        right = f"{first}～{second}{m[5]}" if full else f"{first}{m[5]}～{second}{m[5]}"
        yield text.find("range_year", m.start(), m.end(), right, "likely")
    for m in _tilde.finditer(value):
        yield text.find("range_year", m.start(), m.end(), "～")


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
        if len(sentence) <= 200 and len(re.findall(r"\d+", sentence)) > 2:
            yield from _parts(text, begin, sentence)
            yield from _added(text, begin, sentence)
            yield from _difference(text, begin, sentence)
            yield from _product(text, begin, sentence)
            yield from _shares(text, begin, sentence)
            yield from _listed_after(text, begin, sentence)


_parted = re.compile(r"[：，,（]?(?:其中|分别(?:为|是|有)?|包括|含)[：，]?|：|——")


def _plain_parts(sentence: str) -> list[re.Match[str]]:
    """Numbers with their units, if none of them is vague."""
    parts = list(_counted.finditer(sentence))
    vague = any(_vague_before.search(sentence[: m.start()]) or _vague_after.search(sentence[m.end() :]) for m in parts)
    return [] if vague else parts


def _parts(text: Text, begin: int, sentence: str) -> Found:
    """共有学校96所，其中小学62所、初中21所、高中6所: 89, not 96."""
    for split in _parted.finditer(sentence):
        totals = list(_counted.finditer(sentence[: split.start()]))
        rest = re.split("[。！？；]|，(?:比|较|同比|占|共|已|全部|均|户均|人均|平均)", sentence[split.end() :])[0]
        if (
            not totals
            or len(sentence[totals[-1].end() : split.start()]) > 12
            or _vague_before.search(sentence[: totals[-1].start()])
        ):
            continue
        total, parts = totals[-1], _plain_parts(rest)
        clauses = [piece for piece in re.split("[、，；和]", rest.rstrip("。！？；”）")) if piece]
        if len(parts) < 2 or any(m[2] != total[2] for m in parts) or len(parts) != len(clauses):
            continue
        made, said = sum(value_of(m[1]) for m in parts), value_of(total[1])
        if "，" not in split[0] and "其中" in split[0]:
            continue
        whole = not re.search("其中|包括|含", split[0]) or bool(len(parts) == 2 and _HALVES.search(rest))
        if abs(made - said) < 0.01 or (made < said and not whole and len(parts) < 3):
            continue
        if whole:
            plain = shown(made) + total[2]
            yield text.find("sum", begin + total.start(), begin + total.end(), plain, parts=shown(made), total=total[1])
        else:
            last = begin + split.end() + parts[-1].start()
            yield text.find("sum", last, last + len(parts[-1][0]), None, parts=shown(made), total=total[1])
        return


# Two parts that leave nothing over
_HALVES = re.compile(
    "男.*女|女.*男|城.*[乡村]|公办.*民办|新建.*改|老.*新|上半年.*下半年|省内.*省外|县内.*县外|线上.*线下|国有.*民营|小学.*初中"
)
_votes = re.compile(
    r"(?:到会|出席|应到|实到|参加|收回|有效)[^，。；\d]{0,10}(\d+)[名人位张][^。]{0,16}?赞成(?:票)?(\d+)[票人][^。]{0,6}?反对(?:票)?(\d+)[票人][^。]{0,6}?弃权(?:票)?(\d+)([票人])?"
)
_plain_list = re.compile(
    rf"(?<![\d.第])(\d[\d,]*(?:\.\d+)?)({_COUNTED})，((?:[^，。；、\d]{{1,8}}\d[\d,.]*\2[，、；]){{2,}}[^，。；、\d]{{1,8}}\d[\d,.]*\2)[。；！]"
)


def _listed_after(text: Text, begin: int, sentence: str) -> Found:
    """全村320户，一组98户，二组112户，三组120户; and votes."""
    for m in _votes.finditer(sentence):
        votes = sum(int(m[i]) for i in (2, 3, 4))
        if votes > int(m[1]):
            yield text.find("sum", begin + m.start(4), begin + m.end(), None, parts=str(votes), total=m[1])
    for m in _plain_list.finditer(sentence):
        parts = _plain_parts(m[3])
        made, said = sum(value_of(one[1]) for one in parts), value_of(m[1])
        if parts and (said < made or 0.85 * said < made < said):
            at = begin + m.start(3) + parts[-1].start()
            yield text.find("sum", at, begin + m.end(3), None, parts=shown(made), total=m[1])


_total = re.compile(
    rf"[，；、][^，；、。\d]{{0,8}}?(?:共|共计|合计|总计|总共|一共|累计|总数|总额|总产量|总面积|总人数|总投资)[^，；、。\d]{{0,6}}?(\d[\d,]*(?:\.\d+)?)({_COUNTED})"
)


def _added(text: Text, begin: int, sentence: str) -> Found:
    """小学62所、初中21所、高中6所，共96所."""
    for m in _total.finditer(sentence):
        before = sentence[: m.start()]
        parts = [one for one in _plain_parts(before) if one[2] == m[2]]
        clauses = [piece for piece in re.split("[、，；：和]", before) if re.search(r"\d(?!\d*[年月日届])", piece)]
        made = sum(value_of(one[1]) for one in parts)
        if len(parts) >= 2 and len(parts) == len(clauses) and abs(made - value_of(m[1])) > 0.01:
            yield text.find(
                "sum", begin + m.start(1), begin + m.end(2), shown(made) + m[2], parts=shown(made), total=m[1]
            )


_changed = re.compile(
    rf"[由从](?:[^，。；\d]{{0,12}}(?:\d{{4}}年|去年|上年)?的?)({NUMBER})({_COUNTED})(?:[^，。；\d]{{0,8}}?)(?:到|至|为)了?(?:[^，。；\d]{{0,8}}(?:\d{{4}}年)?的?)({NUMBER})\2，"
    rf"[^，。；\d]{{0,6}}?(?<!均)(?:增加|净增|增长|减少|下降|多了|少了|提高|增收|上升|降低|降|压缩|扩大|缩短)了?(\d[\d,.]*[万亿]?)\2"
)
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
    many = list(re.finditer(rf"(\d[\d,]*)(万?){each[0][1]}", sentence[: each[0].start()]))
    if len(many) != 1 or re.search("[、；]", sentence[many[0].end() : total.start()]):
        return
    amounts = {"元": 1.0, "万元": 1e4, "亿元": 1e8}
    made = value_of(many[0][1] + many[0][2]) * value_of(each[0][2]) * amounts[each[0][3]]
    said = value_of(total[1]) * amounts[total[2]]
    if abs(made - said) > 0.06 * made:
        right = shown(made / amounts[total[2]]) + total[2]
        yield text.find("sum", begin + total.start(1), begin + total.end(2), right, parts=right, total=total[0])


_part_of_all = re.compile(r"占(?:比|了|总数的?|全部的?|全县的?)?(?:为|达)?(\d+(?:\.\d+)?)[%％]")


def _shares(text: Text, begin: int, sentence: str) -> Found:
    parts = list(_part_of_all.finditer(sentence))
    made = sum(float(m[1]) for m in parts)
    if len(parts) >= 2 and len(parts) == len(re.findall("[%％]", sentence)) and 100.5 < made < 150:
        last = parts[-1]
        yield text.find("sum", begin + last.start(1), begin + last.end(), None, parts=f"{shown(made)}%", total="100%")


_NUMBERS = {char: value for value, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_said = re.compile(
    r"(?<![第十百千万亿\d二三四五六七八九〇零])([二两三四五六七八九十]|[2-9])(?:(?:大|个|项|条|种|类|点|方面|名|位|支|件|家|座|所|处|样|道|张|本|步|句|招|宝|者|条线|部|幅|首|对|届)|(?=[^，。：、\d]{1,2}”))[^，。；：、“”！？\d]{0,10}”?(?:(?:分别)?(?:是|为|有|即)?：|分别(?:是|为|有)|——|(?:是|为)(?=[^，。]{1,6}、))([^。！？\n：—]+)(?:[。！？\n]|——)"
)
_in_order = re.compile(
    r"(?:^|[，；、。：\s])?(?:其?[一二三四五六七八九十]是|[①②③④⑤⑥⑦⑧⑨]|[1-9][.．、]|（[一二三四五六七八九1-9]）)"
)
_listed = re.compile(
    r"(?:^|[，。；：！？\n])([^，。；：！？\n（）“”《》\d]{2,60}?)(等)?([两二三四五六七八九]|\d{1,2})(?![一二三四五六七八九十\d]|省一|市一)(?:个|名|位|家|座|所|种|支|乡镇|镇|村|县|市|省|部门|人|地|单位)"
)


# 三点要求：一是…
_announced = re.compile(
    r"([一二两三四五六七八九]|\d)(?:点|项|条|个方面|方面|个|大|步|种)[^，。；：\d]{0,8}：([^。\n]*一是[^\n]*)"
)


def counts(text: Text) -> Found:
    """五大产业 and four in the list behind it; A、B、C and D等三个乡镇."""
    for m in _said.finditer(text.value + "\n"):
        said = _NUMBERS.get(m[1]) or int(m[1])
        if (found := _items(m[2])) and said not in found and "八项规定" not in m[0] and m[2][0] not in "，、":
            yield text.find("count", m.start(1), m.start(1) + 1, None, said=m[1], found=str(found[0]))
    for m in _announced.finditer(text.value):
        numbered = len(re.findall("[；，。：]?[一二三四五六七八九]是", m[2]))
        if numbered >= 2 and numbered != (_NUMBERS.get(m[1]) or int(m[1])):
            yield text.find("count", m.start(1), m.end(1), None, said=m[1], found=str(numbered))
    for m in _listed.finditer(text.value):
        *items, end = m[1].split("、")
        fewer, items = len(items) + 1, items + re.split("[和及与]", end)
        said = _NUMBERS.get(m[3]) or int(m[3])
        if "、" not in m[1] or said > 9 or said == fewer or "的" in end or not _are_of_one_kind(items):
            continue
        if len(items) > said or (len(items) != said and not m[2]):
            right = _ONE_TO_NINE[len(items) - 1] if not m[2] and len(items) < 10 and not m[3].isdigit() else None
            yield text.find("count", m.start(3), m.end(3), right, said=m[3], found=str(len(items)))


def _items(listed: str) -> list[int]:
    """How many items there are, in each way to count them; [] if the text is no plain list."""
    listed = listed.strip("“”")
    if ordered := _in_order.findall(listed):
        return [len(ordered)] if len(ordered) > 1 else []
    if re.search("等|…|包括|以及其他|关于|[（）]|^[一二三1]、", listed):
        return []
    if "；" in listed:
        return [listed.rstrip("；").count("；") + 1]
    if "、" in listed and "，" not in listed:
        items = listed.count("、") + 1
        joined = len(re.findall("以及|[和与及]", listed.rsplit("、", 1)[-1]))
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
