"""Guesses an article's section from the keywords that editors keep with each section."""

from dataclasses import dataclass
from typing import Any

from . import segmentation

HEADLINE_WEIGHT = 5
# One passing mention in a body is no subject: a section needs a keyword in the headline, or several in the text.
ENOUGH = 3
# A fourth mention of the same word says no more than three; without this a single word would decide long stories.
MOST_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A section and the words that spoke for it, or no section where too little did."""

    section: Any
    score: int = 0
    headline_words: tuple[tuple[str, int], ...] = ()
    body_words: tuple[tuple[str, int], ...] = ()

    def as_reason(self) -> dict:
        """What is stored with the article, so that an editor can see why."""
        return {"score": self.score, "headline": dict(self.headline_words), "body": dict(self.body_words)}


def guess_section(headline: str, body: str, sections) -> Guess:
    """The section whose keywords weigh most in headline and body; of equals the first of `sections`."""
    bounds = [_at_most(section, headline, body) for section in sections]
    best, place = Guess(None), len(bounds)
    # The likeliest first: once none of the others can weigh more, they need no looking at.
    for order in sorted(range(len(bounds)), key=bounds.__getitem__, reverse=True):
        if bounds[order] < max(best.score, ENOUGH):
            break
        guess = _weigh(sections[order], headline, body)
        if (guess.score, -order) > (best.score, -place):
            best, place = guess, order
    return best if best.score >= ENOUGH else Guess(None)


def _at_most(section, headline, body):
    """What the section's keywords would weigh if each place of theirs counted; found a hundred times faster."""
    return sum(
        HEADLINE_WEIGHT * min(headline.count(word), MOST_COUNTED) + min(body.count(word), MOST_COUNTED)
        for word in section.keyword_list
    )


def _weigh(section, headline, body):
    in_headline, in_body = _occurrences(headline, section), _occurrences(body, section)
    score = HEADLINE_WEIGHT * sum(times for _, times in in_headline) + sum(times for _, times in in_body)
    return Guess(section, score, in_headline, in_body)


def _occurrences(text, section):
    times = ((word, _times(text, word)) for word in section.keyword_list)
    return tuple((word, number) for word, number in times if number)


def _times(text, word):
    """How often `word` stands in `text` and is no accident of two neighbouring words, up to MOST_COUNTED times."""
    times, start = 0, text.find(word)
    while start >= 0 and times < MOST_COUNTED:
        end = start + len(word)
        times += segmentation.stands_whole(text, start, end)
        start = text.find(word, end)
    return times
