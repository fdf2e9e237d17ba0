"""Folds text (ignoring width, case, accents and script) and splits it into runs of Han characters, of letters or of
digits. All else only separates runs. postgresql_index.py does the same in SQL, from the same character classes."""

import re
import unicodedata
from itertools import chain, product

from articles.text import characters
from articles.text.forms import RADICALS, RADICALS_AS_CHARACTERS
from articles.text.traditional import simplified

# Characters indexed in pairs: Chinese, kana, bopomofo, Korean.
HAN = (
    "々-〇〡-〩ぁ-ゖゝ-ゟァ-ヺー-ヿㄅ-ㄯㆠ-ㆿㇰ-ㇿ㐀-䶿一-\u9fff\uf900-\ufaff⺀-⿕"
    "\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\U00020000-\U0003ffff"
)
# Alphabets, after folding. Marks and digits inside these blocks count as letters.
LETTERS = "a-zß-öø-ʯ\u0370-\u10ff\u1200-\u1fff"
DIGITS = "0-9"
# Combining marks and invisible characters: 葛󠄀 and 葛, café and cafe are the same to a reader.
INVISIBLE = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
    f"{characters.INVISIBLE}{characters.JOINERS}{characters.SELECTORS}"
)
# ㎡ ① ² ½ Ⅳ fold into letters and digits, but stay apart from their neighbours: 100㎡ is 100, m and 2; m2 finds m².
SIGNS = "²³¹¼-¾⁰-₟℀-↏①-⓿㈀-㏿\U0001f100-\U0001f2ff"

RUN = re.compile(f"[{HAN}]+|[{LETTERS}]+|[{DIGITS}]+")
_sign = re.compile(f"([{SIGNS}])")
_invisible = re.compile(f"[{INVISIBLE}]+")
_han = re.compile(f"[{HAN}]")
_radical = re.compile(f"[{RADICALS}]")
_radicals = str.maketrans(RADICALS, RADICALS_AS_CHARACTERS)
# Names of two characters are set as wide as those of three: 王　斌
_spaces_in_han = re.compile(f" (?<=[{HAN}] ) *(?=[{HAN}])")
_grouped = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])")
_long = re.compile("[0-9]{4,}")
_thousand = re.compile("(?<=[0-9])(?=(?:[0-9]{3})+$)")
# A term with more long numbers than this is found only as typed.
MAX_NUMBERS = 3


def fold(text: str) -> str:
    """The text without irrelevant differences. Folding a text in parts gives the same characters."""
    if _radical.search(text):
        text = text.translate(_radicals)
    decomposed = unicodedata.normalize("NFKD", _sign.sub(r" \1 ", text))
    return simplified(_invisible.sub("", decomposed).casefold())


def runs(text: str) -> list[str]:
    """The runs of the folded text; spaces between Han characters separate nothing."""
    return RUN.findall(_spaces_in_han.sub("", fold(text)))


def numbers_otherwise(text: str) -> list[str]:
    """The folded text with its long numbers grouped or not: 1000余元 and 1,000余元."""
    folded = fold(text)
    plain = _grouped.sub(lambda match: re.sub("[, ]", "", match[0]), folded)
    numbers = _long.findall(plain)
    if not numbers or len(numbers) > MAX_NUMBERS:
        return []
    parts = _long.split(plain)
    spellings = product(*((number, _thousand.sub(",", number)) for number in numbers))
    return ["".join(chain(*zip(parts, [*spelling, ""], strict=True))) for spelling in spellings]


def tokens(text: str) -> list[str]:
    """The tokens to index: each Han run as its overlapping pairs and its last character, so that a phrase of pairs
    matches exactly where the substring occurs; any other run unchanged."""
    return [token for run in runs(text) for token in (pairs(run) if is_han(run) else (run,))]


def pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run))]


def is_han(run: str) -> bool:
    return _han.match(run) is not None
