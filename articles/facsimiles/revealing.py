"""Whether a page with blanked zones still shows a hidden story, because its zone is not quite where it stands."""

from collections.abc import Container, Iterable

from articles.models import TEXTS, Page, Placement
from articles.text.characters import squeezed

LENGTH = 6  # characters: even a line of a narrow column has several such pieces
# Names and phrases are in other stories too. This many different pieces are more than one line.
MOST = 8


def reveals(visible: str, page: Page, seen: Container[int]) -> bool:
    """Whether the `visible` words have text of a story that is printed on the page and not among the keys `seen`."""
    hidden: set[str] = set()
    public: set[str] = set()
    for placement in Placement.objects.filter(page=page).select_related("article"):
        article = placement.article
        is_seen = article.pk in seen or article.merged_into_id in seen
        (public if is_seen else hidden).update(_pieces(_words(page, placement)))
    return len((hidden - public) & set(_pieces(visible))) > MOST


def _words(page: Page, placement: Placement) -> str:
    """The story as it is now, and as it was printed."""
    printed = "".join(text for _number, text in page.source_lines(placement.first_line or 1, placement.last_line or 0))
    return "".join(getattr(placement.article, name) for name in TEXTS) + printed


def _pieces(text: str) -> Iterable[str]:
    text = squeezed(text)
    return (text[start : start + LENGTH] for start in range(len(text) - LENGTH + 1))
