"""Two editors, one story: nobody overwrites a version they have not seen, and no typed text is lost."""

import pytest
from django.urls import reverse

from articles.models import Article, Contribution, Revision

from .forms import as_rendered
from .test_story import change


@pytest.fixture
def story(story):
    """A draft, since a change of a public story would become a pending version."""
    Article.objects.filter(pk=story.pk).update(status="draft")
    return Article.objects.get(pk=story.pk)


def opened(client, article):
    return as_rendered(client.get(change(article)))


def save(client, article, form, **typed):
    return client.post(change(article), form | typed)


def overwrite(client, article, refused):
    """Submit the refused form again with the number of the version that was shown."""
    form = as_rendered(refused)
    return client.post(change(article), form | {"overwrite": refused.context["conflict"]["version"]})


def marked(response):
    return response.content.decode()


def test_saving_over_a_newer_version_is_refused_and_shows_both_texts(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="水利局展开河湖保护")
    response = save(desk, story, mine, headline="水利局开展河湖大保护")
    html = marked(response)
    assert response.status_code == 200
    assert "李编辑 于" in html
    assert "保存了新版本" in html
    assert "水利局<del>展开</del>河湖保护" in html
    assert "水利局<ins>开展</ins>河湖<ins>大</ins>保护" in html
    assert as_rendered(response)["headline"] == "水利局开展河湖大保护"
    assert Article.objects.get(pk=story.pk).headline == "水利局展开河湖保护"


def test_saving_the_outdated_form_again_is_refused_again(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="李编辑的题")
    refused = as_rendered(save(desk, story, mine, headline="我的题"))
    assert save(desk, story, refused).status_code == 200
    assert Article.objects.get(pk=story.pk).headline == "李编辑的题"


def test_merged_form_overwrites_on_request_and_keeps_both_texts(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="李编辑的题")
    refused = save(desk, story, mine, headline="我的题")
    assert overwrite(desk, story, refused).status_code == 302
    assert Article.objects.get(pk=story.pk).headline == "我的题"
    kept = list(Revision.objects.order_by("version").values_list("snapshot__headline", "why"))
    assert kept == [("水利局开展河湖保护", ""), ("李编辑的题", ""), ("我的题", "在第 2 稿之上保存。")]


def test_fields_changed_only_by_the_other_editor_are_taken_over(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="李编辑的题", date="2023-07-21")
    refused = save(desk, story, mine, body="我的正文。")
    assert "以下各项只有对方改过，已采用新版： 主题、见报日期" in marked(refused)
    overwrite(desk, story, refused)
    article = Article.objects.get(pk=story.pk)
    assert (article.headline, str(article.date), article.body) == ("李编辑的题", "2023-07-21", "我的正文。")


def test_byline_changed_only_by_the_other_editor_is_taken_over(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), **{"contributions-1-DELETE": "on"})
    refused = save(desk, story, mine, body="我的正文。")
    assert overwrite(desk, story, refused).status_code == 302
    assert [str(contribution) for contribution in Contribution.objects.all()] == ["记者 曹璐"]
    assert Article.objects.get(pk=story.pk).body == "我的正文。"


def test_overwrite_of_a_version_not_shown_is_refused(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="李编辑的题")
    refused = save(desk, story, mine, headline="我的题")
    save(colleague, story, opened(colleague, story), headline="李编辑又改")
    assert overwrite(desk, story, refused).status_code == 200
    assert Article.objects.get(pk=story.pk).headline == "李编辑又改"


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999999999999"])
def test_form_without_a_valid_version_is_refused(desk, story, version):
    form = opened(desk, story) | {"opened_version": version, "overwrite": "x"}
    assert save(desk, story, form, headline="改题").status_code == 200
    assert Article.objects.get(pk=story.pk).headline == "水利局开展河湖保护"


def test_action_on_an_older_version_shows_the_conflict_and_does_nothing(desk, colleague, story):
    Article.objects.update(status="draft")
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="李编辑的题")
    response = desk.post(reverse("admin:articles_article_block", args=[story.pk, 1, "split"]), mine)
    assert "该稿件已被他人修改" in marked(response)
    assert Article.objects.count() == 1


# Who else is here


def presence(client, article, version):
    address = reverse("admin:articles_article_presence", args=[article.pk])
    return client.post(address, {"opened_version": version}).json()


def test_story_page_names_other_editors_who_have_it_open(desk, colleague, story):
    assert "也打开了这篇稿件" not in marked(desk.get(change(story)))
    assert "王主编 也打开了这篇稿件。" in marked(colleague.get(change(story)))


def test_open_page_learns_of_others_and_of_a_newer_version(desk, colleague, story):
    seen = opened(desk, story)["opened_version"]
    assert presence(desk, story, seen) == {"others": "", "newer": "", "lost": ""}
    save(colleague, story, opened(colleague, story), headline="李编辑的题")
    answer = presence(desk, story, seen)
    assert answer["others"] == "李编辑 也打开了这篇稿件。"
    assert answer["newer"].startswith("李编辑 刚保存了新版本。")


def test_going_on_to_the_next_story_closes_the_last_one(desk, colleague, story, doubtful):
    assert "王主编" not in marked(colleague.get(change(story)))
    save(desk, story, opened(desk, story), _next="1")
    assert presence(colleague, story, story.version)["others"] == ""


@pytest.mark.parametrize("version", ["", "x", "9" * 5000])
def test_page_without_a_valid_version_hears_of_no_newer_one(desk, story, version):
    assert presence(desk, story, version) == {"others": "", "newer": "", "lost": ""}


def test_field_that_only_i_changed_is_not_shown_as_contested(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), headline="李编辑的题")
    refused = save(desk, story, mine, headline="我的题", deck="我的副题")
    assert [field["field"] for field in refused.context["conflict"]["contested"]] == ["headline"]
    overwrite(desk, story, refused)
    article = Article.objects.get(pk=story.pk)
    assert (article.headline, article.deck) == ("我的题", "我的副题")


NO_CONFLICT = "没有冲突：您改过的“{}”仍在下面的表单里，请保存。"
SAME = "两个版本内容已经一致"


def test_changes_of_different_fields_are_no_conflict_and_mine_is_named(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), deck="李编辑的副题")
    refused = save(desk, story, mine, body=mine["body"] + "\r\n\r\n我添的一段。", dateline="本报讯")
    html = marked(refused)
    assert "以下各项只有对方改过，已采用新版： 副题" in html
    assert NO_CONFLICT.format("电头、正文") in html
    assert SAME not in html
    overwrite(desk, story, refused)
    article = Article.objects.get(pk=story.pk)
    assert (article.deck, article.body.endswith("我添的一段。")) == ("李编辑的副题", True)


def test_change_of_the_place_on_the_page_is_named_as_mine(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), deck="李编辑的副题")
    html = marked(save(desk, story, mine, **{"placements-0-order": "7"}))
    assert NO_CONFLICT.format("见报版面") in html
    assert SAME not in html


@pytest.mark.parametrize("typed", [{}, {"deck": "同一个副题"}])
def test_form_that_equals_the_newer_version_is_said_to_be_the_same(desk, colleague, story, typed):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), deck="同一个副题")
    html = marked(save(desk, story, mine, **typed))
    assert SAME in html
    assert "没有冲突" not in html


def test_reason_of_the_change_survives_the_conflict_page(desk, colleague, story):
    mine = opened(desk, story)
    save(colleague, story, opened(colleague, story), deck="李编辑的副题")
    refused = save(desk, story, mine, headline="我的题", why="按水利局来函更正")
    overwrite(desk, story, refused)
    assert Revision.objects.latest("version").why == "按水利局来函更正"
