from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.site.articles import related_to
from articles.text.segmentation import keywords

pytestmark = pytest.mark.django_db


def article(headline, body="", **fields):
    return Article.objects.create(headline=headline, body=body, status="approved", **fields)


def titles_related_to(story):
    return [each.title for each in related_to(story)]


def test_keywords_are_the_rarest_words_of_a_headline():
    assert keywords("2023年全县开展草坪种植工作") == ["草坪", "全县", "种植", "开展"]
    assert keywords("，。") == []


def test_related_stories_share_two_rare_words_best_titles_first():
    story = article("后白镇草坪产业带富一方")
    article("后白镇修路")
    article("全县产业一览", "后白镇的草坪卖到上海。")
    article("草坪铺到后白镇村口")
    assert titles_related_to(story) == ["草坪铺到后白镇村口", "全县产业一览"]


def test_related_stories_are_other_public_ones():
    story = article("后白镇草坪产业")
    article("后白镇草坪草稿")
    Article.objects.filter(headline="后白镇草坪草稿").update(status="draft")
    article("后白镇草坪预告", publish_at=timezone.now() + timedelta(hours=1))
    assert titles_related_to(story) == []


def test_at_most_five_are_shown():
    story = article("后白镇草坪产业")
    for number in range(8):
        article(f"后白镇草坪消息之{number}", date=f"2024-01-0{number + 1}")
    assert titles_related_to(story) == [f"后白镇草坪消息之{number}" for number in (7, 6, 5, 4, 3)]


def test_headline_of_one_word_or_none():
    story = article("草坪")
    article("草坪产业")
    assert titles_related_to(story) == ["草坪产业"]
    assert titles_related_to(article("", "。")) == []
