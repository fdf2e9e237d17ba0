"""Keywords that an editor chooses: what the program finds in the headline no longer replaces them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.archiving import write_archive
from articles.models import Article, Revision

from .conftest import make_story
from .forms import as_rendered
from .test_story import change


@pytest.fixture
def story(story):
    Article.objects.filter(pk=story.pk).update(status="draft")
    story.refresh_from_db()
    return story


def form(client, story):
    return as_rendered(client.get(change(story)))


def save(client, story, **typed):
    response = client.post(change(story), form(client, story) | typed)
    story.refresh_from_db()
    return response


def related_stories(story):
    _before, _heading, after = Client().get(f"/articles/{story.pk}/").content.decode().partition('id="related"')
    return re.findall(r'<li><a href="[^"]+">([^<]+) <small>', after)


def test_form_shows_the_programs_words_and_an_editor_adds_and_removes_some(colleague, story):
    found = form(colleague, story)["own_keywords"].split()
    assert "河湖" in found
    kept = [word for word in found if word != "河湖"]
    save(colleague, story, own_keywords="，".join([*kept, "河长制", "河长制"]))
    assert story.keywords == [*kept, "河长制"]
    assert form(colleague, story)["own_keywords"] == " ".join([*kept, "河长制"])


def test_chosen_words_outlive_a_new_headline_and_the_programs_words_follow_it(colleague, story):
    save(colleague, story, headline="草坪产业富了后白镇")
    assert "草坪" in story.keywords
    save(colleague, story, own_keywords="河长制 水利")
    save(colleague, story, headline="乡村图书馆开放")
    assert story.keywords == ["河长制", "水利"]
    save(colleague, story, own_keywords="")
    assert "图书馆" in story.keywords
    assert story.own_keywords is None


def test_a_form_opened_before_a_new_headline_does_not_choose_the_old_words(desk, colleague, story):
    mine = form(desk, story)
    save(colleague, story, headline="草坪产业富了后白镇")
    refused = desk.post(change(story), mine | {"body": "我的正文。"})
    desk.post(change(story), as_rendered(refused) | {"overwrite": refused.context["conflict"]["version"]})
    story.refresh_from_db()
    assert (story.body, story.own_keywords) == ("我的正文。", None)
    assert "草坪" in story.keywords


def test_readers_find_the_stories_that_have_the_chosen_words(desk, page, story):
    make_story(page, "老党员河长制巡河记", order=5, body="老党员巡河。")
    story.status = "approved"
    story.save()
    assert related_stories(story) == []
    save(desk, story, own_keywords="河长制 老党员")
    assert related_stories(story) == ["老党员河长制巡河记"]


def test_history_names_the_words_and_an_earlier_version_brings_them_back(desk, story):
    save(desk, story, own_keywords="河长制")
    first = story.version
    save(desk, story, own_keywords="水利 河道")
    history = desk.get(reverse("admin:articles_article_history", args=[story.pk])).content.decode()
    assert "关键词" in history
    address = reverse("admin:articles_article_restore_revision", args=[story.pk, first])
    desk.post(address, {"opened_version": story.version})
    story.refresh_from_db()
    assert story.keywords == ["河长制"]


def test_change_of_a_public_story_waits_with_its_keywords(colleague, desk, story):
    Article.objects.filter(pk=story.pk).update(status="approved")
    save(colleague, story, own_keywords="河长制")
    assert story.own_keywords is None
    assert form(colleague, story)["own_keywords"] == "河长制"
    assert story.pending.snapshot["own_keywords"] == "河长制"


def test_change_on_top_of_a_version_of_an_older_release_is_not_lost(colleague, story):
    Article.objects.filter(pk=story.pk).update(status="approved")
    save(colleague, story, headline="水利局开展河湖大保护")
    for revision in Revision.objects.filter(article=story):
        revision.snapshot.pop("own_keywords")
        revision.save()
    save(colleague, story, own_keywords="河长制")
    assert story.pending.snapshot["own_keywords"] == "河长制"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("水", "“水”不能用作关键词：每个词要有 2 到 20 个字。"),
        ("水利 ★★★", "“★★★”不能用作关键词"),
        ("一一 二二 三三 四四 五五 六六 七七 八八 九九", "关键词最多 8 个"),
    ],
)
def test_words_that_cannot_be_used_are_refused_in_one_sentence(colleague, story, typed, sentence):
    response = save(colleague, story, own_keywords=typed)
    assert sentence in response.content.decode()
    assert story.own_keywords is None


def test_archive_has_the_chosen_words(desk, story):
    save(desk, story, own_keywords="河长制 水利")
    assert any('"own_keywords":"河长制 水利"' in line for line in write_archive())
