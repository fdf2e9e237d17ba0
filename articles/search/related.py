"""Articles about the same matter: those that share at least two of an article's rarest words."""

# Of the newest articles that share words, those whose titles share most of them are related.
LOOKED_AT = 30


def shared(keywords: list[str], title: str) -> int:
    """How much of the keywords, the rarest of which stand first, a title has."""
    return sum(len(keywords) - place for place, keyword in enumerate(keywords) if keyword in title)


def two_of(written: list[str], both: str, either: str) -> tuple[str, str]:
    """Two expressions: the first word with any other, and any two of the words; each word as the database writes it."""
    first, *others = written
    if not others:
        return first, first
    pairs = [f"({word}{both}({either.join(written[place:])}))" for place, word in enumerate(written[:-1], 1)]
    return pairs[0], either.join(pairs)
