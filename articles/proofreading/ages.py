"""Ages, jubilees, spans of a life or work, and animals of a birth year that the years beside them do not give."""

import re
from itertools import pairwise

from .model import Found, Text

_life = re.compile(
    r"（(\d{4})(?:年)?(?:\d{1,2}月)?(?:出?生)?(?:—{1,2}|－|-|～|至)(\d{4})年?(?:\d{1,2}月)?）[^。；]{0,20}?(?:享年|终年)(\d{1,3})岁"
)


def _life_span(text: Text) -> Found:
    """李大爷（1940—2023），享年73岁."""
    for m in _life.finditer(text.value) if "岁" in text.value else ():
        should = int(m[2]) - int(m[1])
        if not should - 1 <= int(m[3]) <= should + 1:
            yield text.find("age", m.start(3), m.end(3), str(should), years=str(should))


BORN = re.compile(
    r"(\d{4})年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[^，。；\d]{0,6}?)(?:出生|生(?=[，。于人的）]))|(?:出生于|生于|出生在|出生年份为|出生：)(\d{4})年"
)
_aged = re.compile(
    r"(?<![\d.~～—\-第])(?:(时年|享年|现年|年仅|终年|年满|今年|已经|已是|年过)?)(\d{1,3})(周?岁)(?:生日|高龄)?(?!的?(?:以上|以下|儿子|女儿|孙|母亲|父亲|妻子|丈夫|爷爷|奶奶|哥哥|弟弟|妹妹|姐姐))"
)
_year = re.compile(r"(?<!\d)(\d{4})年(?!代|间|级)")
FOUNDED = re.compile(
    r"(\d{4})年(?:\d{1,2}月)?(?:\d{1,2}日)?[^，。；\d]{0,8}?(?:建校|成立|创办|创建|建厂|建馆|建院|建社|建站|建台|创刊|开业|组建|建成|落成|建|创立|开馆|结婚|始建|通车|投产|投用|通水|运行|并网|办学|开办|开校|设立|竣工|挂牌|登记)|(?:[成设创建]立于|(?:开凿|开挖|修建|栽植|修筑|兴建)于|建[院馆校厂社站台园所队团]于|创办于|创建于|建于|始建于|建成于|开办于|创刊于|创立于|建校于)(\d{4})年"
)
_jubilee = re.compile(r"(?<![\d.])(\d{1,3})(周年|年校庆|年华诞)")
_OTHERS_JUBILEE = re.compile(
    "(?:建党|建国|建军|中国成立|共和国成立|改革开放|抗战|胜利|回归|建交|长征|共产党成立|诞辰|辛亥|五四|共青团|抗日)[^，。]{0,4}$"
)


_started = re.compile(
    r"(\d{4})年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:，[他她它])?[^，。；\d]{0,10}?(?:入党|入团|参加工作|从教|任教|入伍|参军|从医|行医|从艺|学艺|拜师|从业|入行|上岗|入职|进厂|当上|当选|当兵|接过|接任|承包|嫁到|移居|搬到|结婚|建成|成立|建校|创办|创建|开办|开业|投产|投用|通车|通水|通电|并网|发电|运行|始建|建|栽|种|植|担任|来到|回到|开始|离乡|离家|离开|出国|失散|走失|分别|牺牲|去世|病逝|远嫁|出走|失联|搬来|搬进|落户|安家|定居|结缘|出土|问世|面世|首演|首播|引进|试种|起步|挂牌|注册|入驻|扎根|返乡|回乡|下乡|援疆|支教|入行|出师|开店|开张|开垦|戒烟|戒酒|修|种下|相识|相恋|离休|退休)"
    r"|[自从](\d{4})年(?:\d{1,2}月)?(?:起|到|开始|来|进|在|成为|担任|接|回|嫁|加入)"
    r"|(?:建成于|始建于|成立于|建于|创办于|开凿于|开挖于|修筑于|栽植于|种于|栽于|开于|开业于|开办于|创立于)(\d{4})年"
)
_lasted = re.compile(
    r"(?:[党教工军树桥房厂校艺店婚驾警医社会塔]龄|一[走干住守教别等去做当晃种养扎跑唱待]?(?:就是|便是)|就是|便是|长达|历经|度过|相隔|时隔|阔别|久别|失散|牺牲|离开|过去|整|已经?|整整|行医|从艺|从业|坚守|扎根|屹立|服役|[站守干教走做当种开跑写拍唱画住用办]了|服务|走了|当了|教了|种了|开了|做了|陪伴|走过|运行|使用|经营|从教|从医|办学|坚持|守护|守了|干了|住了|写了|用了|等了|超过了?|满|有着?|历时|结婚|工作)[^，。；\d]{0,4}?(\d{1,3})(年|个年头)(?![代级前后])"
)


_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_animal = re.compile(
    rf"(\d{{4}})年(?:(\d{{1,2}})月)?(?:\d{{1,2}}日)?(?:出?生)?[^。；\d]{{0,8}}?(?:属|生肖[属是为]?)([{_ANIMALS}])(?=[，。的、）；！])"
)


def _birth_animals(text: Text) -> Found:
    """1988年出生，属兔: 龙; one born before the spring festival has the animal of the year before."""
    for m in _animal.finditer(text.value) if "属" in text.value or "生肖" in text.value else ():
        should = _ANIMALS[(int(m[1]) - 4) % 12]
        before = _ANIMALS[(int(m[1]) - 5) % 12] if not m[2] or int(m[2]) <= 2 else should
        if m[3] not in (should, before):
            yield text.find("age", m.start(3), m.end(3), should, years=should)


def ages(text: Text) -> Found:
    """An age or jubilee that the two years beside it do not give."""
    yield from _life_span(text)
    yield from _birth_animals(text)
    for begin, sentence in _about_one(text):
        yield from _in(text, begin, sentence)
    for begin, sentences in _told_on(text):
        yield from _in(text, begin, sentences)


def _in(text: Text, begin: int, sentence: str) -> Found:
    yield from _wrong_age(text, begin, sentence, BORN, _aged, 1)
    yield from _wrong_age(text, begin, sentence, FOUNDED, _jubilee, 0)
    yield from _wrong_age(text, begin, sentence, _started, _lasted, 1)


_goes_on = re.compile("[他她它这那该到至]|截至|老人|如今|今年|学校|当时")


def _told_on(text: Text) -> list[tuple[int, str]]:
    """Two short sentences about one person or thing: 外婆满81岁。外婆1935年出生."""
    return [
        (begin, one + other)
        for (begin, one), (_, other) in pairwise(text.sentences)
        if len(one) + len(other) < 90
        and re.search(r"\d{4}年", one)
        and re.search(r"\d年|岁", other)
        and (
            re.match("[他她它这那该到至]|截至|老人|如今|今年|学校|当时", other)
            or (other[:2].isalpha() and other[:2] in one)
        )
    ]


def _about_one(text: Text) -> list[tuple[int, str]]:
    """Sentences, without those that are about several people or bodies."""
    return [(begin, sentence) for begin, sentence in text.sentences if re.search(r"岁|周年|校庆|华诞|\d年", sentence)]


_RELATION = re.compile("儿子|女儿|孙[子女]|妻子|丈夫|母亲|父亲|弟弟|妹妹|哥哥|姐姐|老伴|孩子|长子|次子")


def _wrong_age(
    text: Text, begin: int, sentence: str, origin: re.Pattern[str], age: re.Pattern[str], play: int
) -> Found:
    origins, said = list(origin.finditer(sentence)), list(age.finditer(sentence))
    if not origins or len(said) != 1:
        return
    start = int(next(year for year in origins[0].groups() if year))
    years = [int(m[1]) for m in _year.finditer(sentence) if not origins[0].start() <= m.start() < origins[0].end()]
    number = next(i for i in (2, 1) if i <= said[0].re.groups and said[0][i] and said[0][i].isdigit())
    if len(years) != 1 or years[0] <= start or _OTHERS_JUBILEE.search(sentence[: said[0].start()]):
        return
    if re.search("[两三四五六七八九十百]年(?:代|间)|\\d{4}年代", sentence):
        return
    between = sentence[min(origins[0].end(), said[0].start()) : max(origins[0].start(), said[0].start())]
    now = sentence[max(m.end() for m in _year.finditer(sentence)) : said[0].start()]
    if (origin is BORN and _RELATION.search(between)) or re.search("如今|目前|至今|现在|迄今", now):
        return
    should = years[0] - start
    if not (should - play <= int(said[0][number]) <= should + play):
        at = begin + said[0].start(number)
        known = origin is not BORN or not re.match("时年|年仅", said[0][0])
        yield text.find("age", at, begin + said[0].end(number), str(should) if known else None, years=str(should))
