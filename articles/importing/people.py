from articles.parsing.bylines import read_byline


def read_people(text: str) -> list[tuple[str, str]]:
    """The people a line of print names, as (name, role) in its order; nobody where it is no byline."""
    byline = read_byline(text)
    return [(credit.name, credit.role) for credit in byline.credits] if byline else []
