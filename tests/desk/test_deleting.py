"""A superuser deletes a page, an issue, an author or a story: what becomes of the stories is said first."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from articles import editing
from articles.editing import Actor
from articles.models import Article, Author, Issue, Page, Picture, PictureCredit, Problem

from .conftest import make_story
from .test_steps import messages_of, press


def confirmation(client, row):
    html = client.get(reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])).content.decode()
    return re.search('<ul id="deleted-objects">.*?</ul>', html, re.DOTALL).group()


def delete(client, row):
    return client.post(reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk]), {"post": "yes"})


@pytest.fixture
def drafts(page):
    other = Page.objects.create(issue=page.issue, number="3", order=3)
    first, second = (make_story(page, f"草稿{number}", number, status="draft") for number in (1, 2))
    second.placements.create(page=other)
    Problem.objects.create(article=first, page=page, code="no_text", line=1)
    return first, second


def test_deleting_a_page_says_which_stories_stay_and_where(desk, page, drafts):
    first, _second = drafts
    list_ = confirmation(desk, page)
    assert "1 篇稿件不会删除，但不再刊于任何版面：草稿1。" in strip_tags(list_)
    assert f'<a href="/admin/articles/article/{first.pk}/change/">草稿1</a>' in list_
    assert "另有 1 篇稿件仍刊于其他版面。" in list_
    delete(desk, page)
    assert [story.placements.count() for story in drafts] == [0, 1]
    assert Problem.objects.count() == 0
    assert desk.get(f"/admin/articles/article/{first.pk}/change/").status_code == 200


def test_deleting_an_issue_counts_the_stories_of_all_its_pages(desk, page, drafts):
    assert "2 篇稿件不会删除，但不再刊于任何版面：" in confirmation(desk, page.issue)
    delete(desk, page.issue)
    assert Article.objects.unprinted().count() == 2
    assert not Issue.objects.exists()


def test_nobody_deletes_a_page_that_readers_saw(desk, chief, page, story):
    assert delete(desk, page).status_code == 403
    editing.withdraw(story.pk, Actor.at_desk(chief), "有误。")
    assert delete(desk, page).status_code == 403
    assert Client().get(f"/articles/{story.pk}/").status_code == 410


def test_author_of_stories_or_pictures_is_not_deleted(desk, story):
    author = Author.objects.get(name="曹璐")
    picture = Picture.objects.create(digest="0" * 64, suffix="jpg", name="河.jpg", width=1, height=1, size=1)
    PictureCredit.objects.create(picture=picture, author=author)
    said = strip_tags(confirmation(desk, author))
    assert "还有 1 篇稿件署名（水利局开展河湖保护）、1 张图片署名，所以不能删除。" in said
    delete(desk, author)
    assert Author.objects.filter(pk=author.pk).exists()


def test_deleting_a_story_deletes_what_was_merged_into_it_and_says_so(desk, chief, page, drafts):
    first, _second = drafts
    editing.merge_with_next(first.pk, Actor.at_desk(chief))
    said = strip_tags(confirmation(desk, first))
    assert "删除后连同历史都不能恢复。" in said
    assert "并入其中的 1 篇稿件也一并删除：草稿2。" in said
    delete(desk, first)
    assert not Article.objects.exists()


def test_step_with_a_deleted_story_is_not_taken_back(desk, page, drafts):
    first, second = drafts
    second.delete()
    press(desk, first, "block", 1, "split")
    step = first.steps.get()
    delete(desk, first)
    rest = Article.objects.get()
    response = desk.post(reverse("admin:articles_article_undo", args=[rest.pk, step.pk]))
    assert messages_of(response).endswith("这一步涉及的稿件有一篇已经删除，不能再撤销。")
