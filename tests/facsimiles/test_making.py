"""The images of a facsimile: which ones are made, when, and what is on them."""

from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageStat

from articles import editing
from articles.editing import Actor
from articles.facsimiles.areas import MARGIN
from articles.facsimiles.making import NotDrawn, is_made, make_renditions
from articles.facsimiles.shown import Stories, stories_on
from articles.facsimiles.signals import draw_waiting
from articles.models import Article, Facsimile, Placement
from articles.pictures.files import open_rendition, original_name
from newsroom import deadlines
from tests.pictures.folders import stored
from tests.printed_page.typesetter import WIDTH

from .rows import GOLDEN, add_pdf, page_with_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_folders")]

WHOLE = ["p1-1000.avif", "p1-1000.webp", "p1-2400.webp", "p1-400.avif", "p1-400.webp", "p1-720.avif", "p1.pdf"]
chief = Actor.command()


def facsimile():
    return Facsimile.objects.select_related("page__issue").get()


def keys():
    return sorted({each["key"] for each in facsimile().renditions})


def image(name):
    with open_rendition(facsimile(), name) as file:
        return Image.open(file).convert("L")


def part(picture, area, margin=0):
    x0, y0, x1, y1 = (value / 10_000 for value in area)
    width, height = picture.size
    return picture.crop((x0 * width + margin, y0 * height + margin, x1 * width - margin, y1 * height - margin))


@pytest.fixture
def draw(django_capture_on_commit_callbacks):
    """What is done within is committed at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_page_has_images_of_all_sizes_and_a_pdf_of_its_own():
    page_with_pdf()
    row = facsimile()
    assert sorted(each["name"] for each in row.renditions) == stored("renditions") == WHOLE
    large = next(each for each in row.renditions if each["name"] == "p1-2400.webp")
    assert (large["width"], large["height"], large["mime"]) == (2400, 3343, "image/webp")
    assert image("p1-2400.webp").size == (2400, 3343)
    assert large["bytes"] == storages["renditions"].size(f"{row.digest[:2]}/{row.digest}/p1-2400.webp")
    assert is_made(row)


def test_the_pdf_has_this_page_alone_and_nothing_else_of_the_file(tmp_path):
    with pdfium.PdfDocument.new() as two:
        for name in ("sidebar", "table"):
            two.import_pages(pdfium.PdfDocument(GOLDEN / f"{name}.pdf"))
        two.new_attachment("notes.txt").set_data(b"SECRET")
        two.save(tmp_path / "two.pdf")
    article = page_with_pdf(make=False)[0]
    Facsimile.objects.all().delete()
    row = add_pdf(article.placements.get().page, tmp_path / "two.pdf", sheet=2)
    make_renditions(row)
    with open_rendition(row, "p2.pdf") as file, pdfium.PdfDocument(file.read()) as made:
        assert (len(made), made.count_attachments()) == (1, 0)
        assert "今年的粮食这样收购" in made[0].get_textpage().get_text_bounded().replace("\r\n", "")


def test_half_a_sheet_is_drawn_without_the_other_and_has_no_pdf():
    page_with_pdf(make=False)
    Facsimile.objects.update(half="right", width=WIDTH / 2)
    make_renditions(facsimile())
    assert stored("renditions") == [f"p1right-{name[3:]}" for name in WHOLE[:-1]]
    assert image("p1right-1000.webp").size == (1000, 2786)


def test_hidden_stories_are_blanked_with_a_margin_and_the_others_are_not():
    _first, second, third = page_with_pdf(make=False)
    Article.objects.filter(pk=second.pk).update(status="draft")
    make_renditions(facsimile())
    (key,) = set(keys()) - {""}
    zone = second.placements.get().zone[0]
    before, after = image("p1-1000.webp"), image(f"p1-1000-{key}.webp")
    assert ImageStat.Stat(part(before, zone)).stddev[0] > 20
    assert ImageStat.Stat(part(after, zone)).stddev[0] < 1
    beside = [zone[0] - MARGIN + 10, zone[1], zone[0], zone[3]]
    assert ImageStat.Stat(part(after, beside)).mean[0] == pytest.approx(232, abs=2)
    below = third.placements.get().zone[0]
    assert ImageStat.Stat(part(after, below, 8)).stddev[0] == pytest.approx(
        ImageStat.Stat(part(before, below, 8)).stddev[0], abs=1
    )


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_nothing_is_blanked_where_no_story_is_public(status):
    page_with_pdf(make=False, status=status)
    assert not stories_on(facsimile()).may_be_shown


def test_nothing_is_shown_where_the_zone_of_a_hidden_story_is_unknown():
    first, second, _third = page_with_pdf(make=False)
    Article.objects.filter(pk=second.pk).update(status="draft")
    assert stories_on(facsimile()).may_be_shown
    Placement.objects.filter(article=second).update(zone=[])
    assert not stories_on(facsimile()).may_be_shown
    assert first.is_public


def test_a_page_whose_zone_misses_the_story_is_not_shown():
    """Its text would be read beside the blanked area."""
    third = page_with_pdf(make=False)[2]
    Article.objects.filter(pk=third.pk).update(status="draft")
    Placement.objects.filter(article=third).update(zone=[[500, 7000, 9500, 9700]])
    make_renditions(facsimile())
    assert keys() == [""]


def test_a_withdrawal_makes_the_blanked_images_and_a_return_removes_them(draw):
    article = page_with_pdf()[0]
    with draw():
        editing.withdraw(article.pk, chief, "失实。")
    assert len(keys()) == 2
    assert len(stored("renditions")) == len(WHOLE) + 6
    with draw():
        editing.restore(article.pk, chief)
    assert (keys(), stored("renditions")) == ([""], WHOLE)


def test_images_of_other_blanked_stories_are_removed(draw):
    first, second, _third = page_with_pdf()
    with draw():
        editing.withdraw(first.pk, chief, "失实。")
    of_one = keys()[1]
    with draw():
        editing.withdraw(second.pk, chief, "失实。")
    assert len(keys()) == 2
    assert of_one not in keys()
    assert len(stored("renditions")) == len(WHOLE) + 6


def test_what_readers_see_when_scheduled_stories_are_public_is_made_before(draw):
    first, second, third = page_with_pdf()
    soon = timezone.now() + timedelta(hours=1)
    Article.objects.filter(pk=first.pk).update(publish_at=soon)
    Article.objects.filter(pk=second.pk).update(status="draft")
    with draw():
        third.save()
    assert len(keys()) == 3
    Article.objects.filter(pk=first.pk).update(publish_at=timezone.now())
    assert stories_on(facsimile()).key in keys()[1:]


def test_a_story_that_leaves_the_page_stays_blanked():
    """It was never public, and its words are still in the PDF."""
    first, second, third = page_with_pdf(make=False)
    zones = [each.placements.get().zone for each in (first, second)]
    Article.objects.get(pk=first.pk).delete()
    Placement.objects.get(article=second).delete()
    assert facsimile().withheld == zones
    assert stories_on(facsimile()) == Stories({third.pk: third.placements.get().zone}, zones)


def test_a_story_moved_to_another_page_leaves_its_zone_blanked_here():
    article = page_with_pdf(make=False)[0]
    placement = article.placements.get()
    zone = placement.zone
    placement.page = placement.page.issue.pages.create(number="3")
    placement.save()
    assert Placement.objects.get(article=article).zone == []
    assert facsimile().withheld == [zone]


def test_a_merged_story_is_seen_as_part_of_the_other():
    first, second, third = page_with_pdf(make=False)
    zones = [each.placements.get().zone for each in (first, second, third)]
    step = editing.merge_with_next(first.pk, chief)
    assert stories_on(facsimile()) == Stories({first.pk: zones[0] + zones[1], third.pk: zones[2]}, [])
    editing.undo(step.pk, chief)
    assert stories_on(facsimile()) == Stories({first.pk: zones[0], second.pk: zones[1], third.pk: zones[2]}, [])


def test_what_is_split_off_is_blanked_together_with_the_rest():
    """Nobody knows which lines are whose."""
    first, _second, _third = page_with_pdf(make=False)
    zone = first.placements.get().zone
    step = editing.split(first.pk, chief, 1)
    (part,) = step.articles.exclude(pk=first.pk)
    assert stories_on(facsimile()).seen[part.pk] == zone
    Article.objects.filter(pk=part.pk).update(status="draft")
    assert stories_on(facsimile()).hidden == [zone]
    part.delete()
    assert stories_on(facsimile()).hidden == [zone]


def test_a_split_that_is_taken_back_leaves_nothing_blanked():
    first, second, third = page_with_pdf(make=False)
    step = editing.split(first.pk, chief, 1)
    editing.undo(step.pk, chief)
    assert stories_on(facsimile()).seen.keys() == {first.pk, second.pk, third.pk}
    assert stories_on(facsimile()).hidden == []


def test_a_request_that_hides_several_stories_draws_the_page_once_at_its_end(draw):
    first, second, _third = page_with_pdf(make=False)
    Facsimile.objects.update(renditions=[{"name": "p1-400.webp", "key": "", "mime": "image/webp"}])
    with deadlines.within(20):
        for each in (first, second):
            with draw():
                editing.withdraw(each.pk, chief, "失实。")
        assert keys() == [""]
    draw_waiting()  # as request_finished calls it
    assert keys() == ["", stories_on(facsimile()).key]


@pytest.mark.parametrize("lost", ["missing", "damaged"])
def test_without_its_pdf_no_images_are_made(lost):
    page_with_pdf(make=False)
    row = facsimile()
    storages["originals"].delete(original_name(row))
    if lost == "damaged":
        add_pdf_again(row)
    with pytest.raises(NotDrawn, match="请从备份中放回"):
        make_renditions(row)
    assert facsimile().renditions == []


def add_pdf_again(row):
    from django.core.files.base import ContentFile

    storages["originals"].save(original_name(row), ContentFile(b"%" * row.size))


def test_a_file_that_is_no_pdf_inside_is_said_to_be_so(tmp_path):
    article = page_with_pdf(make=False)[0]
    Facsimile.objects.all().delete()
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7 nothing")
    row = add_pdf(article.placements.get().page, tmp_path / "page.pdf")
    with pytest.raises(NotDrawn, match="画不出来"):
        make_renditions(row)


def test_a_desk_action_succeeds_although_the_page_cannot_be_drawn(draw):
    article = page_with_pdf(make=False)[0]
    Facsimile.objects.update(renditions=[{"name": "p1-400.webp", "key": ""}])
    storages["originals"].delete(original_name(facsimile()))
    with draw():
        editing.withdraw(article.pk, chief, "失实。")
    assert Article.objects.get(pk=article.pk).status == "withdrawn"
    assert keys() == [""]
