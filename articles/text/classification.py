"""Guess an article's section from the keywords that editors keep for each section."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import segmentation

HEADLINE_WEIGHT = 5
# One mention in the body is not a subject: it takes a keyword in the headline, or several mentions.
MIN_SCORE = 3
# More mentions of the same word do not count, or a single word would decide long stories.
MAX_COUNT = 3
# Words in the text alone are often incidental, and two sections with almost as many words are both possible.
SURE_SCORE = HEADLINE_WEIGHT
SURE_LEAD = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """A section (None if there were too few keywords) and the keywords found."""

    section: Any
    score: int = 0
    headline_words: tuple[tuple[str, int], ...] = ()
    body_words: tuple[tuple[str, int], ...] = ()
    lead: int = 0  # how much higher it scored than the next section

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE_SCORE and self.lead >= SURE_LEAD

    def as_reason(self) -> dict[str, Any]:
        """Stored with the article to show editors why."""
        return {"score": self.score, "headline": dict(self.headline_words), "body": dict(self.body_words)}


def guess_section(headline: str, body: str, sections: Sequence[Any]) -> Guess:
    """The section with the highest score; the first of `sections` if there are several."""
    # Counting words first is a hundred times as fast as checking each place.
    likely = [section for section in sections if _max_score(section, headline, body) >= MIN_SCORE]
    guesses = [_guess(section, headline, body) for section in likely]
    best, second, *_others = [*sorted(guesses, key=lambda guess: -guess.score), Guess(None), Guess(None)]
    return replace(best, lead=best.score - second.score) if best.score >= MIN_SCORE else Guess(None)


def _max_score(section: Any, headline: str, body: str) -> int:
    return sum(
        HEADLINE_WEIGHT * min(headline.count(word), MAX_COUNT) + min(body.count(word), MAX_COUNT)
        for word in section.keyword_list
    )


def _guess(section: Any, headline: str, body: str) -> Guess:
    in_headline, in_body = _occurrences(headline, section), _occurrences(body, section)
    score = HEADLINE_WEIGHT * sum(times for _, times in in_headline) + sum(times for _, times in in_body)
    return Guess(section, score, in_headline, in_body)


def _occurrences(text: str, section: Any) -> tuple[tuple[str, int], ...]:
    times = ((word, _count(text, word)) for word in section.keyword_list)
    return tuple((word, number) for word, number in times if number)


def _count(text: str, word: str) -> int:
    """How often `word` occurs in `text` and does not overlap other words, up to MAX_COUNT."""
    count, start = 0, text.find(word)
    while start >= 0 and count < MAX_COUNT:
        end = start + len(word)
        count += segmentation.is_separate(text, start, end)
        start = text.find(word, end)
    return count
