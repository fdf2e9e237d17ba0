from datetime import UTC, date, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, Correction, PictureUse, Section

from .rows import DAY, illustrate, later, picture, printed, story

pytestmark = pytest.mark.django_db
COMMAND = Actor.command()

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


def edited(article, **fields):
    with editing.changing(article.pk, COMMAND) as change:
        for name, value in fields.items():
            setattr(change.article, name, value)
        change.article.save()


# What takes a story out of a feed, or its correction.
LEAVING = {
    "withdrawn": lambda story: editing.withdraw(story.pk, COMMAND, "撤下。"),
    "merged": lambda story: editing.merge_with_next(story.pk - 1, COMMAND),
    "off the site until later": lambda story: edited(story, publish_at=later()),
    "in another section": lambda story: edited(story, section=Section.objects.get(slug="sports")),
    "no longer found": lambda story: edited(story, headline="别的", body="别的。"),
    "its correction deleted": lambda story: story.corrections.all().delete(),
}


@pytest.mark.parametrize("leave", LEAVING)
def test_the_date_of_a_feed_never_goes_back(client, leave):
    other = printed("留下的水利", section="politics")
    article = printed("水利", section="politics")
    Article.objects.update(updated_at=timezone.now() - timedelta(minutes=1))
    editing.publish_correction(Correction(article=article, text="更正。"), COMMAND)
    article.refresh_from_db()
    feeds = ["/feed", "/sections/politics/feed", "/pages/综合新闻/feed", "/search/feed?q=水利", "/corrections/feed"]
    addresses = [feed.replace("feed", f"feed.{kind}") for feed in feeds for kind in ("atom", "rss")]
    before = {address: last_change(client, address) for address in addresses}
    LEAVING[leave](article)
    for address in addresses:
        assert last_change(client, address) >= before[address], address
    last = max(each.updated_at for each in Article.objects.filter(pk__in=[other.pk, article.pk]))
    assert last_change(client, "/feed.atom") == last.replace(microsecond=0)


def last_change(client, address):
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo
    return timezone.datetime(*feed.feed.updated_parsed[:6], tzinfo=UTC)


DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def tombstones(client, address="/feed.atom"):
    return read(client, address).findall(DELETED)


@pytest.mark.parametrize("address", ["/feed.atom", "/sections/sports/feed.atom", "/search/feed.atom?q=甲"])
def test_withdrawn_and_merged_stories_have_tombstones(client, address):
    into, merged, withdrawn = printed("甲"), printed("水利", section="politics"), printed("乙")
    assert tombstones(client, address) == []
    editing.withdraw(withdrawn.pk, COMMAND, "记者<要求>撤下。")
    editing.merge_with_next(into.pk, COMMAND)
    first, second = sorted(tombstones(client, address), key=lambda each: each.get("ref"))
    assert first.get("ref") == f"http://testserver/articles/{merged.pk}/"
    assert first.find(ATOM + "link").attrib == {"rel": "related", "href": f"http://testserver/articles/{into.pk}/"}
    moment = timezone.localtime(Article.objects.get(pk=withdrawn.pk).withdrawn_at)
    assert second.attrib == {"ref": f"http://testserver/articles/{withdrawn.pk}/", "when": moment.isoformat()}
    assert second.findtext("{http://purl.org/atompub/tombstones/1.0}comment") == "记者<要求>撤下。"


def test_a_story_put_back_on_the_site_has_no_tombstone(client):
    article = printed()
    editing.withdraw(article.pk, COMMAND, "撤下。")
    assert len(tombstones(client)) == 1
    assert titles(client, "/feed.atom") == []
    editing.restore(article.pk, COMMAND)
    assert tombstones(client) == []
    assert len(titles(client, "/feed.atom")) == 1


def test_stories_older_than_the_feed_have_no_tombstone(client):
    old = printed("旧", day=DAY - timedelta(days=400))
    for number in range(50):
        printed(f"第{number}条")
    editing.withdraw(old.pk, COMMAND, "撤下。")
    assert tombstones(client) == []
    assert last_change(client, "/feed.atom") >= Article.objects.get(pk=old.pk).withdrawn_at.replace(microsecond=0)


def test_tombstones_come_before_entries_and_news_readers_ignore_them(client):
    """As the grammar of Atom wants other elements (RFC 4287, 4.1.1)."""
    printed("留下的")
    editing.withdraw(printed("撤下的").pk, COMMAND, "撤下。")
    names = [each.tag for each in read(client, "/feed.atom")]
    assert names.index(DELETED) < names.index(ATOM + "entry")
    feed = feedparser.parse(client.get("/feed.atom").content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["留下的"]
    assert feed.feed.title == "本县日报"


@pytest.mark.parametrize(
    "address", ["/feed.atom", "/feed.rss", "/sections/politics/feed.atom", "/search/feed.rss?q=水利"]
)
def test_all_stories_of_a_busy_day_are_in_the_feed(client, address):
    for number in range(60):
        printed(f"今天第{number}条水利", section="politics")
    for number in range(3):
        printed(f"昨天第{number}条水利", section="politics", day=DAY - timedelta(days=1))
    entries = feedparser.parse(client.get(address).content).entries
    assert {entry.title for entry in entries} == {f"今天第{number}条水利" for number in range(60)}


def test_the_last_day_of_a_feed_is_complete(client):
    for number in range(40):
        printed(f"今天第{number}条")
    for number in range(30):
        printed(f"昨天第{number}条", day=DAY - timedelta(days=1))
    printed("前天", day=DAY - timedelta(days=2))
    assert len(titles(client, "/feed.atom")) == 70


def test_rss_items_say_when_they_changed(client):
    article = printed()
    edited(article, headline="新题")
    moment = timezone.localtime(Article.objects.get().updated_at).isoformat()
    assert read(client, "/feed.rss").find("channel/item").findtext(ATOM + "updated") == moment


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
