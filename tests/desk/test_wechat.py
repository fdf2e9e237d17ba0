"""A story is copied with its formats for a 公众号; the page itself has no inline styles, which it may not show."""

import html
import json
import re

import pytest

from articles.models import Article, Author, Contribution
from tests.pictures.folders import add
from tests.site.rows import illustrate

pytestmark = pytest.mark.django_db


def opened(client, path):
    return client.get(path).content.decode()


def formatted(page):
    data = re.search(r'<script id="formatted" type="application/json">(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(data)


def test_a_public_story_has_formats_pictures_and_a_link(desk, story, picture_folders):
    Article.objects.filter(pk=story.pk).update(body="清<淤>了。\n\n## 河长\n\n图1：现场", dateline="本报讯")
    Contribution.objects.create(article=story, author=Author.objects.create(name="何川"), role="记者")
    illustrate(story, picture := add())
    page = opened(desk, f"/admin/articles/article/{story.pk}/elsewhere/")
    copied = formatted(page)
    assert "text-indent:2em" in copied
    assert "本报讯清&lt;淤&gt;了。" in copied
    assert f"http://testserver/pictures/{picture.pk}/" in copied
    assert copied.index("记者 何川") < copied.index("本报讯") < copied.index("河长") < copied.index("<img")
    assert "本报讯清<淤>了。\n\n河长\n\n现场</textarea>" in html.unescape(page)
    assert f"http://testserver/articles/{story.pk}/</textarea>" in page
    assert 'style="' not in page


def test_a_draft_has_no_link_and_no_pictures(desk, story, picture_folders):
    illustrate(story, add())
    Article.objects.filter(pk=story.pk).update(status="draft")
    page = opened(desk, f"/admin/articles/article/{story.pk}/elsewhere/")
    assert "<img" not in formatted(page)
    assert "读者还看不到这篇稿件" in page


def test_a_page_has_its_public_stories_with_their_headlines(desk, story, doubtful):
    Article.objects.filter(pk=doubtful.pk).update(status="draft")
    page = opened(desk, f"/admin/articles/page/{story.placements.get().page_id}/elsewhere/")
    assert story.headline in formatted(page)
    assert doubtful.body[:8] not in page
