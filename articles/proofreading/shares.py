"""Shares and multiples: what becomes less by once, per cent for percentage points."""

import itertools
import re

from .lists import either
from .model import Found, Text
from .numerals import NUMBER, shown, value_of

_times = re.compile(
    rf"(?:下降|减少|降低|缩小|缩短|下滑|减)(?:了|幅度达)?(?:[2-9]\d\d|1\d[1-9]|1[1-9]0)(?:\.\d+)?[%％]|(?:{either('less')})(?:了|近|约|将近|达|为|至少|超过|幅度达|幅度为|比例达|整整|足足)*({NUMBER}|几|数|好几)(?:多|余|几)?倍|(?:下降|减少|降低|缩小|缩短|减)了?(?:近|约)?(?:一|两|1|2)番"
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


# 信访量为60件，去年同期为120件
_was = re.compile(
    rf"({NUMBER})([\u4e00-\u9fff]{{1,3}})[^。；\d]{{0,6}}，(?:而)?(?:去年|上年|同期|上月|往年|前年|过去|以前|原来|原先|改造前|此前)"
    rf"[^。；\d]{{0,8}}({NUMBER})\2"
)


def _less_by(before: str, wrong: str) -> str | None:
    """缩短了一半 or 60%, if the numbers from and to stand before."""
    clause = re.split("[。；！？]", before)[-1]
    if now := _was.search(clause):
        old, new = value_of(now[3]), value_of(now[1])
    elif found := list(_from_to.finditer(clause)):
        old, new = value_of(found[-1][1]), value_of(found[-1][3])
    else:
        return None
    if not 0 < new < old:
        return None
    verb = re.split(r"\d|[一二两三四五六七八九十几数]", wrong)[0]
    share = 100 * (1 - new / old)
    return verb + ("一半" if share == 50 else f"{shown(round(share, 1))}%")


_share = re.compile(r"(\d+(?:\.\d+)?)[%％]")
_change_by = re.compile(rf"(?:{either('change')})(?:了|幅度达|幅度为|约|近)?(\d+(?:\.\d+)?)[%％]")
_points = re.compile(r"(?:增长|增加|下降|减少|提高|上涨)了?(\d+(?:\.\d+)?)个百分点")
_absolute = re.compile(
    r"(?:达到?|为|至|到|完成|实现)(?:了)?\d[\d,.]*[多余]?[百千万亿]*(?:元|人次|人|吨|公斤|亩|户|辆|台|件|家|千瓦|立方|平方|美元|个(?!百分))"
)
_amounts = re.compile(
    "(?:产量|产值|收入|投资|人数|人次|利润|增加值|生产总值|GDP|零售额|进出口|用工|客运量|货运量|吞吐量|总额|销量|销售额|出口额?|税收|价格|面积|客流|用电量|总量|储蓄|存款|贷款|订单|接待量|出栏|存栏|播种面积|单产|亩产|产能|营业额|成交额|交易额|营收|利税|财政|用水量|排放量|发电量|旅客|案件|起数|事故|用户|人口|户数|数量|件数|捐款|补贴|工资|车流量|快递|业务量|票房|游客|借阅量|阅读量|发行量|销售|零售|进口|外贸|引资|养殖|种植)[^。；]{0,14}(?:增长|增加|下降|减少|提高|上涨)"
)
_a_share = re.compile(r"[%％]|拉动|贡献|率|比重|占比|比例|份额|增速|增幅|百分比|降幅|涨幅")


_CHANGED = "提高|提升|上升|增加|增长|下降|降低|减少|加快|放缓|回落|回升|扩大|收窄"
_has_a_share = re.compile("[%％]，|率[比较]")
# 支持率达到60%，上升了4% · 成活率比去年提高3%
_share_then_change = re.compile(
    rf"(?:(?<!生产)(?<!效)(?<!功)(?<!频)(?<!汇)(?<!税)(?<!利)率|比重|占比|增速|增幅|份额)(?:已|提高|升|降)?(?:为|达到?|至|到|是)\d[\d.]*[%％]，"
    rf"(?:(?:比|较)[^，。；\d]{{0,8}}|同比|环比|又|再)?(?:{_CHANGED})了?(?:近|约)?(\d[\d.]*)[%％]"
)
_change_of_share = re.compile(
    rf"(?:成活|合格|入学|升学|覆盖|普及|就业|失业|及格|优秀|优良|达标|入住|利用|满意|出勤|支持|上座|命中|投票|参保|参与|绿化|回收|城镇化|化验|检出|贫困发生|录取|到课|破案|受检|接种)率"
    rf"(?:比|较)(?:去年|上年|上月|上季度|往年|同期|上年同期|去年同期|前年)(?:{_CHANGED})了?(?:近|约)?(\d[\d.]*)[%％]"
)


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
        for pattern in (_share_then_change, _change_of_share) if _has_a_share.search(sentence) else ():
            for m in pattern.finditer(sentence):
                yield text.find("percent_point", begin + m.start(1), begin + m.end(), f"{m[1]}个百分点", "likely")
        for m in re.finditer(r"(?<=\d)百分点", sentence):
            yield text.find("percent_point", begin + m.start(), begin + m.end(), "个百分点")
        for m in re.finditer(r"(\d+(?:\.\d+)?)[%％]个百分点", sentence):
            grows = _amounts.search(sentence[max(0, m.start() - 24) : m.start()])
            right = f"{m[1]}%" if grows else f"{m[1]}个百分点"
            yield text.find("percent_point", begin + m.start(), begin + m.end(), right)
        for m in _points.finditer(sentence):
            near = sentence[max(0, m.start() - 24) : m.end() + 16]
            if (_absolute.search(near) or _amounts.search(near)) and not _a_share.search(near):
                yield text.find("percent_point", begin + m.start(1), begin + m.end(), f"{m[1]}%")
