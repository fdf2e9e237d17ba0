"""What ends before it begins, or is done before what it needs: 5月20日至5月8日, 2001年退伍 and 2003年入伍."""

import itertools
import re

from .ages import BORN, FOUNDED
from .lists import either
from .model import Found, Text

_MOMENT = (
    r"(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})[日号])?(?:（[^（）]{1,6}）)?"
    r"(?:(?:上午|下午|晚上?|中午|凌晨|早上?)?(\d{1,2})(?:时|点|[:：])(\d{2})?分?)?"
)
_period = re.compile(
    rf"(?<![\d.])(?=\d){_MOMENT}(?:开始|起)?，?(?:持续到|持续至|延续到|延续至|延长至|一直到|至|到|—{{1,2}}|～|~|-)(次日|第二天|翌日|次年|翌年|明年|当日|当天)?{_MOMENT}(?![\d%％万亿元人])"
)


def backwards(text: Text) -> Found:
    """A period whose end stands before its beginning; work that was finished before it began."""
    for m in text.at_numbers(_period):
        if m[6] in ("次日", "第二天", "翌日", "次年", "翌年", "明年"):
            continue
        begins = [int(part) if part else 0 for part in m.groups()[:5]]
        ends = [int(part) if part else 0 for part in m.groups()[6:]]
        if _is_backwards(text.value[max(0, m.start() - 6) : m.start()], m[0], begins, ends):
            yield text.find("date_order", m.start(), m.end(), None)
    for m in text.at_numbers(_thirds) if "旬" in text.value else ():
        first, second = (int(m[1]), "上中下".index(m[2])), (int(m[3] or m[1]), "上中下".index(m[4]))
        if first > second and first[0] - second[0] <= 3:
            yield text.find("date_order", m.start(), m.end(), None)
    for m in itertools.chain.from_iterable(map(text.at_numbers, (_hours, _decades))):
        if _is_later(m):
            yield text.find("date_order", m.start(), m.end(), None)
    for begin, sentence in text.sentences:
        yield from _finished_first(text, begin, sentence)
        yield from _before_it_began(text, begin, sentence)
        yield from _turned_round(text, begin, sentence)
        if "生" in sentence:
            yield from _before_birth(text, begin, sentence)
        if _TELLS_OF_FOUNDING.search(sentence):
            yield from _before_founding(text, begin, sentence)


# 5月上旬至4月中旬 · 80年代至70年代 · 下午5时至3时, 下午3时开始，下午2时结束
_thirds = re.compile(r"(\d{1,2})月([上中下])旬(?:[至到]|—{1,2}|～)(?:(\d{1,2})月)?([上中下])旬")
_decades = re.compile(r"(?<!\d)([1-9]0)年代[初中末]?期?(?:[至到]|—{1,2}|～)(?:20世纪|上世纪)?([1-9]0)年代")
_hours = re.compile(
    r"(?<=午)(\d{1,2})(?:时|点|[:：])(\d{2})?分?(半?)(?:[^，。；、\d]{0,6}(?:开始|开幕|开赛|举行|开考|开会|开工)，?(?:至|到)?|(?:[至到]|—{1,2}|～))"
    r"(?:当[日天])?(上午|下午)?(\d{1,2})(?:时|点|[:：])(\d{2})?分?(半?)(?!次)"
)


def _is_later(m: re.Match[str]) -> bool:
    """Whether the first of two decades, or of two times in one half of a day, is the later one."""
    if m.re is _decades:
        return int(m[1]) > int(m[2])
    half = m.string[m.start() - 2 : m.start()]
    if m[4] and m[4] != half:
        return half == "下午" and "开" in m[0]
    first, second = ((int(m[i]), 30 if m[i + 2] else int(m[i + 1] or 0)) for i in (1, 5))
    # 上午11时至2时 ends in the afternoon; 12时 is the beginning of an afternoon.
    return half in ("上午", "下午") and first > second and first[0] < 12 and (half == "下午" or bool(m[4]))


# What is done once something has happened, and so not in an earlier year: 1958年建成，1954年大修
_AFTERWARDS = {
    "毕业": "回乡|返乡|参加工作|当了?|任教|入职|就业|进入|分配|来到|担任|创办|创业|应聘|考取研究生|读研",
    "退休": "返聘|义务|发挥余热|办起|回到|开始|捐|组建|牵头|成立",
    "(?:建成|落成|竣工|建于|始建|通车|投用|开馆|建校|成立|开业)": (
        "重建|翻修|翻新|修缮|维修|大修|改造|扩建|加固|冲毁|损毁|拆除|停办|停业|关闭|复建|更名|改名|改制|"
        "获评|被评|列为|搬迁|迁至|撤并"
    ),
    "(?:立案|受理|起诉)": "判决|宣判|审结|结案|开庭|调解",
    "(?:入党|入伍|参军|从教|参加工作|入职|上任)": "退休|退伍|退役|转业|离休|调任|离任|卸任|复员",
    "(?:结婚|成婚|嫁)": "生下|离婚|生育",
    "当选": "连任",
    "(?:签约|中标|立项|获批|批复)": "开工|动工|建成|投产|竣工",
    "(?:播种|栽下|种下|栽植|引种)": "收获|采收|挂果|采摘|开镰|丰收",
    "(?:确诊|住院|入院|受伤)": "出院|康复|痊愈",
    "(?:报名|征集|启动|开赛|开幕)": "揭晓|颁奖|闭幕|公布结果|落幕",
    "(?:丢失|失踪|被盗)": "找到|寻回|破案|追回",
}
_looks_back = re.compile(
    "此前|之前|以前|早在|曾|原本?|追溯|回忆|前身|始于|当时|父亲|母亲|爷爷|奶奶|祖|妻子|丈夫|哥|姐|弟|妹|另一|其中|比|而"
)


def _before_it_began(text: Text, begin: int, sentence: str) -> Found:
    """What needs something else to have happened, in an earlier year than that: 1994年退役后，1987年办起武馆."""
    dated = list(_dated_clause.finditer(sentence)) if sentence.count("年") > 1 else []
    for one, other in itertools.pairwise(dated):
        first, second = ([int(part or 0) for part in m.groups()[:3]] for m in (one, other))
        length = 3 if first[2] and second[2] else 2 if first[1] and second[1] else 1
        if (
            first[:length] <= second[:length]
            or other[4].startswith("的")
            or _looks_back.search(sentence[one.end() : other.end()])
        ):
            continue
        after = re.search("[^以之前]后$", one[4]) and re.match(
            "，.*(?:就|便|又|再|才|开始|办|当|了)", sentence[one.end() : other.end()]
        )
        if after or any(
            re.search(f"{done}[^，。；]{{0,4}}$", one[4]) and re.search(later, other[4])
            for done, later in _AFTERWARDS.items()
        ):
            place = begin + other.start()
            yield text.find("date_order", place, place + 5, None)


_DATE = r"(?<!\d)(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?"
_before_that = re.compile(rf"{_DATE}[^。；]{{2,40}}?[，；]在?(?:此前|在此之前|这之前|此之前)的?，?{_DATE}")
_after_that = re.compile(rf"{_DATE}[^。；]{{2,40}}?[，；](?:此后|随后|之后|后来|接着|紧接着|尔后)的?，?在?{_DATE}")


def _turned_round(text: Text, begin: int, sentence: str) -> Found:
    """2023年8月投用，此前的2024年5月验收; 2021年当选，此后2019年连任."""
    if not re.search("[此之随]前|[此之随]后|后来|接着|尔后", sentence):
        return
    for pattern, sign in ((_before_that, 1), (_after_that, -1)):
        for m in pattern.finditer(sentence):
            first, second = ([int(part or 0) for part in m.groups()[i : i + 3]] for i in (0, 3))
            length = 3 if first[2] and second[2] else 2 if first[1] and second[1] else 1
            early, late = (second, first) if sign > 0 else (first, second)
            if early[:length] > late[:length]:
                yield text.find("date_order", begin + m.start(4), begin + m.end(), None)


_dated_clause = re.compile(r"(?<!\d)(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?([^，。；\d]{0,14})")


def _is_backwards(before: str, period: str, begins: list[int], ends: list[int]) -> bool:
    if not any(begins) or not any(ends):
        return False
    if "下午" in period or "晚" in period or "凌晨" in period or "中午" in period:
        return False
    if begins[0] and ends[0]:
        return (
            begins[: 3 if begins[2] and ends[2] else 2 if begins[1] and ends[1] else 1]
            > ends[: 3 if begins[2] and ends[2] else 2 if begins[1] and ends[1] else 1]
        )
    if begins[1] and ends[1] and (begins[2] or ends[2] or begins[0]):
        later = begins[1] - ends[1]
        if later == 0:
            return bool(begins[2] and ends[2]) and begins[2] > ends[2]
        return 0 < later <= 3 and (not begins[0] or later <= 6)
    if not ends[1] and begins[2] and ends[2]:
        return begins[2] > ends[2] and not ends[3]
    if begins[3] and ends[3] and not ends[2] and not ends[1]:
        if before.endswith("上午") and ends[3] < 7:
            return False  # 上午11时至2时 ends in the afternoon
        same_day = bool(re.search("[当同每]日|当天|每天|今[日天]|上午", before)) or bool(begins[2])
        overnight = begins[3] >= 17 and ends[3] <= 10
        return (begins[3], begins[4]) > (ends[3], ends[4]) and (
            (same_day and not overnight)
            or "当日" in before
            or "当天" in before
            or (8 <= begins[3] < 17 and ends[3] >= 7)
        )
    return False


_moment = re.compile(
    rf"(?<!\d)(?=\d)(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(?:(\d{{1,2}})[日号])?(?:(?:上午|早上|凌晨|下午|晚上|傍晚|中午)?(\d{{1,2}})(?:时|点|[:：])(\d{{2}})?分?(?:半|整)?)?[^，。；、\d]{{0,10}}?({either('begun')}|{either('done')})"
)
_done, _begun = re.compile(either("done")), re.compile(either("begun"))


def _finished_first(text: Text, begin: int, sentence: str) -> Found:
    if not (_done.search(sentence) and _begun.search(sentence)):
        return
    moments = [m for m in _moment.finditer(sentence) if any(m.groups()[:4])]
    for one, other in itertools.pairwise(moments):
        first, second = ([int(part or 0) for part in m.groups()[:5]] for m in (one, other))
        between = sentence[one.end() : other.start()]
        if _begun_after_its_end(one, other, first, second):
            yield text.find("date_order", begin + other.start(), begin + other.end(), None)
        if (
            _done.search(one[6])
            or not _done.search(other[6])
            or re.search("次年|翌年|第二年|明年|次日|翌日|第二天|下午|晚|凌晨", between + other[0])
        ):
            continue
        # What the second leaves out is as in the first: 2021年4月动工，6月竣工
        known = next((i for i, part in enumerate(second) if part), 5)
        if not all(first[i] or not second[i] for i in range(4)) and not (first[0] and second[0]):
            continue
        length = (
            1
            if first[0] and second[0] and not (first[1] and second[1])
            else 5
            if first[3] and second[3]
            else max(i for i in range(5) if second[i] or i == known) + 1
        )
        if first[known:length] > second[known:length] and not (
            known == 1 and first[1] - second[1] > 3 and not first[0]
        ):
            at = begin + other.start()
            yield text.find("date_order", at, begin + other.end(), None)


# The same thing cannot be done before it is begun: 2001年退伍，2003年入伍.
_PAIRS = {
    "挂果": ("栽下", "种下", "引种"),
    "投产": ("开工", "动工", "奠基"),
    "投用": ("开工", "动工", "奠基"),
    "侦破": ("案发",),
    "破案": ("案发",),
    "解散": ("成立", "组建"),
    "竣工": ("开工", "动工"),
    "完工": ("开工", "动工"),
    "退伍": ("入伍", "参军"),
    "退役": ("入伍", "参军"),
    "去世": ("出生",),
    "逝世": ("出生",),
    "离任": ("上任", "任职"),
    "离婚": ("结婚",),
    "闭馆": ("开馆",),
    "闭幕": ("开幕",),
    "贯通": ("开工", "动工", "奠基"),
    "合龙": ("开工", "动工", "奠基"),
    "通车": ("开工", "动工", "奠基"),
    "建成": ("开工", "动工", "奠基"),
    "验收": ("开工", "动工", "奠基"),
    "退休": ("参加工作", "入职"),
    "毕业": ("入学", "考入", "考上", "就读", "考上大学"),
    "揭晓": ("征集", "报名"),
    "出院": ("住院", "入院"),
    "被判刑": ("抓获", "被捕"),
    "获刑": ("抓获", "被捕"),
    "到期": ("借款", "贷款", "签订", "投保"),
    "还清": ("借款", "贷款"),
    "归还": ("借款", "借走", "借出"),
    "终场": ("开球", "开场"),
    "散场": ("开场", "开演"),
    "杀青": ("开机",),
    "结业": ("开班", "开课"),
    "降落": ("起飞",),
    "扑灭": ("起火", "着火", "接警", "接到报警"),
    "告破": ("案发", "报案"),
    "下架": ("上架",),
    "封顶": ("开工", "动工", "奠基"),
    "颁奖": ("报名", "征集", "启动"),
}


def _begun_after_its_end(one: re.Match[str], other: re.Match[str], first: list[int], second: list[int]) -> bool:
    done = "毕业" if one[6].endswith("毕业") else one[6]
    if other[6] not in _PAIRS.get(done, ()):
        return False
    if first[0] and second[0]:
        return first[:2] < second[:2]
    return not second[0] and bool(first[2] and second[2]) and first[1:3] < second[1:3] and second[1] - first[1] < 2


_lived = re.compile(
    r"(?<!\d)(\d{4})年(?:\d{1,2}月)?[^，。；\d]{0,6}?(?:开始|学艺|学医|拜师|从军|从艺|从事|回乡|返乡|创办|进入|进厂|上学|读书|就读|任教|当兵|当上|嫁|跟随|跟着|获|被评|创作|参加|入党|加入|入伍|参军|毕业|结婚|从教|从医|来到|考入|考上|当选|担任|退休|去世|逝世)"
)


def _before_birth(text: Text, begin: int, sentence: str) -> Found:
    """1930年出生，1925年参加革命."""
    births = [int(m[1] or m[2]) for m in BORN.finditer(sentence)]
    for m in _lived.finditer(sentence) if len(births) == 1 else ():
        if int(m[1]) < births[0]:
            yield text.find("date_order", begin + m.start(1), begin + m.end(1) + 1, None)


_TELLS_OF_FOUNDING = re.compile("建校|成立|创办|创建|建厂|建馆|建院|始建")
_at_work = re.compile(
    r"(?<!\d)(\d{4})年(?:\d{1,2}月)?[^，。；\d]{0,4}?(?:迎来|招收|招生|重修|大修|毁|解散|撤销|扩建|改造|荣获|获评|搬迁|更名|投产|投用|改制|重建|翻修|修缮|停办|关闭|获奖|通过|引进|上市)"
)


def _before_founding(text: Text, begin: int, sentence: str) -> Found:
    """学校2001年建校，1998年迎来首批学生."""
    founded = [int(m[1] or m[2]) for m in FOUNDED.finditer(sentence)]
    for m in _at_work.finditer(sentence) if len(founded) == 1 and not re.search("重新|恢复|前身", sentence) else ():
        if int(m[1]) < founded[0]:
            yield text.find("date_order", begin + m.start(1), begin + m.end(1) + 1, None)
