"""Ranges and approximate numbers (GB/T 15835), and years cut short."""

import re

from .lists import either
from .model import Found, Text
from .numerals import ONE_TO_NINE, shown, value_of

_about = re.compile(
    rf"(?<![第初周、〇零一二两三四五六七八九月\d])(?<!第十)(?:(?<!年)|(?=.、.十[多余来]?岁))([一二两三四五六七八九])、([一二两三四五六七八九])"
    rf"(?=[十百千万亿]*[多余来]?(?:{either('measure')}))(?!年级|年生|层楼|号|分队|次会议|个五年|届|轮|处室|车间|批次?(?:学|名单)|道题|季度)"
)
_about_digits = re.compile(
    r"(?<![第\d、.年月])([1-9])、([1-9])(?=[百千万亿]?[多余]?(?:个月|个|名|人|家|户|天|公里|米|斤|次|岁|年(?!级)))"
)


def approximate(text: Text) -> Found:
    """三、四十人: adjacent numbers for about as many take no mark. Not 一、二年级, which are two grades."""
    for m in _about.finditer(text.value):
        first, second = (ONE_TO_NINE.find(char.replace("两", "二")) for char in m.groups())
        # 三五天 skips one.
        if second - first == 1 or m[0] == "三、五":
            yield text.find("dunhao_number", m.start(), m.end(), m[1] + m[2])
    for m in _about_digits.finditer(text.value):
        if int(m[2]) == int(m[1]) + 1:
            right = ("两" if m[1] == "2" else ONE_TO_NINE[int(m[1]) - 1]) + ONE_TO_NINE[int(m[2]) - 1]
            yield text.find("dunhao_number", m.start(), m.end(), right, "likely")


_cut_year = re.compile(
    r"(?<![\d.年近约达满共了\-—～第历时经过长])(?<!超过)(?<!不到)([5-9]\d|0\d)年(?=至今|从|毕业|参军|入伍|入党|出生|开始|底|初|春|夏|秋|冬|进|考|退|到|大|那|在|离|创|建|成立|参加|当|起|嫁|结婚|回|以后|以前|之前|之后|前后|起|的时候|夏天|冬天|春天|秋天|修|种|栽|盖|办|买|发|生人|下岗|下海|下乡|上|分|转|洪水|大旱|地震|那场|\d{1,2}月|年)"
    r"|(?<=[是于自在从到，。；（“至])([5-9]\d|0\d)年(?=[\u4e00-\u9fff]{1,6}的[，。；])|(?<![\d.第近约满达共长—～-])(0\d)年(?!级|代|[\u4e00-\u9fff]?龄)"
    r"|(?<=[于自在从到，。；（“至])([12]\d)年(?=\d{1,2}月|年?[底初末]|春节|[春夏秋冬]季|上半年|下半年|第?[一二三四]季度)"
)
_cut_range = re.compile(r"((?:19|20)\d\d)(年?[—～~至到－-]{1,2})(\d\d)年(?!级|以?来|的)")
_tilde = re.compile(r"(?<=[\d%％元万亿千百人名米岁日时点度月年天℃吨斤亩])~(?=\d)")
_twice_to = re.compile(r"(?<=[\d\u4e00-\u9fff])(?:[至到][～~—－]+|[～~—－]+[至到])(?=\d)")
# 从 goes with 至, not with a dash; 从2016—2018年 lacks a 年 as well.
_from_dash = re.compile(
    r"从(?:(?:\d{4}(?=[—～–-]{1,2}\d{4}年)())|\d[^，。；、—～–-]{0,8}?[年月日时岁%元])([—～–]{1,2}|-)(?=\d)"
)
_from_range = re.compile(r"(?<=\d)([%％])?(?:[～~—-]|——)(\d+(?:\.\d+)?)([%％])")
_year_zero = re.compile(r"[一二][零0OoО○〇一二三四五六七八九]{3}年")
_short_range = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(～|——?)(\d+(?:\.\d+)?)([十百千万亿]+)([元亩吨人户公斤美]{0,2})")


def ranges(text: Text) -> Found:
    """Years cut short, and ranges whose two ends do not say the same."""
    value = text.value
    for m in text.at_numbers(_cut_year):
        century = "20" if m[0][0] in "012" else "19"
        yield text.find("range_year", m.start(), m.end(), f"{century}{m[0]}")
    for m in text.at_numbers(_cut_range):
        century = m[1][:2]
        if int(m[3]) < int(m[1][2:]) and century == "19" and m[3] < "30":
            century = "20"  # 1998—02年
        if century + m[3] > m[1]:
            dash = "—" if m[2] == "-" else m[2]
            yield text.find("range_year", m.start(2), m.end(3), dash + century + m[3])
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
        full = m[4] in "十百千"
        first, second = (shown(value_of(m[i] + m[4])) if full else m[i] + m[4] for i in (1, 3))
        if full and float(m[1]) >= value_of("1" + m[4]):
            first = m[1]
        right = f"{first}～{second}{m[5]}" if full else f"{first}{m[5]}～{second}{m[5]}"
        yield text.find("range_year", m.start(), m.end(), right, "likely")
    for m in _tilde.finditer(value):
        yield text.find("range_year", m.start(), m.end(), "～")
