"""Guesses an article's section from the keywords that editors keep with each section."""

from dataclasses import dataclass

from . import words

HEADLINE_WEIGHT = 5
# One passing mention in a body is no subject: a section needs a keyword in the headline, or several in the text.
ENOUGH = 3
# A fourth mention of the same word says no more than three; without this a single word would decide long stories.
MOST_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """A section and the words that spoke for it, or no section where too little did."""

    section: object | None
    score: int = 0
    headline_words: tuple[tuple[str, int], ...] = ()
    body_words: tuple[tuple[str, int], ...] = ()

    def as_reason(self) -> dict:
        """What is stored with the article, so that an editor can see why."""
        return {"score": self.score, "headline": dict(self.headline_words), "body": dict(self.body_words)}


def guess_section(headline: str, body: str, sections) -> Guess:
    """The section whose keywords weigh most in headline and body; of equals the first of `sections`."""
    keywords = [(section, section.keyword_list) for section in sections]
    in_headline = _occurrences(headline, keywords)
    in_body = _occurrences(body, keywords)
    guesses = [_weigh(section, listed, in_headline, in_body) for section, listed in keywords]
    best = max(guesses, key=lambda guess: guess.score, default=Guess(None))
    return best if best.score >= ENOUGH else Guess(None)


def _weigh(section, keywords, in_headline, in_body):
    headline_words = tuple((word, in_headline[word]) for word in keywords if in_headline.get(word))
    body_words = tuple((word, in_body[word]) for word in keywords if in_body.get(word))
    score = HEADLINE_WEIGHT * sum(times for _, times in headline_words) + sum(times for _, times in body_words)
    return Guess(section, score, headline_words, body_words)


def _occurrences(text, keywords):
    wanted = {word for _, listed in keywords for word in listed}
    return {word: _times(text, word) for word in wanted if word in text}


def _times(text, word):
    """How often `word` stands in `text` and is no accident of two neighbouring words, up to MOST_COUNTED times."""
    times, start = 0, text.find(word)
    while start >= 0 and times < MOST_COUNTED:
        end = start + len(word)
        times += words.stands_whole(text, start, end)
        start = text.find(word, end)
    return times
