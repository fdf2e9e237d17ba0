"""Pages lead programs to the same content as JSON, ninjs and text, and HEAD returns the headers of GET."""

import re

import pytest

from .rows import printed

pytestmark = pytest.mark.django_db


def alternates(response):
    """{title: address}"""
    found = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"; title="([^"]+)"', response["Link"])
    return {title: (address, media_type) for address, media_type, title in found}


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ("/articles/{pk}/", ["JSON", "ninjs", "Markdown", "text"]),
        ("/2023-07-20/", ["JSON", "ninjs"]),
        ("/2023-07-20/2/", ["JSON", "ninjs"]),
    ],
)
def test_pages_link_to_the_same_content_for_programs(client, page, titles):
    article = printed("水利局", body="时值夏季。")
    page = page.format(pk=article.pk)
    linked = alternates(client.get(page))
    assert list(linked) == titles
    assert alternates(client.head(page)) == linked
    for address, media_type in linked.values():
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"].partition(";")[0] == media_type
        assert "水利局" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/", "/articles/{pk}/", "/feed.atom", "/feed.rss", "/sitemap.xml", "/api/v1/articles/", "/api/v1/sections/",
        "/api/v1/search/?q=水利", "/api/v1/openapi.json", "/articles/{pk}.md",
    ],
)  # fmt: skip
def test_head_has_the_etag_of_get(client, address):
    address = address.format(pk=printed("水利局").pk)
    got, head = client.get(address), client.head(address)
    assert head.status_code == 200
    assert head["ETag"] == got["ETag"]
    assert head.content == b""
    assert client.head(address, headers={"If-None-Match": got["ETag"]}).status_code == 304
