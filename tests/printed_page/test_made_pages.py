"""Whole pages from two writers: every story with its words, its place and its pictures."""

import shutil

import pytest

from .conftest import GOLDEN, read
from .pages import PAGES
from .typesetter import HEIGHT, WIDTH


@pytest.mark.parametrize("name", PAGES)
def test_a_page_written_by_reportlab(name):
    _page, stories = PAGES[name]()
    assert_reads(read(GOLDEN / f"{name}.pdf"), stories)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_chromium_wrote(name):
    _page, stories = PAGES[name]()
    assert_reads(read(GOLDEN / "chromium" / f"{name}.pdf"), stories)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no chromium here")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_written_by_the_chromium_of_this_machine(name, tmp_path):
    page, stories = PAGES[name]()
    page.chromium(tmp_path / "page.pdf")
    assert_reads(read(tmp_path / "page.pdf"), stories)


def assert_reads(page, stories):
    found = {story.headline: (story, place) for story, place in zip(page.parsed.articles, page.places, strict=True)}
    assert set(found) == {made.headline for made in stories}
    for made in stories:
        story, place = found[made.headline]
        assert [p.text for p in story.paragraphs if p.kind != "caption"] == made.paragraphs
        assert {author.name for author in story.authors} == set(made.authors)
        assert [picture.caption for picture in place.pictures] == list(made.captions)
        assert overlap(place.zone, made) > 0.9


def overlap(zone, made):
    """The common area of a zone and a made story's, as a share of both together; on a grid of two points."""
    both = either = 0
    for x in range(1, WIDTH, 2):
        for y in range(1, HEIGHT, 2):
            read = any(a[0] * WIDTH <= x <= a[2] * WIDTH and a[1] * HEIGHT <= y <= a[3] * HEIGHT for a in zone)
            printed = inside(made.zone, x, y) and not (made.corner and inside(made.corner, x, y))
            both, either = both + (read and printed), either + (read or printed)
    return both / either


def inside(box, x, y):
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
