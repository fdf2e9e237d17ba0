"""Marks: quotes and brackets in pairs, full width beside Chinese, ends of paragraphs, spaces."""

import re

from articles.text.characters import HAN, INVISIBLE

from .model import Found, Text

CLOSING = {"“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "【": "】", "「": "」", "『": "』", "〔": "〕"}
OPENING = {close: mark for mark, close in CLOSING.items()}
_QUOTES = "“”‘’「」『』"
_mark = re.compile(f'[{"".join(CLOSING)}{"".join(OPENING)}()"]')
_FULL = str.maketrans("()", "（）")
# 1） 一） a） number a list.
_numbers_a_list = re.compile(r"(?:^|[，；。：\s])[0-9a-zA-Z一二三四五六七八九十]{1,3}$")

Open = tuple[int, str]


def pairs(text: Text) -> Found:
    """Quotes and brackets without their other half, turned the wrong way, or crossed."""
    carried: Open | None = None
    for begin, paragraph in text.paragraphs:
        marks = [(m.start(), m[0].translate(_FULL)) for m in _mark.finditer(paragraph)]
        marks = [mark for mark in _directed(marks) if not _is_apostrophe(paragraph, *mark)]
        if carried and paragraph.lstrip().startswith(carried[1]):
            carried = None
        left = yield from _paragraph_pairs(text, begin, paragraph, marks, carried)
        carried = left
    if carried:
        yield text.find("pair", carried[0], carried[0] + 1, None, mark=carried[1])


def _directed(marks: list[Open]) -> list[Open]:
    """Straight quotes as opening and closing ones in turn."""
    directed, opened = [], False
    for place, mark in marks:
        if mark == '"':
            mark = "”" if opened else "“"
        if mark in "“”":
            opened = mark == "“"
        directed.append((place, mark))
    return directed


def _is_apostrophe(paragraph: str, place: int, mark: str) -> bool:
    return mark in "‘’" and paragraph[place - 1 : place].isascii() and paragraph[place + 1 : place + 2].isascii()


def _paragraph_pairs(text: Text, begin: int, paragraph: str, marks: list[Open], carried: Open | None):  # type: ignore[no-untyped-def]
    """Yields findings; returns the quote that a later paragraph may close."""
    stack: list[Open] = []
    skip = -1
    for i, (place, mark) in enumerate(marks):
        if place == skip:
            continue
        following = [m for _, m in marks[i + 1 :] if m in (mark, CLOSING.get(mark), OPENING.get(mark))]
        at = begin + place
        if mark in CLOSING:
            if carried and mark == carried[1]:
                yield text.find("pair", carried[0], carried[0] + 1, None, mark=mark)
                carried = None
            same = next((one for one in reversed(stack) if one[1] == mark), None)
            if same and following[:2] != [CLOSING[mark]] * 2:
                if not following or following[0] == mark:
                    stack.remove(same)
                    yield text.find("pair", at, at + 1, CLOSING[mark], mark=mark)
                    continue
                stack.remove(same)
                again = "" if same[0] + 1 == place else None  # 《《
                yield text.find("pair", begin + same[0], begin + same[0] + 1, again, mark=mark)
            stack.append((place, mark))
        elif stack and stack[-1][1] == OPENING[mark]:
            stack.pop()
        elif any(one[1] == OPENING[mark] for one in stack):
            after = paragraph[place + 1 : place + 2].translate(_FULL)
            top = stack[-1][1]
            if after == CLOSING[top] and len(stack) > 1 and stack[-2][1] == OPENING[mark]:
                del stack[-2:]
                skip = place + 1
                yield text.find("pair", at, at + 2, after + mark, mark=mark)
                continue
            while stack[-1][1] != OPENING[mark]:
                lost, one = stack.pop()
                yield text.find("pair", begin + lost, begin + lost + 1, None, mark=one)
            stack.pop()
        elif mark == "”" and carried:
            carried = None
        elif stack and mark == "”" and stack[-1][1] == "‘":
            opened, one = stack.pop()  # ‘争分夺秒”
            yield text.find("pair", begin + opened, begin + opened + 1, "“", mark=one)
        elif (
            stack
            and stack[-1][1] + mark in ("“》", "《”")
            and CLOSING[stack[-1][1]] not in [m for _, m in marks[i + 1 :]]
        ):
            opened, one = stack.pop()
            if mark == "》":
                yield text.find("pair", begin + opened, begin + opened + 1, "《", mark=one)
            else:
                yield text.find("pair", at, at + 1, "》", mark=mark)
        elif stack and _are_alike(stack[-1][1], mark) and CLOSING[stack[-1][1]] not in [m for _, m in marks[i + 1 :]]:
            opened, one = stack.pop()
            # 政办〔2024〕9号
            if mark == "）" and not (one == "〔" and re.fullmatch(r"\d{4}", paragraph[opened + 1 : place])):
                yield text.find("pair", begin + opened, begin + opened + 1, "（", mark=one)
            else:
                yield text.find("pair", at, at + 1, CLOSING[one], mark=mark)
        elif mark == "）" and _numbers_a_list.search(paragraph[:place]):
            continue
        elif following and following[0] == mark:
            stack.append((place, OPENING[mark]))
            yield text.find("pair", at, at + 1, OPENING[mark], mark=mark)
        else:
            yield text.find("pair", at, at + 1, None, mark=mark)
    quotes = [one for one in stack if one[1] in "“"]
    for place, mark in stack:
        if (place, mark) not in quotes:
            yield text.find("pair", begin + place, begin + place + 1, None, mark=mark)
    return (begin + quotes[-1][0], quotes[-1][1]) if quotes else carried


def _are_alike(one: str, other: str) -> bool:
    """Both quotes, or both brackets."""
    return (one in _QUOTES) == (other in _QUOTES)


_ADDRESS = re.compile(
    r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w.-]+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[!-~]*)?", re.ASCII
)
_CHINESE = f"{HAN}“”‘’（）《》【】。，、；：？！…—％％０-９"
_half = re.compile('[,;:?!.()"]')
_chinese = re.compile(f"[{_CHINESE}]")
_han = re.compile(f"[{HAN}]")
_WIDE = dict(zip(",;:?!().", "，；：？！（）。", strict=True))


def half_width(text: Text) -> Found:
    """Half-width marks beside Chinese, but not in numbers, addresses or Latin."""
    value = text.value
    addresses: list[tuple[int, int]] | None = None
    for m in _half.finditer(value):
        place, mark = m.start(), m[0]
        if not _is_beside_chinese(value, place, mark) or _ends_latin_words(value, place):
            continue
        if addresses is None:
            addresses = [found.span() for found in _ADDRESS.finditer(value)]
        if any(start < place < end for start, end in addresses) or _numbers_an_item(value, place):
            continue
        right = _quote(value, place) if mark == '"' else _WIDE[mark]
        if right:
            yield text.find("halfwidth", place, place + 1, right, mark=mark)


def _is_beside_chinese(value: str, place: int, mark: str) -> bool:
    before, after = value[:place][-2:].rstrip(" ")[-1:], value[place + 1 : place + 3].lstrip(" ")[:1]
    if mark == '"':
        return True
    if mark == ".":
        # 顺利.截至, 98%.全县 and the end of a line, but not 1.年满
        ends = not after or after in "”\n"
        if before and (before in "%％”》）" or _han.match(before)):
            return ends or bool(_chinese.match(after)) or bool(re.match(r"\d+[月年]", value[place + 1 : place + 7]))
        return before.isdigit() and ends and place > 2
    if before and _chinese.match(before):
        return True
    return bool(after and _chinese.match(after) and (mark in ",;?!()" or before.isdigit() or before in "%％"))


_latin_words = re.compile(r"[“《（‘][ -~]*[A-Za-z][ -~]*$")


def _ends_latin_words(value: str, place: int) -> bool:
    """“Well done!”"""
    return value[place - 1 : place].isascii() and bool(_latin_words.search(value[max(0, place - 60) : place]))


def _numbers_an_item(value: str, place: int) -> bool:
    """1.年满 and (1)."""
    if value[place] == ".":
        return (
            bool(re.search(r"(?:^|[^\d.])\d{1,2}$", value[max(0, place - 4) : place]))
            and value[place + 1 :].strip() != ""
        )
    return False


def _quote(value: str, place: int) -> str | None:
    """The curved quote for a straight one, if the quoted text is Chinese."""
    begin = value.rfind("\n", 0, place) + 1
    before = value[begin:place]
    opened = before.rfind("“") > before.rfind("”")
    if before.count('"') and "“" not in before and "”" not in before:
        opened = before.count('"') % 2 == 1
    beside = before[-1:] + value[place + 1 : place + 2]
    if beside.isascii() and beside:
        return None
    return "”" if opened else "“"


_sign_off = re.compile(
    r"^[（(【].*[）)】]$|(?:(?<![诉对向给问与和同让为])(?:记者|通讯员)(?![从在了获看采走来随问发探跟注梳见们])|编辑|校对|责编|作者|来源|摄影|文/|图/|版式|□|■|◎|●)"
    "|(?:电话|热线|手机|传真|邮编|邮政编码|地址|网址|邮箱|请寄|寄至|投稿|账号|户名|开户行|时间|地点|联系人|微信|微信号|QQ)[^，。：]{0,4}：[^，。；：！？]*$"
)


def end_stop(text: Text) -> Found:
    """A paragraph of prose that ends without a mark."""
    if text.form != "body" or _is_verse(text):
        return
    last = text.paragraphs[-1][0] if text.paragraphs else 0
    for begin, line in text.paragraphs:
        paragraph = line.rstrip()
        unfinished = begin == last and paragraph[-1:] == "；" and "；" not in paragraph[:-1]
        stopped = not unfinished and not _no_stop.search(paragraph)
        if stopped or _no_prose.match(paragraph) or _sign_off.search(paragraph[-30:]):
            continue
        inner = re.search("[，。；？！：]", paragraph[:-1])
        told = _tells.search(paragraph)
        if len(paragraph) < (10 if inner and paragraph[-1] not in "，、" else 12) or (
            inner and begin != last and "。" not in paragraph and len(text.paragraphs) > 4
        ):
            continue  # in a list
        if not inner and not told and paragraph[-1] != "）" and (len(text.paragraphs) > 1 or len(paragraph) < 15):
            continue
        end = begin + len(paragraph)
        if paragraph[-1] in "，、；":
            yield text.find("end_stop", end - 1, end, "。")
        else:
            quoted = paragraph[-1] == "”" and paragraph[: paragraph.rfind("“") + 1].endswith("：“")
            yield text.find("end_stop", end - 1, end, "。”" if quoted else paragraph[-1] + "。")


_no_stop = re.compile(
    rf"(?:[{HAN}0-9]（(?:[详参]?见|图[为是])[^（）]{{1,8}}）"
    rf"|[{HAN}0-9a-zA-Z%％°℃，、]|[{HAN}0-9%]”|[{HAN}]》)$"
)


# Subheads, captions (图①：, but not 图书馆), and where to write or call
_no_prose = re.compile(
    "## |图(?!书|纸|画|们|形|像)|[^，。：]{0,8}(?:电话|热线|传真|邮编|邮政编码|地址|邮箱|信箱|网址|请寄|联系人|"
    "账号|户名|开户行|微信号?|时间|地点)[:：][^，。]*$"
)
# What a headline or subhead in the text does not say so.
_tells = re.compile(
    "^(?:[他她]|我(?![国省市州县区乡镇村校院军台])|这[里些个天是])|昨日|昨天|近日|日前|将于|已于|据悉|据介绍|据了解|目前|截至|今年以来|预计|正在|已经|记者[从在了]|县里|我们|他们|老人|"
    "村民[们都]|(?<!什么)[了着过]$|中$|一次$"
)


def _is_verse(text: Text) -> bool:
    lines = [line for _, line in text.paragraphs]
    if sum(line.rstrip().endswith("。") for line in lines) * 2 > len(lines):
        return False
    return len(lines) > 2 and sorted(map(len, lines))[len(lines) // 2] <= 20


def headline_stop(text: Text) -> Found:
    """A headline takes no full stop, comma or colon at its end."""
    headline = text.value.rstrip()
    if text.form == "headline" and re.search(r"(?<![。…])[。，、；：,;.]$", headline) and not headline.endswith("..."):
        yield text.find("headline_stop", len(headline) - 1, len(headline), "")


_credit = re.compile(
    r"(?:摄影?|供图|提供|制图|翻拍|截图|绘制?|资料图片?|资料照片|图片|社发|文/图|图/文|摄影报道)[）)】]?[。]?$"
    r"|(?:摄影|图片|摄|(?<![上下左右①-⑳])图|供图|来源|文图|图文)\s?[:：/／]\s?\S{2,12}$|(?:记者|通讯员|特约摄影师|摄影师)\s?\S{2,4}(?:\s\S{2,4})*[）)]?$|(?:新华社|中新社)[^。]{0,8}$"
)


def caption_credit(text: Text) -> Found:
    """A caption names its photographer."""
    caption = text.value.rstrip()
    end = caption.rstrip("。！？）)")
    if text.form == "caption" and len(caption) > 5 and not _credit.search(caption[-30:]):
        yield text.find("caption", max(0, len(end) - 1), len(caption), None)


_space = re.compile(
    rf"(?<=[{HAN}，。；：？！、”’）》“‘（《…—％])([ \t\u3000\u00a0\u2002-\u200a]+)"
    rf"(?=[{HAN}，。；：？！、“‘（《”’）》…—])"
    rf"|(?<=[0-9A-Za-z])[ \t\u3000\u00a0]+(?=[，。；：？！、”）》])"
)
_prose_end = re.compile("[。！？…；][”’）》]*\\s*$")
_unseen = re.compile(rf"[{INVISIBLE}\u200c\u200d\x00-\x08\x0b\x0c\x0e-\x1f]+")
_names = re.compile(
    r"(?:记者|通讯员|编辑|编审|校对|责编|摄影|版式|作者|见习|实习|文/|图/|摄|审核|监制|编导|策划|主编|总编|值班|检察官|"
    r"编者按|编者的话|(?:讯|日电)\s*$|撰稿|来源|电话|地址|时间|□|■|◎|●|▲)"
)


def spaces(text: Text) -> Found:
    """Spaces between Chinese characters, and characters that nobody sees."""
    for m in _unseen.finditer(text.value):
        yield text.find("space_invisible", m.start(), m.end(), "", mark=f"U+{ord(m[0][0]):04X}")
    if text.form == "headline":
        return
    for begin, line in text.paragraphs:
        # Credits, headlines and names of speakers have no mark at the end.
        if text.form == "caption" or not _prose_end.search(line):
            continue
        indent = len(line) - len(line.lstrip())
        for m in _space.finditer(line, indent):
            if not _parts_names(line, m.start(), m.end()):
                yield text.find("space_invisible", begin + m.start(), begin + m.end(), "", mark="U+0020")


def _parts_names(line: str, start: int, end: int) -> bool:
    """In brackets with 记者, after such a word, in a name of two characters, or after the number of a heading."""
    before = re.split("[。！？]", line[max(0, start - 24) : start])[-1]
    if _names.search(before) or (re.match("[^，。]{1,12}：", line[end : end + 13]) and not re.search("[，。]", before)):
        return True
    # Two halves of a headline or slogan
    if (
        any(
            before.rfind(mark) > before.rfind(CLOSING[mark]) and _closes(line[end : end + 40], CLOSING[mark])
            for mark in "《“"
        )
        and line[start - 1] not in "“《，。、"
        and line[end] not in "”》，。、"
    ):
        return True
    # A heading's number
    return bool(re.match(r"^\s*[第一二三四五六七八九十0-9、.（）]+[章节条]?$", line[:start]))


def _closes(rest: str, mark: str) -> bool:
    """Whether the quoted words end there, and are no sentence."""
    words, closing, _ = rest.partition(mark)
    return bool(closing) and not words.endswith(("。", "！", "？", "，"))
