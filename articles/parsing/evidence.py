"""Evidence from the page's own text: words that continue across a cut, texts on the same subject."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from articles.text.characters import HAN

from .frequent import FREQUENT
from .patterns import PATTERNS
from .wordcuts import cut_score

MARKS = "。，、；：“”"
# If one of these follows a text's first character, that character ends a word: 整|治，
MARKS_AFTER_A_WORD = frozenset("，。、；：！？")
HAN_RUN = re.compile(f"[{HAN}]+")
# Words that end no headline, and characters that begin no sentence.
ENDS_CUT = tuple(
    "的了着在和与及为对将从把被向以是有其并而或该这个各不所到由使让就都也还又很更最等即如若第于当每某仍却已则且但因所"
)
BEGINS_CUT = tuple("的了着过们和与及或者等性化员度率区业会")
BEGIN_NO_TEXT = tuple("，。、；：！？”）》")
# A text usually repeats its heading's words within this many characters; the weight of that.
REPEATS_WITHIN = 400
REPEAT_WEIGHT = 4
# Share of a text's three-character sequences that also occur in an earlier text. Measured on whole pages: parts of one
# story 0.02 to 0.27, neighbouring stories 0.00 to 0.02, neighbours on a similar subject 0.03.
RELATED = 0.015
# Characters of a story compared to find its subject.
LOOK_BACK = 4000
LOOK_AHEAD = 1000
# The longest note after the last full stop.
MAX_NOTE = 70


class Evidence:
    """The page's character pairs and triples; each text is treated as ending with a full stop."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.pairs: Counter[str] = Counter()
        self.triples: set[str] = set()
        self.beginnings: Counter[str] = Counter()
        for text in texts:
            framed = f"{text}。"
            pairs = list(map("".join, pairwise(framed)))
            self.pairs.update(pairs)
            self.triples.update(map("".join, zip(pairs, framed[2:], strict=False)))
            self.beginnings[text[:2]] += 1

    def joins(self, before: str, after: str) -> int:
        """How strongly the page suggests that the cut between the texts is inside a word."""
        score = 2 * min(2, self.pairs[before[-1:] + after[:1]])
        score += 3 * (before[-2:] + after[:1] in self.triples) + 3 * (before[-1:] + after[:2] in self.triples)
        return score - 2 * self._ends_phrases(before[-2:]) - 2 * self._begins_phrases(after[:2])

    def _ends_phrases(self, word: str) -> bool:
        return any(word + mark in self.triples for mark in MARKS)

    def _begins_phrases(self, word: str) -> bool:
        # More than once: `beginnings` includes the text itself.
        return self.beginnings[word] > 1 or any(mark + word in self.triples for mark in MARKS)


def is_finished(text: str) -> bool:
    """Whether the text ends with a full stop, or with a note after it: （县融媒体中心供稿）, ②6."""
    return bool(PATTERNS["finished"].search(text[-8:])) or ending_note(text) is not None


def ending_note(text: str) -> str | None:
    match = PATTERNS["ending_note"].search(text, max(0, len(text) - MAX_NOTE))
    return match["note"] if match else None


def looks_cut(before: str, after: str) -> int:
    """How much the wording suggests one sentence cut in two; below 0, a headline and its text."""
    score = cut_score(before, after) - round(REPEAT_WEIGHT * _shared(before, after[:REPEATS_WITHIN], 2))
    score += 2 * min(2, before.count("，")) + 3 * bool(PATTERNS["says"].search(before)) + 3 * before.endswith(ENDS_CUT)
    score += 3 * bool(PATTERNS["ends_with_date"].search(before))
    score += 2 * (len(before) > 24) + 2 * (len(before) > 32) - 2 * (len(before) <= 16)
    score += 3 * bool(PATTERNS["bullet"].match(before))  # ■ begins a point of a list
    score += 3 * bool(PATTERNS["opening"].match(before) and before[0] != "“")  # “四个引领”为学校定方向
    score -= 3 * bool(PATTERNS["opening"].match(after))
    score -= 4 * bool(PATTERNS["quotation"].match(before))
    score -= 4 * (" " in before or "\u3000" in before) + 5 * bool(PATTERNS["column_tag"].search(before))
    score += 4 * after.startswith(BEGIN_NO_TEXT) + 6 * bool(PATTERNS["counts_on"].match(before[-1:] + after[:1]))
    return score + 3 * after.startswith(BEGINS_CUT) + 4 * (after[1:2] in MARKS_AFTER_A_WORD)


def similarity(earlier: str, later: str) -> float:
    """The share of the later text's three-character sequences that also occur in the earlier text."""
    return _shared(later, earlier, 3)


def shared_words(text: str, other: str) -> float:
    """The share of the text's pairs of characters that also occur in the other text."""
    return _shared(text, other, 2)


def shared_rare_words(text: str, other: str) -> int:
    """How many of the text's pairs of characters with a rare one (淤泥, 何川) also occur in the other text."""
    rare = {char for char in (set(text) & set(other)) - FREQUENT if HAN_RUN.match(char)}
    places = [place for place, char in enumerate(text) if char in rare] if rare else []
    pairs = {text[max(0, start) : start + 2] for place in places for start in (place - 1, place)}
    return sum(pair in other for pair in pairs if len(pair) == 2 and HAN_RUN.fullmatch(pair))


def _shared(text: str, other: str, size: int) -> float:
    own = _sequences(text, size)
    return len(own & _sequences(other, size)) / len(own) if own else 0.0


def _sequences(text: str, size: int) -> set[str]:
    return {run[i : i + size] for run in HAN_RUN.findall(text) for i in range(len(run) - size + 1)}
