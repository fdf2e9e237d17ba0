import json
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from articles.models import Author, Correction, Issue, Page, Placement

from .rows import illustrate, picture, printed, story

pytestmark = pytest.mark.django_db


class Head(HTMLParser):
    """A page's <meta>, <link>, JSON-LD and comments."""

    def __init__(self, html):
        super().__init__()
        self.meta, self.links, self.data, self.comments, self.scripts = {}, [], [], [], 0
        self.within_data = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta":
            self.meta[attributes.get("property") or attributes.get("name")] = attributes.get("content")
        if tag == "link":
            self.links.append(attributes)
        if tag == "script":
            self.within_data = attributes.get("type") == "application/ld+json"
            self.scripts += not self.within_data

    def handle_data(self, data):
        if self.within_data:
            self.data.append(json.loads(data))
            self.within_data = False

    def handle_comment(self, data):
        self.comments.append(data)

    @property
    def canonical(self):
        return [link["href"] for link in self.links if link.get("rel") == "canonical"]


def head(client, address, **query):
    return Head(client.get(address, query).content.decode())


def news_article(client, article):
    return next(data for data in head(client, article.get_absolute_url()).data if data["@type"] == "NewsArticle")


def test_structured_data_of_a_printed_story(client):
    article = printed(
        "主题", kicker="引题", deck="——副题", dateline="本报讯", section="environment",
        byline=[("记者", "曹璐"), ("摄影", "曹璐"), ("通讯员", "余波")], name="综合新闻",
        publish_at=timezone.make_aware(timezone.datetime(2023, 7, 20)),
    )  # fmt: skip
    Issue.objects.update(number="第1234期")
    people = {each.name: each.pk for each in article.authors.all()}
    data = news_article(client, article)
    modified = data.pop("dateModified")
    assert modified.endswith("+08:00")
    assert data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": f"http://testserver/articles/{article.pk}/",
        "mainEntityOfPage": f"http://testserver/articles/{article.pk}/",
        "headline": "主题",
        "alternativeHeadline": ["引题", "——副题"],
        "description": "本报讯时值夏季，河道里的浮萍、杂草进入迅速生长期。",
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "author": [
            {"@type": "Person", "name": "曹璐", "url": f"http://testserver/authors/{people['曹璐']}/"},
            {"@type": "Person", "name": "余波", "url": f"http://testserver/authors/{people['余波']}/"},
        ],
        "datePublished": "2023-07-20T00:00:00+08:00",
        "dateline": "本报讯",
        "articleBody": "本报讯时值夏季，河道里的浮萍、杂草进入迅速生长期。",
        "articleSection": "生态环境",
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "本县日报",
            "url": "http://testserver/",
            "logo": {
                "@type": "ImageObject",
                "url": "http://testserver/apple-touch-icon.png",
                "width": 180,
                "height": 180,
            },
            "correctionsPolicy": "http://testserver/corrections/",
        },
        "printPage": "2",
        "printSection": "综合新闻",
        "printEdition": "第1234期",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "第1234期",
            "datePublished": "2023-07-20",
            "url": "http://testserver/2023-07-20/",
            "isPartOf": {"@type": "Newspaper", "name": "本县日报", "url": "http://testserver/"},
        },
    }


def test_structured_data_names_both_pages_of_a_story(client):
    article = printed("长稿", page="1", name="要闻")
    page = Page.objects.create(issue=Issue.objects.get(), number="3", name="综合", order=3)
    Placement.objects.create(article=article, page=page)
    data = news_article(client, article)
    assert (data["printPage"], data["printSection"]) == ("1、3", "要闻、综合")


def test_an_unsigned_story_is_by_the_newspaper_not_by_its_owner(client, settings):
    settings.NEWSPAPER = {**settings.NEWSPAPER, "name": "云山日报", "publisher": "云山县融媒体中心"}
    data = news_article(client, printed())
    assert data["author"] == [{"@type": "NewsMediaOrganization", "name": "云山日报", "url": "http://testserver/"}]
    assert data["publisher"]["name"] == "云山县融媒体中心"


def test_all_metadata_of_a_story_name_the_same_moment_of_change(client):
    article = printed()
    Correction.objects.create(article=article, text="应为“河湖”。")
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'<meta property="article:modified_time" content="{news_article(client, article)["dateModified"]}">' in html


def test_structured_data_leaves_out_what_is_unknown(client):
    data = news_article(client, story("网上的稿件"))
    assert "author" in data
    assert not {"printPage", "isPartOf", "dateline", "alternativeHeadline", "articleSection"} & data.keys()


def test_breadcrumbs_lead_from_the_paper_to_the_story(client):
    article = printed("主题")
    steps = head(client, article.get_absolute_url()).data[1]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "本县日报"), (2, "2023年7月20日"), (3, "第2版：综合新闻"), (4, "主题"),
    ]  # fmt: skip
    assert all(client.get(step["item"].removeprefix("http://testserver")).status_code == 200 for step in steps)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=wechat", "/"),
        ("/?q=水利&page=2", "/"),
        ("/2023-07-20/", "/2023-07-20/"),
        ("/sections/politics/?page=1", "/sections/politics/"),
        ("/sections/politics/?from=qq&page=2&year=2023", "/sections/politics/?year=2023&page=2"),
        ("/search/?q=水利&section=", "/search/?q=%E6%B0%B4%E5%88%A9"),
    ],
)
def test_the_canonical_url_has_no_tracking_parameters(client, address, canonical):
    for number in range(21):
        printed(f"水利第{number}条", section="politics")
    page = head(client, address)
    assert page.canonical == ["http://testserver" + canonical]
    assert page.meta["og:url"] == "http://testserver" + canonical


def test_a_missing_page_has_no_canonical_url(client):
    assert head(client, "/nowhere/").canonical == []


def test_open_graph_tags_have_the_headline_and_first_words(client):
    article = printed("主题", section="politics")
    meta = head(client, article.get_absolute_url()).meta
    assert meta["og:type"] == "article"
    assert meta["og:title"] == "主题"
    assert meta["og:description"] == meta["description"] == "时值夏季，河道里的浮萍、杂草进入迅速生长期。"
    assert meta["og:site_name"] == "本县日报"
    assert meta["article:section"] == "时政"
    assert client.get(meta["og:image"].removeprefix("http://testserver")).status_code == 200


def test_every_page_has_a_description(client):
    article = printed("水利", section="politics", byline=[("记者", "曹璐")])
    for address in ("/", "/2023-07-20/", "/2023-07-20/2/", "/sections/politics/", "/search/", "/archive/",
                    f"/authors/{article.authors.get().pk}/", "/archive/2023/"):  # fmt: skip
        page = head(client, address)
        assert page.meta["description"], address
        assert page.meta["og:title"], address


def test_a_story_has_the_enpproperty_comment(client):
    article = printed("主题", kicker="引题", deck="副题", section="environment",
                      byline=[("记者", "曹璐"), ("", "余波")],
                      publish_at=timezone.make_aware(timezone.datetime(2023, 7, 20, 6, 30)))  # fmt: skip
    page = client.get(article.get_absolute_url()).content.decode()
    comment = re.search(r"<!--enpproperty (.*?) /enpproperty-->", page)[1]
    fields = dict(re.findall(r"<(\w+)>(.*?)</\1>", comment))
    assert fields == {
        "articleid": str(article.pk), "date": "2023-07-20 06:30:00", "author": "曹璐 余波", "title": "主题",
        "keyword": "", "subtitle": "副题", "introtitle": "引题", "siteid": "1", "nodeid": str(article.section_id),
        "nodename": "生态环境", "nodesearchname": "environment", "picurl": "",
    }  # fmt: skip
    assert (
        page.index("<!--enpcontent-->") < page.index("时值夏季", page.index("<body")) < page.index("<!--/enpcontent-->")
    )


def test_a_printed_page_has_the_enpproperty_comment(client):
    printed(page="A04", name="要闻")
    comments = head(client, "/2023-07-20/A04/").comments
    assert (
        "enpproperty <founder-date>2023-07-20</founder-date><founder-pagenum>A04</founder-pagenum>"
        "<founder-papername>本县日报</founder-papername><founder-type>2</founder-type>"
        "<founder-pagepicurl></founder-pagepicurl><founder-content>要闻</founder-content> /enpproperty"
    ) in comments


@pytest.mark.parametrize(
    "attack",
    ["--></script><script>alert(1)</script>", "--!><img src=x>", "<!--<script>", "</title>\u2028\\"],
)
def test_hostile_text_cannot_end_a_comment_script_or_attribute(client, attack):
    article = printed(attack, kicker=attack, deck=attack, dateline=attack, body=attack, name=attack,
                      byline=[("记者", attack)], section="politics")  # fmt: skip
    ours = Head(client.get("/archive/").content.decode()).scripts
    for address in (article.get_absolute_url(), "/2023-07-20/2/", "/2023-07-20/", "/"):
        page = head(client, address)
        assert page.scripts == ours
        assert page.meta["og:site_name"] == "本县日报"
    page = head(client, article.get_absolute_url())
    assert page.data[0]["headline"] == page.meta["og:title"] == attack
    assert len([comment for comment in page.comments if comment.startswith("enpproperty")]) == 1


def test_structured_data_has_the_lead_in_three_shapes_and_every_picture(client):
    article = printed("清河治理", body="开头。\n\n图1：新桥通车\n\n结尾。")
    bridge, river = picture("桥", by=[], source="新华社发"), picture("河", by=["丁彤"])
    illustrate(article, bridge, (river, "清河河面", ""))
    images = news_article(client, article)["image"]
    author = Author.objects.get(name="丁彤")
    assert images[0] == {
        "@type": "ImageObject",
        "url": f"http://testserver/pictures/{river.pk}/1x1-50-50.jpg",
        "contentUrl": f"http://testserver/pictures/{river.pk}/1x1-50-50.jpg",
        "width": 1200,
        "height": 1200,
        "caption": "清河河面",
        "creator": [{"@type": "Person", "name": "丁彤", "url": f"http://testserver/authors/{author.pk}/"}],
        "creditText": "摄影 丁彤",
        "copyrightNotice": "本县日报",
    }
    assert [(image["url"].rpartition("/")[2], image["width"], image["height"]) for image in images] == [
        ("1x1-50-50.jpg", 1200, 1200),
        ("4x3-50-50.jpg", 1200, 900),
        ("16x9-50-50.jpg", 1200, 675),
        ("1600.jpg", 1600, 1066),
        ("1600.jpg", 1600, 1066),
    ]
    # Who made an agency's picture and whose it is, is not known.
    assert images[-1] == {
        "@type": "ImageObject",
        "url": f"http://testserver/pictures/{bridge.pk}/1600.jpg",
        "contentUrl": f"http://testserver/pictures/{bridge.pk}/1600.jpg",
        "width": 1600,
        "height": 1066,
        "caption": "新桥通车",
        "creditText": "新华社发",
    }
    assert client.get(f"/authors/{author.pk}/").status_code == 200


def test_a_shared_story_shows_its_lead(client):
    article = printed("清河治理")
    river = picture("河")
    illustrate(article, (river, "清河河面", "河上有船"))
    html = client.get(article.get_absolute_url()).content.decode()
    meta = Head(html).meta
    assert html.count('"og:image"') == 1
    assert {name: text for name, text in meta.items() if name and name.startswith(("og:image", "twitter"))} == {
        "og:image": f"http://testserver/pictures/{river.pk}/share-50-50.jpg",
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "河上有船",
        "twitter:card": "summary_large_image",
    }
    assert f"<picurl>http://testserver/pictures/{river.pk}/1600.jpg</picurl>" in html


def test_a_picture_whose_files_are_not_made_again_yet_is_left_out(client):
    article = illustrate(printed("清河治理"), picture("河", renditions=[]))
    page = head(client, article.get_absolute_url())
    assert "image" not in news_article(client, article)
    assert page.meta["twitter:card"] == "summary"
    assert page.meta["og:image"].endswith("/icon-512.png")


def test_hostile_captions_cannot_end_a_script_or_attribute(client):
    attack = "--></script><script>alert(1)</script>\"'"
    article = illustrate(printed(), (picture(by=[attack[:60]], source=attack[:60]), attack, attack))
    ours = Head(client.get("/archive/").content.decode()).scripts
    page = head(client, article.get_absolute_url())
    assert page.scripts == ours
    assert page.meta["og:image:alt"] == page.data[0]["image"][0]["caption"] == attack
