from articles.parsing.bylines import read_byline


def read_people(text: str) -> list[tuple[str, str]]:
    """The (name, role) pairs in a byline; empty if the text is not a byline."""
    byline = read_byline(text)
    return [(credit.name, credit.role) for credit in byline.credits] if byline else []
