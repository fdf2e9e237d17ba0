"""The parts of the front page, chosen for any number of stories so that none ends far above its neighbour. Heights are
rough ones in a window 1280 pixels wide; the style sheet does the rest."""

from math import ceil
from typing import NamedTuple

from articles.models import Article, Placement
from articles.text.characters import clipped

# Characters of the lead's text: with other stories, and alone on its page.
OPENING, WHOLE_OPENING = 200, 600
PICTURE, LEAD_PICTURE, PLAN = 220, 600, 460
LINE_OF_TEXT = 27


class Front(NamedTuple):
    """`seconds` are below the lead in size, beside its picture if it has one; `rest` stand in columns below."""

    lead: Placement
    lead_opening: list[str]
    seconds: list[Placement]
    rest: list[Placement]
    shows_plan: bool


def composed(placements: list[Placement]) -> Front:
    lead = lead_of(placements)
    others = [each for each in placements if each != lead]
    if not has_picture(lead.article):
        number = 3 if len(others) <= 3 else 2
        opening = opening_of(lead.article, OPENING if others else WHOLE_OPENING)
        # The plan of a single story would show nothing.
        return Front(lead, opening, others[:number], others[number:], shows_plan=bool(others))
    opening = opening_of(lead.article, {0: WHOLE_OPENING, 1: 0}.get(len(others), OPENING))
    room = height_of_lead(lead.article, opening)
    seconds: list[Placement] = []
    for each in others:
        if seconds and room < height_beside(each.article) // 2:
            break
        seconds.append(each)
        room -= height_beside(each.article)
    # A story alone in the columns would leave them empty.
    if len(others) == len(seconds) + 1 > 2:
        seconds.pop()
    return Front(lead, opening, seconds, others[len(seconds) :], shows_plan=bool(others) and room > 0.7 * PLAN)


def lead_of(placements: list[Placement]) -> Placement:
    """The first story with a headline; a continuation from another page has none."""
    return next((each for each in placements if each.article.headline), placements[0])


def opening_of(article: Article, remaining: int) -> list[str]:
    opening: list[str] = []
    for block in article.blocks:
        if block.kind == "paragraph" and remaining > 0:
            text = article.dateline + block.text if not opening else block.text
            opening.append(clipped(text, remaining))
            remaining -= len(text)
    return opening


def has_picture(article: Article) -> bool:
    return getattr(article, "first_picture", None) is not None


def height_of_lead(article: Article, opening: list[str]) -> int:
    lines = sum(ceil(len(each) / 42) for each in opening) or ceil(len(article.summary) / 50)
    return LEAD_PICTURE + 55 * ceil(len(article.title) / 18) + 31 * lines


def height_beside(article: Article) -> int:
    """Of a story in the narrow column beside the lead's picture."""
    picture = PICTURE if has_picture(article) else 0
    return 70 + 36 * ceil(len(article.title) / 11) + LINE_OF_TEXT * ceil(len(article.summary) / 18) + picture
