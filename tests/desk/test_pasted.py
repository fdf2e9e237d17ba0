"""Text pasted at the desk: its dateline and the people in it are read as in an import."""

import pytest
from django.urls import reverse

from articles.models import Article, Author

from .forms import as_rendered

ADD = reverse("admin:articles_article_add")
HEAD = "本报讯（记者 段玉 通讯员 何川）"
TEXT = "19日，东桥镇开始麦收。\n预计本周收完。"


def add(desk, **typed):
    data = as_rendered(desk.get(ADD)) | {"headline": "麦收", **typed}
    response = desk.post(ADD, data, follow=True)
    return Article.objects.get(), response.content.decode()


def byline(article):
    return [(credit.author.name, credit.role) for credit in article.contributions.all()]


def test_dateline_of_a_pasted_text_becomes_dateline_and_byline(desk):
    article, page = add(desk, body=HEAD + TEXT)
    assert article.dateline == HEAD
    assert [block.text for block in article.blocks] == ["19日，东桥镇开始麦收。", "预计本周收完。"]
    assert byline(article) == [("段玉", "记者"), ("何川", "通讯员")]
    assert f"“{HEAD}”" in page
    assert "记者 段玉、通讯员 何川" in page


@pytest.mark.parametrize(
    ("head", "people"),
    [
        ("【本报讯】（记者 段玉）", [("段玉", "记者")]),
        ("本报讯〔记者 段玉〕", [("段玉", "记者")]),
        ("青河日报讯（记者 段玉）", [("段玉", "记者")]),
        ("（记者 段玉）", [("段玉", "记者")]),
        ("东桥讯 ", []),
    ],
)
def test_datelines_in_other_dress(desk, settings, head, people):
    settings.NEWSPAPER = settings.NEWSPAPER | {"name": "东桥日报"}
    article, _page = add(desk, body=head + TEXT)
    assert (article.dateline, byline(article)) == (head.strip(), people)
    assert article.blocks[0].text == "19日，东桥镇开始麦收。"


def test_a_person_typed_in_the_byline_is_named_once(desk):
    author = Author.objects.create(name="段玉")
    row = {"contributions-TOTAL_FORMS": "1", "contributions-0-author": author.pk, "contributions-0-order": "1"}
    article, _page = add(desk, body=HEAD + TEXT, **row)
    assert byline(article) == [("段玉", ""), ("何川", "通讯员")]


def test_a_typed_dateline_is_kept(desk):
    article, _page = add(desk, body=HEAD + TEXT, dateline="本报东桥讯")
    assert article.dateline == "本报东桥讯"
    assert article.body.startswith(HEAD)
    assert byline(article) == []


def test_a_dateline_without_people_asks_for_the_byline(desk):
    article, page = add(desk, body="本报讯 " + TEXT)
    assert (article.dateline, byline(article)) == ("本报讯", [])
    assert "补上署名" in page


@pytest.mark.parametrize("body", ["本报讯员的故事。", "他说：“本报讯（记者 段玉）19日电。”", "19日，东桥镇开始麦收。"])
def test_other_texts_are_left_alone(desk, body):
    article, _page = add(desk, body=body)
    assert (article.dateline, article.body) == ("", body)


def test_an_old_text_with_its_dateline_is_left_alone(desk):
    article = Article.objects.create(headline="麦收", body=HEAD + TEXT)
    change = reverse("admin:articles_article_change", args=[article.pk])
    desk.post(change, as_rendered(desk.get(change)) | {"body": HEAD + TEXT + "\n天气晴好。"})
    article.refresh_from_db()
    assert (article.dateline, byline(article)) == ("", [])
    assert article.body.endswith("天气晴好。")


def test_a_change_that_waits_for_review_takes_the_people_along(story, colleague):
    Article.objects.filter(pk=story.pk).update(dateline="")
    change = reverse("admin:articles_article_change", args=[story.pk])
    colleague.post(change, as_rendered(colleague.get(change)) | {"body": HEAD + TEXT, "dateline": ""})
    story.refresh_from_db()
    snapshot = story.pending.snapshot
    assert snapshot["dateline"] == HEAD
    assert [name for _pk, name, _role, _printed in snapshot["byline"]] == ["曹璐", "余波", "段玉", "何川"]
    assert all(pk for pk, *_ in snapshot["byline"])
