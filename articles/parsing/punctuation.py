"""Make half-width punctuation beside Chinese full-width, but not in 3,000元, http://a.cn/?b or Latin text."""

from .patterns import PATTERNS

FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
QUOTES = frozenset("“”‘’…—·")


def widen(text: str, after: str = "") -> str:
    """19日,会议召开(社) -> 19日，会议召开（社）; `after` is the character that follows on the page."""
    if not PATTERNS["half_width"].search(text):
        return text
    addresses = [m.span() for m in PATTERNS["address"].finditer(text)]
    marks = [m.start() for m in PATTERNS["half_width"].finditer(text)]
    marks = [i for i in marks if not any(start <= i < end for start, end in addresses)]
    out = list(text)
    _widen_brackets(out, [i for i in marks if text[i] in "()"])
    for i in marks:
        if text[i] not in "()" and _is_in_chinese(out, i, after):
            out[i] = FULL[text[i]]
    return "".join(out)


def is_chinese(char: str) -> bool:
    return char >= "\u2e80" or char in QUOTES if char else False


def _is_in_chinese(text: list[str], i: int, after: str) -> bool:
    left = _first_printed(text[max(0, i - 3) : i][::-1])
    right = _first_printed(text[i + 1 : i + 4]) or after[:1]
    return is_chinese(left) or is_chinese(right)


def _first_printed(chars: list[str]) -> str:
    return next((c for c in chars if not c.isspace()), "")


def _widen_brackets(text: list[str], marks: list[int]) -> None:
    """Widen both brackets of a pair if there is Chinese inside or beside them."""
    chinese_before = [0]
    for char in text if marks else ():
        chinese_before.append(chinese_before[-1] + is_chinese(char))
    opened: list[int] = []
    for i in marks:
        if text[i] == "(":
            opened.append(i)
            continue
        start = opened.pop() if opened else i
        if chinese_before[i] > chinese_before[start] or _beside_chinese(text, start, i):
            text[start], text[i] = FULL[text[start]], "）"
    for i in opened:
        if _beside_chinese(text, i, i):
            text[i] = "（"


def _beside_chinese(text: list[str], start: int, end: int) -> bool:
    return is_chinese(text[start - 1] if start else "") or is_chinese("".join(text[end + 1 : end + 2]))
