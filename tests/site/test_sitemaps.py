from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.site import sitemaps

from .rows import DAY, illustrate, later, picture, printed

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
PARTS = ["archive", "articles", "authors", "issues", "pages", "sections"]


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def addresses(client, sitemap):
    return [loc.text.removeprefix("http://testserver") for loc in read(client, sitemap).iter(MAP + "loc")]


def test_the_index_leads_to_every_public_url(client):
    article = printed(byline=[("记者", "曹璐")], section="environment")
    parts = addresses(client, "/sitemap.xml")
    assert parts == [f"/sitemap-{part}.xml" for part in PARTS]
    assert [address for part in parts for address in addresses(client, part)] == [
        "/",
        "/archive/",
        "/corrections/",
        "/about/",
        "/accessibility/",
        "/archive/2023/",
        f"/articles/{article.pk}/",
        f"/authors/{article.authors.get().pk}/",
        "/2023-07-20/",
        "/2023-07-20/2/",
        "/sections/environment/",
    ]


def test_every_url_in_the_sitemaps_can_be_opened(client):
    printed(byline=[("记者", "曹璐")], section="environment", page="2/3")
    for part in PARTS:
        for address in addresses(client, f"/sitemap-{part}.xml"):
            assert client.get(address).status_code == 200, address


def test_sitemaps_contain_the_last_change(client):
    article = printed(section="politics", byline=[("记者", "曹璐")])
    changed = timezone.make_aware(timezone.datetime(2024, 2, 29, 7))
    type(article).objects.filter(pk=article.pk).update(updated_at=changed, publish_at=changed)
    # Changes of drafts do not count.
    printed("草稿", section="politics", status="draft")
    for part in PARTS[1:]:
        assert [each.text for each in read(client, f"/sitemap-{part}.xml").iter(MAP + "lastmod")] == ["2024-02-29"]
    index = read(client, "/sitemap.xml")
    assert {each.text for each in index.iter(MAP + "lastmod")} == {"2024-02-29T07:00:00+08:00"}


def test_no_sitemap_contains_hidden_rows(client):
    for fields in ({"status": "draft"}, {"status": "withdrawn"}, {"publish_at": later()}):
        printed(**fields, section="environment", byline=[("记者", "曹璐")], day=date(2020, 1, 1))
    assert [addresses(client, f"/sitemap-{part}.xml") for part in PARTS] == [
        ["/", "/archive/", "/corrections/", "/about/", "/accessibility/"],
        [],
        [],
        [],
        [],
        [],
    ]
    assert addresses(client, "/news-sitemap.xml") == []


def test_long_sitemaps_are_split(client, monkeypatch):
    monkeypatch.setattr(sitemaps.PublicSitemap, "limit", 2)
    for number in range(3):
        printed(f"第{number}条")
    assert "/sitemap-articles.xml?p=2" in addresses(client, "/sitemap.xml")
    assert len(addresses(client, "/sitemap-articles.xml")) == 2
    assert len(addresses(client, "/sitemap-articles.xml?p=2")) == 1
    for wrong in ("?p=3", "?p=zzz"):
        assert client.get("/sitemap-articles.xml" + wrong).status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_news_sitemap_has_two_days_newest_first(client):
    now = timezone.now()
    printed("前天的", publish_at=now - timedelta(hours=49))
    printed("昨天的", publish_at=now - timedelta(hours=47))
    printed("今天的<b>&\x0b", publish_at=now - timedelta(hours=1))
    news = read(client, "/news-sitemap.xml")
    assert [each.text for each in news.iter(NEWS + "title")] == ["今天的<b>&", "昨天的"]
    assert {each.text for each in news.iter(NEWS + "name")} == {"本县日报"}
    assert {each.text for each in news.iter(NEWS + "language")} == {"zh-cn"}
    assert all(each.text.endswith("+08:00") for each in news.iter(NEWS + "publication_date"))


def test_the_news_sitemap_is_limited(client, monkeypatch):
    monkeypatch.setattr("articles.site.machines.MAX_NEWS", 2)
    for number in range(3):
        printed(f"第{number}条")
    assert len(addresses(client, "/news-sitemap.xml")) == 2


def test_200_stories_need_no_more_queries_than_ten(client):
    def queries():
        counts = []
        for address in ("/sitemap.xml", "/news-sitemap.xml", *(f"/sitemap-{part}.xml" for part in PARTS)):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
        return counts

    for number in range(10):
        printed(f"第{number}条", byline=[("记者", f"甲{number}")], day=DAY - timedelta(days=number))
    few = queries()
    for number in range(190):
        printed(f"又{number}条", byline=[("记者", f"乙{number}")], day=DAY + timedelta(days=number))
    assert queries() == few


@pytest.mark.parametrize("address", ["/sitemap-articles.xml", "/news-sitemap.xml"])
def test_sitemaps_of_stories_have_their_pictures(client, address, settings):
    river, bridge = picture("河"), picture("桥")
    illustrate(printed("有图的"), river, bridge)
    printed("没有图的")
    illustrate(printed("未公开的", status="draft"), picture("秘"))
    settings.NEWSROOM_URL = "https://paper.example"
    shown = {
        url.findtext(MAP + "loc"): [each.text for each in url.iterfind(f"{IMAGE}image/{IMAGE}loc")]
        for url in read(client, address)
    }
    assert sorted(shown.values()) == [
        [],
        [f"https://paper.example/pictures/{river.pk}/1600.jpg", f"https://paper.example/pictures/{bridge.pk}/1600.jpg"],
    ]


def test_pictures_need_no_more_queries_for_many_stories(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap-articles.xml")
            client.get("/news-sitemap.xml")
        return len(captured)

    illustrate(printed("第一条"), picture("一"))
    few = queries()
    for number in range(20):
        illustrate(printed(f"第{number}条"), picture(f"{number}甲"), picture(f"{number}乙"))
    assert queries() == few


def test_robots_txt_names_sitemaps_and_excludes_desk_and_search(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /search/*&\n"
        "Disallow: /search/feed\n"
        "\n"
        "Sitemap: http://testserver/sitemap.xml\n"
        "Sitemap: http://testserver/news-sitemap.xml\n"
    )


def test_the_manifest_has_the_papers_name_and_icons(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["start_url"]) == ("本县日报", "/")
    assert manifest["display"] == "standalone"
    icons = [(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]]
    assert icons == [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")]
    for address in [icon["src"] for icon in manifest["icons"]] + ["/favicon.ico", "/apple-touch-icon.png"]:
        assert client.get(address, follow=True)["Content-Type"] == "image/png", address


def test_files_for_machines_set_no_cookie_and_do_not_vary(client):
    printed()
    for address in (
        "/sitemap.xml",
        "/sitemap-articles.xml",
        "/news-sitemap.xml",
        "/robots.txt",
        "/manifest.webmanifest",
    ):
        response = client.get(address)
        assert not response.cookies
        assert "Vary" not in response
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
