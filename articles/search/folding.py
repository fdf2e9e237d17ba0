"""Folds text (ignoring width, case and accents) and splits it into runs of Han characters, of letters or of digits. All
else only separates runs. postgresql_index.py does the same in SQL, from the same character classes."""

import re
import unicodedata

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
    "\u00ad\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20d0-\u20ff"
    "\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U000e0100-\U000e01ef"
)
# ㎡ ① ² ½ Ⅳ fold into letters and digits, but stay apart from their neighbours: 100㎡ is 100, m and 2; m2 finds m².
SIGNS = "²³¹¼-¾⁰-₟℀-↏①-⓿㈀-㏿\U0001f100-\U0001f2ff"

RUN = re.compile(f"[{HAN}]+|[{LETTERS}]+|[{DIGITS}]+")
_sign = re.compile(f"([{SIGNS}])")
_invisible = re.compile(f"[{INVISIBLE}]+")
_han = re.compile(f"[{HAN}]")


def fold(text: str) -> str:
    """The text without irrelevant differences. Folding a text in parts gives the same characters."""
    decomposed = unicodedata.normalize("NFKD", _sign.sub(r" \1 ", text))
    return _invisible.sub("", decomposed).casefold()


def runs(text: str) -> list[str]:
    return RUN.findall(fold(text))


def tokens(text: str) -> list[str]:
    """The tokens to index: each Han run as its overlapping pairs and its last character, so that a phrase of pairs
    matches exactly where the substring occurs; any other run unchanged."""
    return [token for run in runs(text) for token in (pairs(run) if is_han(run) else (run,))]


def pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run))]


def is_han(run: str) -> bool:
    return _han.match(run) is not None
