from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import PictureUse

from .rows import DAY, illustrate, later, picture, printed, story

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def read(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def titles(client, address, **query):
    return [entry.findtext(ATOM + "title") for entry in read(client, address, **query).iter(ATOM + "entry")]


def test_atom_contains_the_full_text_and_all_authors(client):
    article = printed(
        "主题",
        kicker="引题",
        deck="——副题",
        dateline="本报讯（记者 曹璐）",
        body="开头。\n\n## 健全体系\n\n图：现场\n\n结尾。",
        byline=[("记者", "曹璐"), ("通讯员", "余波")],
        section="environment",
        publish_at=timezone.make_aware(timezone.datetime(2023, 7, 20)),
    )
    entry = read(client, "/feed.atom").find(ATOM + "entry")
    assert entry.findtext(ATOM + "content") == (
        "<p>引题</p><p>——副题</p><p>本报讯（记者 曹璐）开头。</p>"
        "<h2>健全体系</h2><p><small>现场</small></p><p>结尾。</p>"
    )
    assert [each.findtext(ATOM + "name") for each in entry.iter(ATOM + "author")] == ["曹璐", "余波"]
    assert entry.findtext(ATOM + "id") == f"http://testserver/articles/{article.pk}/"
    assert entry.findtext(ATOM + "published") == "2023-07-20T00:00:00+08:00"
    assert entry.find(ATOM + "category").get("term") == "生态环境"


def test_rss_contains_the_full_text_and_all_authors(client):
    article = printed("主题", byline=[("记者", "曹璐"), ("通讯员", "余波")], body="开头。\n\n结尾。",
                      publish_at=timezone.make_aware(timezone.datetime(2023, 7, 20)))  # fmt: skip
    item = read(client, "/feed.rss").find("channel/item")
    assert item.findtext(CONTENT) == "<p>开头。</p><p>结尾。</p>"
    assert [each.text for each in item.iter(CREATOR)] == ["曹璐", "余波"]
    assert item.findtext("guid") == item.findtext("link") == f"http://testserver/articles/{article.pk}/"
    assert item.findtext("pubDate") == "Thu, 20 Jul 2023 00:00:00 +0800"


def test_each_feed_has_the_stories_of_its_subject_newest_first(client):
    printed("去年的", section="environment", byline=[("记者", "曹璐")], day=date(2022, 7, 20))
    article = printed("今年的", section="environment", byline=[("记者", "曹璐")])
    printed("别处的水利", page="1", name="要闻", section="politics", byline=[("记者", "余波")])
    author = article.authors.get()
    mine = ["今年的", "去年的"]
    assert titles(client, "/sections/environment/feed.atom") == mine
    assert titles(client, f"/authors/{author.pk}/feed.atom") == mine
    assert titles(client, "/pages/综合新闻/feed.atom") == mine
    assert titles(client, "/search/feed.atom", q="水利", section="politics") == ["别处的水利"]
    assert titles(client, "/feed.atom") == ["今年的", "别处的水利", "去年的"]


def test_a_feed_names_its_subject_and_itself(client):
    printed(section="environment")
    feed = read(client, "/search/feed.atom", q="河道")
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert feed.findtext(ATOM + "title") == "检索：河道 · 本县日报"
    assert links == {
        "self": "http://testserver/search/feed.atom?q=%E6%B2%B3%E9%81%93",
        "alternate": "http://testserver/search/?q=%E6%B2%B3%E9%81%93",
    }
    # The id of an Atom feed must be unique.
    assert feed.findtext(ATOM + "id") == links["self"]


@pytest.mark.parametrize(
    "address", ["/feed.atom", "/feed.rss", "/search/feed.atom?q=水利", "/sections/politics/feed.rss"]
)
def test_no_feed_contains_hidden_stories(client, address):
    printed("草稿水利", status="draft", section="politics")
    printed("撤下的水利", status="withdrawn", section="politics")
    printed("明天的水利", publish_at=later(), section="politics")
    printed("公开的水利", section="politics")
    feed = client.get(address).content.decode()
    assert "公开的水利" in feed
    assert not [word for word in ("草稿", "撤下的", "明天的") if word in feed]


@pytest.mark.parametrize(
    "address",
    [
        "/sections/nowhere/feed.atom",
        "/authors/1/feed.rss",
        "/pages/副刊/feed.atom",
        "/search/feed.atom",
        "/search/feed.rss?q=%00",
        "/search/feed.rss?since=zzz",
        "/feed.json",
    ],
)
def test_without_public_stories_or_a_search_there_is_no_feed(client, address):
    printed(byline=[("记者", "曹璐")], status="draft", name="副刊")
    assert client.get(address).status_code == 404


def test_hostile_text_is_escaped_in_feeds(client):
    attack = "<script>alert(1)</script>]]>&amp;"
    printed(
        attack, kicker=attack, body=f"{attack}\x0b\x1b\ufffe\n\n## {attack}", byline=[("记者", attack)], name=attack
    )
    inert = "&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;&amp;amp;"
    entry = read(client, "/feed.atom").find(ATOM + "entry")
    # An Atom title is plain text; an RSS title and the content of both are HTML.
    assert entry.findtext(ATOM + "title") == attack
    assert entry.findtext(ATOM + "content") == f"<p>{inert}</p><p>{inert}</p><h2>{inert}</h2>"
    item = read(client, "/feed.rss").find("channel/item")
    assert item.findtext("title") == inert
    assert item.findtext(CONTENT) == f"<p>{inert}</p><p>{inert}</p><h2>{inert}</h2>"
    assert "script" not in item.findtext("description").replace("&lt;script&gt;", "").replace("&lt;/script&gt;", "")


def test_control_characters_in_a_search_do_not_break_the_feed(client):
    printed("水利")
    assert read(client, "/search/feed.rss", q="水利 \x0b").findtext("channel/title") == "检索：水利 · 本县日报"


def test_a_feed_has_fifty_stories_and_200_need_no_more_queries(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/feed.atom")
            client.get("/sections/politics/feed.rss")
        return len(captured)

    for number in range(10):
        printed(f"第{number}条", section="politics", byline=[("记者", f"甲{number}")])
    few = queries()
    for number in range(190):
        printed(f"又{number}条", section="politics", byline=[("记者", f"乙{number}")], day=DAY + timedelta(days=number))
    assert queries() == few
    newest = titles(client, "/feed.atom")
    assert len(newest) == 50
    assert newest[0] == "又189条"


def test_a_feed_does_not_vary_and_is_revalidated(client):
    printed()
    for address, kind in {"/feed.atom": "application/atom+xml", "/feed.rss": "application/rss+xml"}.items():
        response = client.get(address)
        assert response["Content-Type"] == f"{kind}; charset=utf-8"
        assert not response.cookies
        assert "Vary" not in response
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_feeds_ignore_if_modified_since(client):
    printed("留下的")
    article = printed("撤下的")
    since = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    type(article).objects.filter(pk=article.pk).update(status="withdrawn")
    response = client.get("/feed.atom", headers=since)
    assert response.status_code == 200
    assert "撤下的" not in response.content.decode()


@pytest.mark.parametrize("feed", ["feed.atom", "sections/politics/feed.atom", "pages/综合新闻/feed.atom"])
def test_the_date_of_a_feed_never_goes_back(client, feed):
    printed("留下的", section="politics")
    article = printed("撤下的", section="politics")
    before = read(client, f"/{feed}").findtext(ATOM + "updated")
    article.status, article.withdrawn_at = "withdrawn", timezone.now()
    article.save()
    after = read(client, f"/{feed}").findtext(ATOM + "updated")
    assert after == timezone.localtime(article.withdrawn_at).isoformat() > before


def test_quotation_marks_in_titles_are_not_escaped(client):
    printed("评出\"最美庭院\"和'先进' <一> & 二")
    feed = client.get("/feed.rss").content.decode()
    assert "<title>评出\"最美庭院\"和'先进' &amp;lt;一&amp;gt; &amp;amp; 二</title>" in feed
    atom = client.get("/feed.atom").content.decode()
    assert "<title>评出\"最美庭院\"和'先进' &lt;一&gt; &amp; 二</title>" in atom


def test_every_list_links_to_its_own_feed_and_the_papers(client):
    article = printed(section="environment", byline=[("记者", "曹璐")])
    author = article.authors.get()
    for page, feed in {
        "/": "/feed.rss",
        "/sections/environment/": "/sections/environment/feed.atom",
        f"/authors/{author.pk}/": f"/authors/{author.pk}/feed.atom",
        "/2023-07-20/2/": "/pages/%E7%BB%BC%E5%90%88%E6%96%B0%E9%97%BB/feed.atom",
        "/search/?q=水利": "/search/feed.atom?q=%E6%B0%B4%E5%88%A9",
    }.items():
        html = client.get(page).content.decode()
        assert f'href="{feed}"' in html
        assert 'href="/feed.atom"' in html
        assert client.get(feed).status_code == 200


def test_an_unprinted_story_is_in_the_feed(client):
    story("网上的稿件", body="图：只有图片", dateline="本报讯")
    content = read(client, "/feed.atom").find(ATOM + "entry").findtext(ATOM + "content")
    assert content == "<p>本报讯</p><p><small>只有图片</small></p>"


def illustrated(**fields):
    """A story with a lead and a picture in its text, and a printed caption that belongs to no picture."""
    article = printed(body="开头。\n\n图2：新<桥>通车\n\n图9：远景\n\n结尾。", **fields)
    lead = picture("河", by=["丁彤"]), "清河河面", "河上有船"
    return illustrate(article, lead, picture("桥", by=[], source="新华社发"))


def test_full_texts_contain_the_pictures_at_their_places(client):
    illustrated(kicker="引题")
    river, bridge = (each.picture_id for each in illustrated_uses())
    content = (
        "<p>引题</p>"
        f'<figure><img src="http://testserver/pictures/{river}/1600.jpg" width="1600" height="1066" alt="河上有船">'
        "<figcaption>清河河面　摄影 丁彤</figcaption></figure>"
        "<p>开头。</p>"
        f'<figure><img src="http://testserver/pictures/{bridge}/1600.jpg" width="1600" height="1066" '
        'alt="新&lt;桥&gt;通车"><figcaption>新&lt;桥&gt;通车　新华社发</figcaption></figure>'
        "<p><small>远景</small></p><p>结尾。</p>"
    )
    assert read(client, "/feed.atom").find(ATOM + "entry").findtext(ATOM + "content") == content
    assert read(client, "/feed.rss").find("channel/item").findtext(CONTENT) == content


def illustrated_uses():
    return PictureUse.objects.order_by("number")


def test_rss_encloses_the_lead_and_describes_every_picture(client):
    illustrated(kicker="引题")
    river, bridge = (f"http://testserver/pictures/{each.picture_id}/" for each in illustrated_uses())
    item = read(client, "/feed.rss").find("channel/item")
    (enclosure,) = item.findall("enclosure")
    assert enclosure.attrib == {"url": f"{river}1600.jpg", "type": "image/jpeg", "length": "160000"}
    lead, other = item.findall(MEDIA + "content")
    assert lead.attrib == {
        "url": f"{river}1600.jpg", "type": "image/jpeg", "medium": "image", "width": "1600", "height": "1066",
        "fileSize": "160000",
    }  # fmt: skip
    assert lead.findtext(MEDIA + "description") == "清河河面"
    assert lead.find(MEDIA + "credit").attrib == {"role": "photographer"}
    assert lead.findtext(MEDIA + "credit") == "丁彤"
    assert lead.find(MEDIA + "thumbnail").attrib == {"url": f"{river}400.jpg", "width": "400", "height": "266"}
    # The paper does not claim what an agency took.
    assert (lead.findtext(MEDIA + "copyright"), other.findtext(MEDIA + "copyright")) == ("本县日报", None)
    assert other.get("url") == f"{bridge}1600.jpg"


def test_atom_encloses_all_pictures(client):
    illustrated(kicker="引题")
    entry = read(client, "/feed.atom").find(ATOM + "entry")
    enclosures = [link.attrib for link in entry.findall(ATOM + "link") if link.get("rel") == "enclosure"]
    assert enclosures == [
        {
            "rel": "enclosure",
            "href": f"http://testserver/pictures/{each.picture_id}/1600.jpg",
            "type": "image/jpeg",
            "length": "160000",
        }
        for each in illustrated_uses()
    ]


def test_pictures_are_at_the_papers_own_address(client, settings):
    settings.NEWSROOM_URL = "https://paper.example"
    illustrated()
    for address in ("/feed.atom", "/feed.rss"):
        feed = client.get(address).content.decode()
        assert "https://paper.example/pictures/" in feed
        assert "testserver" not in feed


def test_news_readers_find_the_pictures(client):
    feedparser = pytest.importorskip("feedparser")
    illustrated()
    for address in ("/feed.atom", "/feed.rss"):
        parsed = feedparser.parse(client.get(address).content)
        assert not parsed.bozo
        assert parsed.entries[0].enclosures[0].type == "image/jpeg"


def test_pictures_need_no_more_queries_for_many_stories(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/feed.atom")
            client.get("/feed.rss")
        return len(captured)

    illustrate(printed("第一条"), picture("一"))
    few = queries()
    for number in range(20):
        illustrate(printed(f"第{number}条"), picture(f"{number}甲"), picture(f"{number}乙", by=[f"摄{number}"]))
    assert queries() == few
