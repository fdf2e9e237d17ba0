"""Properties of every page, however badly printed."""

import copy
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.printed_page.boxes import Box
from articles.printed_page.model import as_dict, from_json, to_json
from articles.printed_page.page import understand
from articles.printed_page.sheet import UNKNOWN, Frame, Picture
from tests.parsing.conftest import characters, printed

from .pages import PAGES

SHEETS = [make()[0].sheet() for make in PAGES.values()]
DAMAGES = ["thin", "move", "frames", "pictures", "words", "shapes", "few"]
CHARACTERS = UNKNOWN + "，。（）“”□■　 a1记者摄图上接下转第版"


@given(
    st.sampled_from(range(len(SHEETS))),
    st.sampled_from(DAMAGES),
    st.integers(),
)
@settings(max_examples=25, deadline=None)
def test_no_character_is_lost_or_made(page, damage, seed):
    sheet = damaged(SHEETS[page], damage, random.Random(seed))
    read = understand(sheet)
    expected = characters("".join(glyph.char for glyph in sheet.glyphs))
    assert without_unknown(characters(printed(read.parsed))) == without_unknown(expected)
    assert without_unknown(characters(read.text)) == without_unknown(expected)
    assert from_json(json.loads(json.dumps(to_json(read)))) == read
    for article in as_dict(read)["articles"]:
        assert all(x0 <= x1 and y0 <= y1 for x0, y0, x1, y1 in article["zone"])


def without_unknown(found):
    """A row of shapes has no known number of characters."""
    del found[UNKNOWN]
    return found


def damaged(sheet, damage, rnd):
    sheet = copy.deepcopy(sheet)
    places = [(rnd.uniform(0, sheet.width), rnd.uniform(0, sheet.height)) for _ in range(rnd.randrange(30))]
    if damage == "thin":
        sheet.glyphs = [glyph for glyph in sheet.glyphs if rnd.random() < 0.5]
    elif damage == "few":
        sheet.glyphs = rnd.sample(sheet.glyphs, rnd.choice([0, 1, 2, 5, 20]))
        sheet.rules = []
    elif damage == "frames":
        sheet.frames += [Frame(x, y, x + rnd.uniform(1, 400), y + rnd.uniform(1, 400), (0, 0, 0)) for x, y in places]
    elif damage == "pictures":
        sheet.pictures += [Picture(x, y, x + rnd.uniform(0, 300), y + rnd.uniform(0, 300)) for x, y in places]
    elif damage == "shapes":
        sheet.shapes += [Box(x, y, x + rnd.uniform(9, 90), y + rnd.uniform(9, 60)) for x, y in places]
    for glyph in sheet.glyphs:
        if damage == "words" and rnd.random() < 0.2:
            glyph.char = rnd.choice(CHARACTERS)
        elif damage == "move" and rnd.random() < 0.1:
            move(glyph, rnd.uniform(-90, 90), rnd.uniform(-60, 60))
    return sheet


def move(glyph, x, y):
    glyph.x0, glyph.x1 = glyph.x0 + x, glyph.x1 + x
    glyph.y0, glyph.y1, glyph.base = glyph.y0 + y, glyph.y1 + y, glyph.base + y


@pytest.mark.parametrize("name", PAGES)
def test_the_same_page_is_read_the_same_way_twice(name):
    sheet = PAGES[name]()[0].sheet()
    assert understand(copy.deepcopy(sheet)) == understand(sheet)
