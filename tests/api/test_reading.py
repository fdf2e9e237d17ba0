from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Author, Correction
from tests.site.rows import DAY, illustrate, picture, printed, story

pytestmark = pytest.mark.django_db


def titles(page):
    return [article["title"] for article in page["results"]]


def test_article_shows_everything_printed(read):
    article = printed(
        "水利局开展河湖保护整治行动",
        kicker="碧水攻坚",
        deck="清理水草20余吨",
        dateline="本报讯",
        body="时值夏季。\n\n## 巡查\n\n图：打捞现场。",
        section="environment",
        byline=[("记者", "曹璐"), ("通讯员", "余波")],
        page="A04",
        name="综合新闻",
        jump={"continued_on": "2"},
    )
    shown = read(f"/api/v1/articles/{article.pk}/")
    cao, yu = Author.objects.get(name="曹璐"), Author.objects.get(name="余波")
    assert shown == {
        "id": article.pk,
        "url": f"http://testserver/api/v1/articles/{article.pk}/",
        "web_url": f"http://testserver/articles/{article.pk}/",
        "date": "2023-07-20",
        "title": "水利局开展河湖保护整治行动",
        "kicker": "碧水攻坚",
        "headline": "水利局开展河湖保护整治行动",
        "deck": "清理水草20余吨",
        "dateline": "本报讯",
        "summary": "本报讯时值夏季。",
        "section": {"slug": "environment", "name": "生态环境"},
        "authors": [
            {"id": cao.pk, "name": "曹璐", "role": "记者"},
            {"id": yu.pk, "name": "余波", "role": "通讯员"},
        ],
        "placements": [
            {
                "issue": "2023-07-20",
                "issue_number": "",
                "page": "A04",
                "page_name": "综合新闻",
                "order": 1,
                "continued_from": "",
                "continued_on": "2",
                "url": "http://testserver/api/v1/issues/2023-07-20/pages/A04/",
            }
        ],
        "pictures": [],
        "published_at": timezone.localtime(article.publish_at).isoformat(),
        "changed_at": timezone.localtime(article.updated_at).isoformat(),
        "corrections": [],
        "body": "时值夏季。\n\n## 巡查\n\n图：打捞现场。",
        "blocks": [
            {"kind": "paragraph", "text": "时值夏季。", "picture": None},
            {"kind": "subhead", "text": "巡查", "picture": None},
            {"kind": "caption", "text": "打捞现场。", "picture": None},
        ],
        "formats": {
            "text": f"http://testserver/articles/{article.pk}.txt",
            "markdown": f"http://testserver/articles/{article.pk}.md",
            "ninjs": f"http://testserver/api/v1/articles/{article.pk}/ninjs/",
        },
    }


def test_lists_omit_the_text_and_support_fields(read):
    printed(section="environment", byline=[("记者", "曹璐")])
    (article,) = read("/api/v1/articles/")["results"]
    assert "body" not in article
    assert article["authors"][0]["name"] == "曹璐"
    (article,) = read("/api/v1/articles/", fields="title,body")["results"]
    assert article == {"title": "水利局开展河湖保护整治行动", "body": "时值夏季，河道里的浮萍、杂草进入迅速生长期。"}


def test_article_has_its_pictures_in_reading_order(read):
    article = printed(body="开头。\n\n图1：新桥通车")
    bridge, river = picture("桥", by=[], source="新华社发"), picture("河", by=["丁彤"])
    illustrate(article, bridge, (river, "清河河面", "河上有船"))
    shown = read(f"/api/v1/articles/{article.pk}/")
    lead, other = shown["pictures"]
    renditions = lead.pop("renditions")
    assert lead == {
        "id": river.pk,
        "number": 2,
        "caption": "清河河面",
        "alt": "河上有船",
        "credits": [{"id": Author.objects.get(name="丁彤").pk, "name": "丁彤", "role": "摄影"}],
        "source": "",
        "taken_at": None,
        "focal_x": 50,
        "focal_y": 50,
    }
    assert [each["name"] for each in renditions] == [
        "1600.webp", "1600.jpg", "1000.webp", "1000.jpg", "800.webp", "800.jpg", "400.webp", "400.jpg",
        "share", "1x1", "4x3", "16x9",
    ]  # fmt: skip
    assert renditions[1] == {
        "name": "1600.jpg",
        "url": f"http://testserver/pictures/{river.pk}/1600.jpg",
        "width": 1600,
        "height": 1066,
        "bytes": 160_000,
        "type": "image/jpeg",
    }
    # Without a description of its own, what the caption says.
    assert (other["number"], other["caption"], other["alt"]) == (1, "新桥通车", "新桥通车")
    assert (other["source"], other["credits"]) == ("新华社发", [])
    assert [(block["kind"], block["picture"]) for block in shown["blocks"]] == [("paragraph", None), ("caption", 1)]
    (listed,) = read("/api/v1/articles/")["results"]
    assert "body" not in listed
    assert listed["pictures"] == read("/api/v1/articles/", fields="pictures")["results"][0]["pictures"]
    assert listed["pictures"] == [{**lead, "renditions": renditions}, other]
    assert "pictures" not in read("/api/v1/articles/", fields="id,body")["results"][0]
    (found,) = read("/api/v1/search/", q="水利", fields="pictures")["results"]
    assert found["pictures"] == listed["pictures"]


def test_addresses_of_pictures_are_at_the_papers_own_origin(read, settings):
    settings.NEWSROOM_URL = "https://paper.example"
    article = illustrate(printed(), picture("河"))
    (shown,) = read(f"/api/v1/articles/{article.pk}/")["pictures"]
    assert all(each["url"].startswith("https://paper.example/pictures/") for each in shown["renditions"])


def test_following_next_returns_every_article_once_in_order(client, read):
    for number in range(1, 6):
        printed(f"今天之{number}")
    for number in range(1, 4):
        printed(f"昨天之{number}", day=DAY - timedelta(days=1))
    seen, address = [], "/api/v1/articles/?page_size=3"
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 3
        seen += titles(page)
        address = page["next"]
    assert seen == ["今天之1", "今天之2", "今天之3", "今天之4", "今天之5", "昨天之1", "昨天之2", "昨天之3"]


def test_new_articles_do_not_shift_pages(client, read):
    for number in range(1, 4):
        printed(f"稿件{number}")
    page = read("/api/v1/articles/", page_size=2)
    printed("刚刚签发", day=DAY + timedelta(days=1))
    assert titles(client.get(page["next"]).json()) == ["稿件3"]


def test_changed_articles_come_in_order_of_change(client, read):
    first, second = printed("甲"), printed("乙")
    moment = timezone.now()
    third = printed("丙", day=date(2001, 1, 1))
    first.body = "改动之后。"
    first.save()
    assert titles(read("/api/v1/articles/", order="changed")) == ["乙", "丙", "甲"]
    page = read("/api/v1/articles/", order="changed", changed_since=moment.isoformat(), page_size=1)
    assert titles(page) == ["丙"]
    assert titles(client.get(page["next"]).json()) == ["甲"]
    assert [second.title, third.title] == ["乙", "丙"]


def test_scheduled_story_counts_as_changed_at_publication(read):
    written, waited = printed("写完就发"), printed("等到时候")
    long_ago = timezone.now() - timedelta(days=9)
    type(written).objects.update(updated_at=long_ago)
    type(written).objects.filter(pk=written.pk).update(publish_at=long_ago)
    since = (timezone.now() - timedelta(days=1)).isoformat()
    assert titles(read("/api/v1/articles/", changed_since=since)) == [waited.title]


def test_archive_has_the_filters_of_the_site_search(read):
    article = printed("水利", section="environment", byline=[("记者", "曹璐")], name="要闻")
    printed("旧闻", section="politics", day=date(2020, 1, 1), page="9", name="副刊")
    author = article.authors.get().pk
    for query in (
        {"section": "environment"},
        {"author": author},
        {"since": "2023-01-01"},
        {"year": 2023},
        {"page_name": "要闻"},
    ):
        assert titles(read("/api/v1/articles/", **query)) == ["水利"], query
    assert titles(read("/api/v1/articles/", until="2020-12-31")) == ["旧闻"]


def test_search_returns_hits_marks_facets_and_terms(read):
    printed("水利局之一", section="environment", byline=[("记者", "曹璐")])
    printed("教育局之一", body="水利。", section="education", day=date(2022, 1, 1))
    found = read("/api/v1/search/", q="水利", fields="title")
    assert found["count"] == 2
    assert found["terms"] == ["水利"]
    assert found["nearest"] is False
    assert titles(found) == ["水利局之一", "教育局之一"]
    assert found["results"][0]["highlights"]["title"] == [
        {"text": "水利", "is_hit": True},
        {"text": "局之一", "is_hit": False},
    ]
    assert {(facet["slug"], facet["count"]) for facet in found["facets"]["sections"]} == {
        ("environment", 1),
        ("education", 1),
    }
    assert found["facets"]["years"] == [{"year": 2023, "count": 1}, {"year": 2022, "count": 1}]
    assert found["facets"]["counted"] == 2


def test_search_is_filtered_paginated_and_sorted(client, read):
    for number in range(1, 6):
        printed(f"水利{number}", section="environment", day=DAY + timedelta(days=number))
    printed("水利工程", section="education")
    first = read("/api/v1/search/", q="水利", section="environment", order="newest", page_size=3)
    assert (first["count"], first["page"], first["pages"], first["previous"]) == (5, 1, 2, None)
    assert titles(first) == ["水利5", "水利4", "水利3"]
    second = client.get(first["next"]).json()
    assert titles(second) == ["水利2", "水利1"]
    assert second["next"] is None


def test_nearest_results_are_returned_and_flagged(read):
    printed("水利局开展河湖保护整治行动")
    found = read("/api/v1/search/", q="水利局 鸵鸟")
    assert (found["nearest"], found["missing_terms"], found["count"]) == (True, ["鸵鸟"], 1)


def test_nearest_from_marks_the_first_approximate_result(read):
    printed("水利局开展河湖保护整治行动")
    printed("河湖保护整治见成效")
    found = read("/api/v1/search/", q="水利局开展河湖保护整治行动")
    assert titles(found) == ["水利局开展河湖保护整治行动", "河湖保护整治见成效"]
    assert (found["nearest"], found["nearest_from"]) == (False, 1)
    assert read("/api/v1/search/", q="河湖保护")["nearest_from"] is None


def test_search_for_punctuation_finds_nothing(read):
    printed()
    found = read("/api/v1/search/", q="***")
    assert (found["count"], found["terms"], found["results"]) == (0, [], [])


def test_issue_lists_its_pages_with_stories_in_order(read):
    printed("要闻一", page="1", name="要闻")
    printed("综合二", page="2", order=2)
    printed("综合一", page="2", order=1)
    issue = read("/api/v1/issues/2023-07-20/")
    assert [page["label"] for page in issue["pages"]] == ["第1版：要闻", "第2版：综合新闻"]
    assert [each["article"]["title"] for each in issue["pages"][1]["stories"]] == ["综合一", "综合二"]
    page = read("/api/v1/issues/2023-07-20/pages/2/")
    assert page.pop("facsimile") is None
    assert [each.pop("zone") for each in page["stories"]] == [[], []]
    assert page == issue["pages"][1]
    assert [each["number"] for each in read("/api/v1/pages/", issue="2023-07-20")["results"]] == ["1", "2"]
    assert [each["label"] for each in read("/api/v1/pages/", name="要闻")["results"]] == ["第1版：要闻"]


def test_issues_are_listed_by_date(read):
    for day in (DAY, DAY + timedelta(days=1), date(2020, 1, 1)):
        printed("稿件", day=day)
    assert [each["date"] for each in read("/api/v1/issues/")["results"]] == ["2023-07-21", "2023-07-20", "2020-01-01"]
    assert [each["date"] for each in read("/api/v1/issues/", year=2020)["results"]] == ["2020-01-01"]


def test_sections_and_authors_link_to_their_articles(client, read):
    article = printed(section="environment", byline=[("记者", "曹璐")])
    author = read("/api/v1/authors/", name="曹璐")["results"][0]
    section = read("/api/v1/sections/")["results"][0]
    assert section == read("/api/v1/sections/environment/")
    assert author == read(author["url"])
    for row in (author, section):
        assert titles(client.get(row["articles"]).json()) == [article.title]


def test_story_written_for_the_website_has_no_placement(read):
    assert read(f"/api/v1/articles/{story().pk}/")["placements"] == []


def test_every_url_in_responses_works(client):
    article = printed(section="environment", byline=[("记者", "曹璐")])
    waiting, seen = ["http://testserver/api/v1/", f"http://testserver/api/v1/articles/{article.pk}/"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = client.get(address, {"q": "水利"} if address.endswith("/search/") else {})
        assert response.status_code == 200, address
        if response["Content-Type"] == "application/json":
            waiting += set(addresses(response.json())) - seen - set(waiting)
    assert len(seen) > 16


def addresses(data):
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from addresses(inner)
    elif isinstance(data, str) and data.startswith("http://testserver/"):
        yield data


def test_corrections_are_shown_with_articles_and_listed(read):
    article = printed("水利局之一")
    # Just published: what is public is checked for each request.
    beside = printed("更正启事", day=DAY + timedelta(days=1), publish_at=timezone.now())
    on = beside.placements.get().page
    Correction.objects.create(article=article, text="“13条”应为“31条”。", date=DAY + timedelta(days=1), page=on)
    (shown,) = read(f"/api/v1/articles/{article.pk}/")["corrections"]
    assert (shown["kind"], shown["text"], shown["date"]) == ("correction", "“13条”应为“31条”。", "2023-07-21")
    assert shown["printed_on"]["url"] == "http://testserver/api/v1/issues/2023-07-21/pages/2/"
    (listed,) = read("/api/v1/corrections/")["results"]
    assert listed["article"]["title"] == "水利局之一"
    # Pages that readers cannot open are not named.
    Article.objects.filter(pk=beside.pk).update(status="draft")
    assert read("/api/v1/corrections/")["results"][0]["printed_on"] is None


def test_withdrawn_article_returns_410_with_the_notice(client):
    article = printed()
    Article.objects.update(status="withdrawn", withdrawn_at=timezone.now(), withdrawal_notice="因来源有误撤稿。")
    response = client.get(f"/api/v1/articles/{article.pk}/")
    assert response.status_code == 410
    assert response.json()["code"] == "withdrawn"
    assert response.json()["detail"] == "因来源有误撤稿。"


def test_merged_article_redirects(client):
    kept, gone = printed("留下的"), printed("并入的")
    Article.objects.filter(pk=gone.pk).update(status="merged", merged_into=kept)
    response = client.get(f"/api/v1/articles/{gone.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/articles/{kept.pk}/")
    for ending in (".txt", ".md"):
        assert client.get(f"/articles/{gone.pk}{ending}")["Location"] == f"/articles/{kept.pk}{ending}"
    ninjs = client.get(f"/api/v1/articles/{gone.pk}/ninjs/")
    assert ninjs["Location"] == f"/api/v1/articles/{kept.pk}/ninjs/"


def test_lists_include_long_fields_on_request(client, read):
    article = printed("水利局", body="时值夏季。")
    short = read("/api/v1/articles/")["results"][0]
    assert "body" not in short
    # As generated clients send it, and as people type it.
    for query in ("include=body&include=corrections", "include=body,corrections"):
        (long,) = client.get(f"/api/v1/articles/?{query}").json()["results"]
        assert long.keys() - short.keys() == {"body", "corrections"}
        assert (long["id"], long["body"], long["corrections"]) == (article.pk, "时值夏季。", [])
    (found,) = read("/api/v1/search/", q="水利", include="body")["results"]
    assert found["body"] == "时值夏季。"
    (chosen,) = read("/api/v1/articles/", fields="id", include="body")["results"]
    assert chosen.keys() == {"id", "body"}
    for refused in ("articles/?include=title", f"articles/{article.pk}/?include=body", "articles/?include="):
        assert client.get(f"/api/v1/{refused}").status_code == 400, refused
