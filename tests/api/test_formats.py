from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from articles.models import Article, Correction, PictureUse
from tests.site.rows import DAY, illustrate, picture, printed

from .ninjs_rules import RULES

pytestmark = pytest.mark.django_db
formats = FormatChecker(formats=())


@formats.checks("uri")
def _is_full_address(text):
    return bool(urlsplit(text).scheme and urlsplit(text).netloc)


@formats.checks("date-time", raises=ValueError)
def _is_moment(text):
    return datetime.fromisoformat(text).tzinfo is not None


def mistakes(item):
    return [error.message for error in Draft202012Validator(RULES, format_checker=formats).iter_errors(item)]


def article():
    return printed(
        "水利局开展河湖保护整治行动",
        kicker="碧水攻坚",
        deck="清理水草20余吨",
        dateline="本报讯",
        body="时值夏季。\n\n## 巡查 <一>\n\n图：打捞*现场*。",
        section="environment",
        byline=[("记者", "曹璐"), ("通讯员", "余波")],
        jump={"continued_on": "3"},
    )


def test_article_is_valid_ninjs_with_three_headlines(client):
    story = article()
    Correction.objects.create(article=story, text="“20余吨”应为“30余吨”。")
    item = client.get(f"/api/v1/articles/{story.pk}/ninjs/").json()
    assert mistakes(item) == []
    assert item["standard"]["version"] == "3.0"
    assert item["uri"] == f"http://testserver/articles/{story.pk}/"
    assert item["headlines"] == [
        {"role": "kicker", "value": "碧水攻坚"},
        {"role": "main", "value": "水利局开展河湖保护整治行动"},
        {"role": "deck", "value": "清理水草20余吨"},
    ]
    assert item["by"] == "记者 曹璐　通讯员 余波"
    assert [(source["name"], source["role"]) for source in item["infoSources"]] == [
        ("曹璐", "记者"),
        ("余波", "通讯员"),
    ]
    assert item["version"] == "2"  # the text's, and one correction
    assert item["subjects"][0]["name"] == "生态环境"
    assert item["descriptions"][1] == {
        "role": "correction",
        "contentType": "text/plain",
        "value": "“20余吨”应为“30余吨”。",
    }
    plain, rich = item["bodies"]
    assert plain["value"] == "本报讯时值夏季。\n\n巡查 <一>\n\n打捞*现场*。"
    assert rich["value"] == "<p>本报讯时值夏季。</p><h2>巡查 &lt;一&gt;</h2><p><small>打捞*现场*。</small></p>"
    assert item["associations"] == [
        {
            "name": "第2版：综合新闻",
            "uri": "http://testserver/2023-07-20/2/",
            "type": "composite",
            "language": "zh-Hans",
            "title": "第2版：综合新闻",
        }
    ]


def test_a_withdrawn_story_is_ninjs_that_cancels_it(client):
    story = article()
    moment = timezone.now()
    Article.objects.update(status="withdrawn", withdrawn_at=moment, withdrawal_notice="因来源有误撤稿。")
    response = client.get(f"/api/v1/articles/{story.pk}/ninjs/")
    assert response.status_code == 200
    assert mistakes(response.json()) == []
    # Nothing of the story itself.
    assert response.json() == {
        "standard": {
            "name": "ninjs",
            "version": "3.0",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
        },
        "uri": f"http://testserver/articles/{story.pk}/",
        "type": "text",
        "versionCreated": timezone.localtime(moment).isoformat(),
        "pubStatus": "canceled",
        "language": "zh-Hans",
        "edNote": "因来源有误撤稿。",
    }
    Article.objects.update(withdrawn_at=None)
    assert client.get(f"/api/v1/articles/{story.pk}/ninjs/").status_code == 404


def test_issue_is_valid_ninjs_by_page(client):
    article()
    printed("要闻", page="1", name="要闻")
    item = client.get("/api/v1/issues/2023-07-20/ninjs/").json()
    assert mistakes(item) == []
    assert (item["type"], item["title"]) == ("composite", "本县日报 2023年7月20日")
    assert [(page["name"], [story["name"] for story in page["associations"]]) for page in item["associations"]] == [
        ("第2版：综合新闻", ["水利局开展河湖保护整治行动"]),
        ("第1版：要闻", ["要闻"]),
    ]


def test_ninjs_has_the_pictures_with_their_renditions(client):
    story = printed(body="开头。\n\n图2：新桥通车")
    taken = datetime.fromisoformat("2023-07-19T09:30:00+08:00")
    river = picture("河", by=["丁彤"], taken_at=taken)
    illustrate(story, (river, "清河河面", "河上有船"), picture("桥", by=[], source="新华社发"))
    item = client.get(f"/api/v1/articles/{story.pk}/ninjs/").json()
    assert mistakes(item) == []
    lead, bridge, page = item["associations"]
    address = f"http://testserver/pictures/{river.pk}/"
    renditions = lead.pop("renditions")
    assert lead == {
        "name": "清河河面",
        "uri": f"{address}1600.jpg",
        "type": "picture",
        "contentCreated": "2023-07-19T09:30:00+08:00",
        "copyrightHolder": "本县日报",
        "by": "摄影 丁彤",
        "descriptions": [
            {"role": "caption", "contentType": "text/plain", "value": "清河河面"},
            {"role": "altText", "contentType": "text/plain", "value": "河上有船"},
        ],
        "infoSources": [{"name": "丁彤", "role": "摄影"}],
    }
    assert [each for each in renditions if each["name"] in ("main", "share", "1x1")] == [
        {
            "name": name,
            "href": address + file,
            "contentType": "image/jpeg",
            "width": width,
            "height": height,
            "sizeInBytes": width * 100,
        }
        for name, file, width, height in [
            ("main", "1600.jpg", 1600, 1066),
            ("share", "share-50-50.jpg", 1200, 630),
            ("1x1", "1x1-50-50.jpg", 1200, 1200),
        ]
    ]
    assert (bridge["name"], bridge["infoSources"]) == ("新桥通车", [{"name": "新华社发"}])
    assert "copyrightHolder" not in bridge
    assert page["type"] == "composite"
    assert f'<figure><img src="{address}1600.jpg"' in item["bodies"][1]["value"]


def test_fifty_stories_with_pictures_are_valid_ninjs(client):
    for number in range(50):
        pictures = [
            (
                picture(by=["丁彤"] if number % 2 else [], source="资料图片" if number % 3 else ""),
                "清河<河面>" if number % 5 else "",
                "河上有船" if number % 7 else "",
            )
            for each in range(1 + number % 3)
        ]
        illustrate(printed(f"第{number}条", body="开头。\n\n图2：新桥通车\n\n图：远景"), *pictures)
    pictured = PictureUse.objects.order_by("article").values_list("article", flat=True).distinct()
    documents = [client.get(f"/api/v1/articles/{pk}/ninjs/").json() for pk in pictured]
    issue = client.get("/api/v1/issues/2023-07-20/ninjs/").json()
    assert [mistakes(document) for document in [*documents, issue]] == [[]] * 51
    shown = [each["type"] for page in issue["associations"] for story in page["associations"]
             for each in story["associations"]]  # fmt: skip
    assert shown == ["picture"] * PictureUse.objects.count()


def test_invalid_ninjs_is_detected():
    assert mistakes({"uri": "x", "headline": "水利"}) != []
    assert mistakes({"uri": "https://paper.example/1", "associations": [{"uri": "https://paper.example/2"}]}) != []


def test_article_as_plain_text(client):
    story = article()
    response = client.get(f"/articles/{story.pk}.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "碧水攻坚\n水利局开展河湖保护整治行动\n清理水草20余吨\n\n"
        "记者 曹璐　通讯员 余波\n本县日报　2023年7月20日　第2版：综合新闻\n\n"
        "　　本报讯时值夏季。\n\n"
        "巡查 <一>\n\n"
        "图：打捞*现场*。\n\n"
        f"http://testserver/articles/{story.pk}/\n"
    )


def test_article_as_markdown_escapes_its_text(client):
    story = article()
    response = client.get(f"/articles/{story.pk}.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.content.decode() == (
        "碧水攻坚\n\n# 水利局开展河湖保护整治行动\n\n清理水草20余吨\n\n"
        "记者 曹璐　通讯员 余波\n\n本县日报　2023年7月20日　第2版：综合新闻\n\n"
        "本报讯时值夏季。\n\n"
        "## 巡查 \\<一\\>\n\n"
        "*图：打捞\\*现场\\*。*\n\n"
        f"<http://testserver/articles/{story.pk}/>\n"
    )


def illustrated():
    story = printed(body="开头。\n\n图2：新_桥_通车\n\n图9：远景\n\n结尾。")
    lead = picture("河", by=["丁彤"]), "清河河面", "河上[有]船"
    return illustrate(story, lead, picture("桥", by=[], source="新华社发"))


def test_plain_text_has_the_addresses_of_pictures(client):
    story = illustrated()
    river, bridge = (each.picture_id for each in story.picture_uses.order_by("number"))
    text = client.get(f"/articles/{story.pk}.txt").content.decode()
    assert text.partition("综合新闻\n\n")[2] == (
        f"图1：清河河面　摄影 丁彤\nhttp://testserver/pictures/{river}/1600.jpg\n\n"
        "　　开头。\n\n"
        f"图2：新_桥_通车　新华社发\nhttp://testserver/pictures/{bridge}/1600.jpg\n\n"
        "图9：远景\n\n"
        "　　结尾。\n\n"
        f"http://testserver/articles/{story.pk}/\n"
    )


def test_markdown_shows_the_pictures(client):
    story = illustrated()
    river, bridge = (each.picture_id for each in story.picture_uses.order_by("number"))
    text = client.get(f"/articles/{story.pk}.md").content.decode()
    assert text.partition("综合新闻\n\n")[2] == (
        f"![河上\\[有\\]船](http://testserver/pictures/{river}/1600.jpg)\n\n*图1：清河河面　摄影 丁彤*\n\n"
        "开头。\n\n"
        f"![新\\_桥\\_通车](http://testserver/pictures/{bridge}/1600.jpg)\n\n*图2：新\\_桥\\_通车　新华社发*\n\n"
        "*图9：远景*\n\n"
        "结尾。\n\n"
        f"<http://testserver/articles/{story.pk}/>\n"
    )


@pytest.mark.parametrize(
    ("line", "written"),
    [("1. 一是", "1\\. 一是"), ("- 二是", "\\- 二是"), ("# 三", "\\# 三"), ("2023年", "2023年"), ("a_b", "a\\_b")],
)
def test_lines_that_look_like_markdown_lists_are_escaped(client, line, written):
    story = printed(body=line)
    assert f"\n\n{written}\n\n" in client.get(f"/articles/{story.pk}.md").content.decode()


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_unchanged_text_returns_304(client, ending):
    story = printed(day=DAY)
    first = client.get(f"/articles/{story.pk}.{ending}")
    assert client.get(f"/articles/{story.pk}.{ending}", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.post(f"/articles/{story.pk}.{ending}").status_code == 405
    assert client.get(f"/articles/9{story.pk}.{ending}").status_code == 404
