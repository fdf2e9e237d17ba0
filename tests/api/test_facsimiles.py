"""The printed page for other programs."""

import pytest

from articles.facsimiles.shown import stories_on
from articles.models import Article, Facsimile
from tests.facsimiles.rows import page_with_pdf, store_images

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_folders")]

PAGE = "/api/v1/issues/2023-07-20/pages/2/"


def test_a_page_has_its_facsimile_and_the_zones_of_its_public_stories(client):
    stories = page_with_pdf(make=False)
    row = Facsimile.objects.get()
    store_images(row, "", b"WHOLE")
    page = client.get(PAGE).json()
    assert page["facsimile"] == {
        "url": f"http://testserver/2023-07-20/2/facsimile/{row.digest[:10]}-p1-2400.webp",
        "width": 2400, "height": 3360, "type": "image/webp", "whole": True,
    }  # fmt: skip
    assert client.get(page["facsimile"]["url"]).content == b"WHOLE"
    assert [each["zone"] for each in page["stories"]] == [each.placements.get().zone for each in stories]
    Article.objects.filter(pk=stories[0].pk).update(status="draft")
    page = client.get(PAGE).json()
    assert (page["facsimile"], [each["zone"] for each in page["stories"]]) == (None, [[], []])
    store_images(row, stories_on(row).key, b"BLANKED")
    page = client.get(PAGE).json()
    assert page["facsimile"]["whole"] is False
    assert client.get(page["facsimile"]["url"]).content == b"BLANKED"
    assert [each["zone"] for each in page["stories"]] == [each.placements.get().zone for each in stories[1:]]
