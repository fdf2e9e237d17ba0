"""The seed page, the golden pages, and the practice pages beside the repository, if they exist."""

from collections import Counter
from pathlib import Path

from articles.parsing import ParsedPage
from articles.parsing.punctuation import FULL
from articles.text.characters import clean, without_selectors
from articles.text.forms import DOTS

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAGES = Path(__file__).with_name("pages")
SEED = ROOT / "seeds" / "page.txt"
# A dot at the end of a line may be the dot in a name that goes on below.
ONE_FORM = str.maketrans(FULL | dict.fromkeys(DOTS, "·"))


def characters(text: str) -> Counter[str]:
    """The visible characters of a text, without white space, with full-width punctuation and one form of dot."""
    return Counter("".join(without_selectors(clean(text)).split()).translate(ONE_FORM))


def printed(page: ParsedPage) -> str:
    """The text of all parts of a parsed page."""
    parts = [residue.text for residue in page.residue]
    for story in page.articles:
        parts += [story.kicker, story.headline, story.deck, story.dateline]
        parts += [paragraph.text for paragraph in story.paragraphs]
        parts += [removed.text for removed in story.removed]
    return "".join(parts)
