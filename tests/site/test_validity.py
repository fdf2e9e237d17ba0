"""Pages and feeds are valid by the standards of HTML, Atom and RSS."""

import json
import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest

from articles.facsimiles.shown import stories_on
from articles.models import Author, Correction
from tests.facsimiles.rows import images, row_of

from .rows import illustrate, picture, printed
from .test_every_page import ADDRESSES

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed", "/sections/environment/feed", "/authors/{author}/feed", "/pages/综合新闻/feed", "/search/feed?q=水利",
         "/corrections/feed"]  # fmt: skip
PAGES = [
    *ADDRESSES,
    "/articles/{withdrawn}/",
    "/articles/{article}/pictures/3/",
    "/authors/{author}/?role=记者",
    "/search/?q=鸵鸟",
    "/search/?q=水利&since=zzz&year=0",
]


class Marks(HTMLParser):
    """The ids of a page, and the ids that its labels, links and descriptions refer to."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.references = [], set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                self.references.update(value.split())
            if name == "href" and value.startswith("#"):
                self.references.add(value[1:])


@pytest.fixture
def names():
    """Two issues and two pages, with everything that a story may have."""
    whole = {"kicker": "引题", "deck": "——副题", "dateline": "本报讯（记者 曹璐）", "section": "environment",
             "byline": [("记者", "曹璐"), ("摄影", "曹璐"), ("通讯员", "余波")]}  # fmt: skip
    article = printed(
        "水利局 整治<河湖>&“两岸”", body="开头。\n\n## 小标题\n\n图：现场\n\n图2：<河>&“桥”\n\n结尾。", **whole
    )
    illustrate(article, *(picture(f"河{number}", by=["曹璐", "余波"], source="资料<图片>") for number in range(4)))
    printed("", body="，续文没有标题。", jump={"continued_from": "1", "continued_on": "3"})
    printed("头版", page="1", name="要闻", jump={"continued_on": "2"})
    printed("前一天的", day=date(2023, 7, 19))
    Correction.objects.create(article=article, text="第一段。\n\n<b>第二段</b>。", page=article.placements.get().page)
    facsimile = row_of(article.placements.get().page)
    article.placements.update(zone=[[0, 0, 5000, 9000]])
    withdrawn = printed("撤下的", status="withdrawn", withdrawal_notice="失实。", withdrawn_at="2023-07-21T08:00+08:00")
    # The withdrawn story is blanked.
    withdrawn.placements.update(zone=[[5000, 0, 9999, 9000]])
    facsimile.renditions += images(stories_on(facsimile).key)
    facsimile.save()
    illustrate(printed("图片<新闻>", page="1"), picture("船", focal_x=3, focal_y=91, width=300, height=400))
    return {"article": article.pk, "author": Author.objects.get(name="曹璐").pk, "withdrawn": withdrawn.pk}


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_valid_html(client, names, address):
    page = client.get(address.format(**names)).content.decode()
    parser = html5lib.HTMLParser()
    parser.parse(page)
    assert parser.errors == []
    marks = Marks(page)
    assert sorted(set(marks.ids)) == sorted(marks.ids)
    assert marks.references <= set(marks.ids)


def fetched(client, names, address, ending):
    path, _, query = address.format(**names).partition("?")
    response = client.get(f"{path}.{ending}?{query}")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("ending", ["atom", "rss"])
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_reader_parses_the_feeds(client, names, address, ending):
    response = fetched(client, names, address, ending)
    read = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == {"atom": "atom10", "rss": "rss20"}[ending]
    assert read.entries
    assert all(entry.content[0].value and entry.title and entry.link for entry in read.entries)


@pytest.mark.parametrize("address", FEEDS)
def test_atom_feeds_are_valid(client, names, address):
    """https://www.rfc-editor.org/rfc/rfc4287#section-4.1"""
    feed = ElementTree.fromstring(fetched(client, names, address, "atom").content)
    assert [link.get("rel") for link in feed.findall(ATOM + "link")] == ["alternate", "self"]
    entries = feed.findall(ATOM + "entry")
    for part in (feed, *entries):
        assert [len(part.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert datetime.fromisoformat(part.findtext(ATOM + "updated")).tzinfo
        assert part.findtext(ATOM + "id").startswith("http://testserver/")
    assert len({entry.findtext(ATOM + "id") for entry in entries}) == len(entries)
    # An entry without an author has the feed's.
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "本县日报"
    assert all(entry.find(ATOM + "link").get("rel") == "alternate" for entry in entries)


@pytest.mark.parametrize("address", FEEDS)
def test_rss_feeds_are_valid(client, names, address):
    """https://www.rssboard.org/rss-specification"""
    (channel,) = ElementTree.fromstring(fetched(client, names, address, "rss").content)
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name)
    items = channel.findall("item")
    assert len({item.findtext("guid") for item in items}) == len(items)
    for item in items:
        assert item.findtext("title")
        # guid is a URL unless it says otherwise.
        assert item.find("guid").get("isPermaLink") in (None, "true")
        assert item.findtext("guid") == item.findtext("link")
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo


def test_structured_data_is_valid_json(client, names):
    for address in ("/2023-07-20/", "/2023-07-20/2/", f"/articles/{names['article']}/"):
        page = client.get(address).content.decode()
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert found
        assert {json.loads(each)["@context"] for each in found} == {"https://schema.org"}
