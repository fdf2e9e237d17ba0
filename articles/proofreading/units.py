"""Units that are doubled, mixed, or not of the kind that is measured (GB/T 15835)."""

import re
from collections.abc import Iterator

from .lists import either
from .model import Found, Text
from .numerals import shown

_unit = either("unit")
_LONG = "米|公里|千米|厘米|毫米"
_AREA = "平方米|平方公里|平方千米|公顷|亩"
_VOLUME = "立方米|立方"
_amount = (
    r"(?:约|近|保持|维持|稳定|控制|在|降至|降到|升至|升到|已|可|能|了|达|为|有|超过|达到|是|共|仅|将近|超|最|大约|总计|合计|，)*"
    r"\d[\d,.]*[多余]?[百千万亿]*[多余]?"
)
# (what it is measured as, how it must not be, the unit to put instead)
_MISMATCHED = (
    (
        r"(?<!最)(?:高度?|身高|长度?|全长|总长|宽度?|深度?|水深|厚度?|里程|距离|相距|海拔|水位|直径|跨度|净高|路长|管道长?|管网|水渠|渠道|堤防|护栏|围栏|电缆|光缆|线路)",
        r"平方(?=米|公里|千米)|立方(?=米)",
        "",
    ),
    (r"(?:长度|全长|总长|身高|海拔|里程|水深|直径|距离|相距|跨度)", r"(?:公斤|千克|公顷|吨|亩|升)", None),
    (r"(?:面积|占地|用地面积)", r"(?<!平方)(?<!立方)(?=(?:米|公里|千米)(?!长|宽|高|处|外|远|长廊))", "平方"),
    (r"(?:面积|占地)", r"立方(?=米)", "平方"),
    (
        r"(?:库容|蓄水量?|容积|体积|土方量?|供水量?|蓄水|输水|引水|用水量|储量|储水量?|方量|水量|流量|处理污水|污水处理量|排水量|木材|砂石|石方|浇筑混凝土|混凝土)",
        r"平方(?=米)",
        "立方",
    ),
    (r"(?:库容|容积|体积|土方量?|方量)", r"(?<!平方)(?<!立方)(?=米(?!高))", "立方"),
    (r"(?:载重量?|限载重?量?|限重|载货量?|吨位|排水量)", r"(?:公里|千米|亩|公顷)", "吨"),
    (
        r"(?<![严着注比偏看倚双])(?:重量?|体重|净重|总重|产量|载重)",
        r"(?:米|公里|平方米|公顷|亩|厘米|毫升)(?![\u4e00-\u9fff]?长)",
        None,
    ),
    (
        r"(?:用电量|发电量|耗电量|电量|售电量|供电量|年发电|节电|用电|发电)",
        r"千瓦(?!时|小时|·|级|机组|的|光|以|装机|风|水|发|电站)",
        "千瓦时",
    ),
    (r"(?:负荷|装机容量|装机|功率|总功率|总动力)", r"千瓦时|千瓦小时", "千瓦"),
    (r"(?:气温|温度|水温|体温|最低温|最高温|室温)", r"[%％]|(?<![摄华]氏)(?=度角)|平方米|米", "℃"),
    (r"(?:车速|航速|流速|速度)", r"(?:公斤|吨|亩|平方公里|平方米|元)", None),
    (r"(?:时速)", r"(?<!\d)(?:公斤|吨|平方公里|小时)", None),
    (
        r"(?:湿度|覆盖率|合格率|普及率|就业率|增长率|满意率|达标率|入学率|出勤率|利用率|入住率)",
        r"(?:元|℃|摄氏度|公里|米(?!以)|亩|吨)",
        "%",
    ),
    (r"(?:年龄|年仅|年满)", r"(?:公斤|米|元|斤)", None),
    (r"(?:降雨量|降水量|雨量|降雪量|积雪深度?)", r"(?:公里|千米|平方米|公斤|立方米|升|米(?!以))", None),
    (
        r"(?:最深处?|最浅处?|最高处|最宽处?|最窄处?|最长处|最厚处|最薄处|深达|高达|长达|宽达|水深达)",
        r"平方(?=米|公里)|立方(?=米)",
        "",
    ),
    (
        r"(?:历时|耗时|用时|费时|工期|任期|学制|刑期|保质期|有效期|车程需?|航程需?|等待时间|用工时间|时长)",
        r"(?:米|公里(?!外)|公斤|亩|吨|元|平方米|℃|度(?=[，。])|人(?=[，。]))",
        None,
    ),
    (r"(?:亩产|单产)", r"(?:米|公里|平方米|亩|℃|户)", None),
    (r"(?:风力|风速)", r"(?:公斤|吨|度(?=[，。])|亩|元|℃|平方米)", None),
    (r"(?:电压)", r"(?:千瓦时?|安培?(?=[，。])|瓦(?=[，。])|吨|米)", None),
    (
        r"(?:总?投资|造价|产值|营业额|销售额|税收|捐款|补贴|资金|收入|存款|贷款|罚款)",
        r"(?:公里|亩|米|平方米|℃|小时|摄氏度)(?=[，。；、])",
        None,
    ),
    (
        r"(?:客运量|客流量|游客|观众|学生|党员|会员|从业人员|参会|到会)",
        r"(?:公里|公斤|吨|亩|米|元|度)(?=[，。；、])",
        None,
    ),
    (r"(?:占地|耕地|林地|种植|播种)", r"(?:公斤|升|℃|立方米|小时)(?=[，。；、])", None),
    (r"(?:重达|毛重|体重|净重|皮重|承重)", r"(?:公里|千米|米|亩|公顷|升|元|平方米|小时)", None),
    (r"身高", r"(?<=\d\d\d)米", "厘"),
    (r"(?:房价|均价|单价|售价|票价|租金|工资|月薪|年收入|奖金)", r"(?:米|公里|公斤|平方米|亩)(?=[。，；])", None),
    (r"(?:总人口|户籍人口|常住人口)", r"(?:公里|亩|元|米|吨)(?=[，。；])", None),
)
_mismatched = [(re.compile(rf"{what}{_amount}({unit})"), right) for what, unit, right in _MISMATCHED]
_any_measured = re.compile("|".join(what for what, _, _ in _MISMATCHED))
_twice = re.compile(rf"[\d,.]+[百千万亿]*?({_unit})\1(?!之)")
# 28公里里, 3.6万人人
_end_twice = re.compile(
    r"[\d,.]+[百千万亿]*[多余]?(?:公里|千米|厘米|毫米|公斤|千克|平方米|立方米|万亩|万元|亿元|万吨|万户|万人|人次|小时|分钟)"
    r"(?<=(.))\1(?![均才工皆都有一二三\d])"
)
_twice_end = re.compile(r"(?<=[\d.])([万亿]?)(元|亩|吨|公里|米|公斤|户|千瓦|平方米|人次|%|％)\2")
_separated = re.compile(r"(?<![\d，,])\d{1,3}(?:，\d{3})+(?![\d，])")
_misgrouped = re.compile(
    r"(?<![\d,.:])\d{1,3}(?:,\d{3})*,(?:\d{1,2}|\d{4,})(?=[百千万亿]?(?:元|人|吨|亩|户|公里|米|平方|公斤|家|个))"
)
_mixed = re.compile(r"[\d,.]+?(万万|千万万|亿万|万亿亿|亿亿|千亿万|百万万|百百|千千|十万)(?=[元人吨亩户平公美])")
_halves = re.compile(
    r"[\d,.]+[百千万亿]?(?:公斤kg|千克kg|kg公斤|公里km|km公里|米m(?![a-z])|平方米㎡|㎡平方米|元￥|度℃|℃度|吨t(?![a-z])|元人民币元)"
)
_part = re.compile(
    r"(?<![\d.第〇零一二三四五六七八九十百千万～~—－-])(\d+(?:\.\d+)?)([百千])(?=[元人名户亩斤吨]|公[斤里]|[多余][\u4e00-\u9fff])"
)
_thousands = re.compile(r"(?<![\d.])(\d)千(\d)百(?:(\d)十)?(\d)?(?=[余多]?[\u4e00-\u9fff])")
_ten_thousands = re.compile(r"(?<![\d.])(\d+)万(\d)千(?=[余多]?(?:元|人|名|户|亩|斤|吨|公|平|米|个|株|棵|只))")
# 每度0.6元/度 says it twice; 2.5百万元 is 250万元; 9百50 is 950.
_each_twice = re.compile(
    r"每(小时|天|年|月|日|分钟|秒|亩|公斤|千克|斤|克|升|立方米|件|只|张|次|台|盒|袋|瓶|箱|度|吨|人|户|平方米|公里|公顷)[^，。；\d]{0,10}\d[\d,.]*[百千万亿]*[\u4e00-\u9fff]{1,4}([/／每]\1)"
)
_millions = re.compile(r"(?<![\d.第～~—－-])(\d+\.\d+|[1-9])(百|千)万(?=[元人吨亩斤户株头只平立美])")
_hundreds = re.compile(r"(?<![\d.])(\d)百(\d{1,2})(?![\d.万千])(?=[余多]?[\u4e00-\u9fff])")
_thousands_short = re.compile(r"(?<![\d.])(\d)千(\d{1,3})(?![\d.万百])(?=[余多]?[\u4e00-\u9fff])")
_money = re.compile(r"[￥¥]\s?\d[\d,.]*[百千万亿]*‹?元|\$\s?\d[\d,.]*[百千万亿]*(?:美元|美金)")


def units(text: Text) -> Found:
    """Units doubled, mixed, or not of the kind that is measured."""
    value = text.value
    for m in text.at_numbers(_twice):
        yield text.find("unit", m.start(1), m.end(), m[1], fault="doubled")
    for m in text.at_numbers(_end_twice):
        yield text.find("unit", m.end() - 1, m.end(), "", fault="doubled")
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
            "unit",
            m.start(1),
            m.end(1),
            {"万万": "亿", "亿亿": "亿", "千千": "千", "亿万": "亿", "百百": "百", "千亿万": "千亿"}.get(m[1]),
            fault="mixed",
        )
    for m in text.at_numbers(_halves):
        yield text.find("unit", m.start(), m.end(), _one_of_two(m[0]), fault="doubled")
    for m in _money.finditer(value):
        yield text.find("unit", m.start(), m.end(), m[0].lstrip("￥¥$ "), fault="doubled")
    for m in text.at_numbers(_part):
        number = float(m[1]) * (100 if m[2] == "百" else 1000)
        yield text.find("unit", m.start(), m.end(), shown(number), "likely", fault="mixed")
    for m in text.at_numbers(_thousands):
        yield text.find("unit", m.start(), m.end(), f"{m[1]}{m[2]}{m[3] or 0}{m[4] or 0}", fault="mixed")
    for m in text.at_numbers(_millions):
        number = float(m[1]) * (100 if m[2] == "百" else 1000)
        yield text.find("unit", m.start(), m.end(), f"{shown(number)}万", "likely", fault="mixed")
    for pattern, zeros in ((_hundreds, 2), (_thousands_short, 3)):
        for m in text.at_numbers(pattern):
            yield text.find("unit", m.start(), m.end(), m[1] + m[2].zfill(zeros), fault="mixed")
    for m in _each_twice.finditer(value) if "每" in value else ():
        yield text.find("unit", m.start(2), m.end(2), "", fault="doubled")
    for m in text.at_numbers(_ten_thousands):
        yield text.find("unit", m.start(), m.end(), f"{m[1]}.{m[2]}万", "likely", fault="mixed")
    places = [place for place in text.number_places if _any_measured.search(value, max(0, place - 10), place)]
    for pattern, right in _mismatched if places else ():
        for m in _before_numbers(text, places, pattern):
            yield text.find(
                "unit", m.start(1), max(m.end(1), m.start(1) + 1), *_unit_mended(value, m, right), fault="mismatched"
            )


_latin_unit = re.compile("kg|km|m|t|￥|㎡|度|(?<=元人民币)元")


def _one_of_two(wrong: str) -> str:
    """5公斤kg is 5公斤, 39℃度 is 39℃."""
    return _latin_unit.sub("", wrong)


def _before_numbers(text: Text, places: list[int], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches that begin a little before a number."""
    last = -1
    for place in places:
        m = pattern.search(text.value, max(last, place - 10), place + 24)
        if m and m.start() > last:
            last = m.start()
            yield m


def _unit_mended(value: str, m: re.Match[str], right: str | None) -> tuple[str | None]:
    if right is None:
        return (None,)
    return (right if m.end(1) > m.start(1) else right + value[m.start(1)],)
