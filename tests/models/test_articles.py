import datetime

import pytest
from django.utils import timezone

from articles.models import Article, Author, Section
from articles.models.articles import clipped

pytestmark = pytest.mark.django_db
BODY = "4日起，我市城乡公交新增三条线路，覆盖二十一个行政村，首末班车时间与学校作息衔接。\n\n票价不变。"


def article(**fields):
    return Article.objects.create(**{"body": BODY, "status": Article.Status.APPROVED} | fields)


def test_title_without_a_headline_is_the_first_words():
    assert article(body=BODY).title == "4日起，我市城乡公交新增三条线路，覆盖二十一个行政村……"
    assert article(body="## 小标题\n\n，票价不变。").title == "票价不变。"


def test_title_follows_the_headline():
    bus = article(headline="公交新增三条线路")
    bus.headline = "城乡公交再添三线"
    bus.save()
    bus.refresh_from_db()
    assert bus.title == "城乡公交再添三线"


def test_summary_is_the_dateline_and_first_paragraph():
    assert article(dateline="本报讯（记者 甲）").summary == "本报讯（记者 甲）" + BODY.split("\n\n")[0]


def test_clipped_text_ends_at_a_mark_if_possible():
    assert clipped("一二三四五六，七八九十", 8) == "一二三四五六……"
    assert clipped("一，二三四五六七八九十", 8) == "一，二三四五六七……"
    assert clipped("一二三", 8) == "一二三"


def test_public_articles_are_approved_and_due():
    now = timezone.now()
    shown = article(publish_at=now)
    article(publish_at=now + datetime.timedelta(minutes=1))
    article(status=Article.Status.DRAFT)
    article(status=Article.Status.WITHDRAWN)
    assert list(Article.objects.public()) == [shown]
    assert [each.is_public for each in Article.objects.order_by("pk")] == [True, False, False, False]


def test_every_save_is_a_new_version():
    bus = article()
    assert bus.version == 1
    bus.save()
    assert Article.objects.get().version == 2


def test_article_by_an_author_in_two_roles_is_listed_once():
    bus, writer = article(), Author.objects.create(name="沈知秋")
    bus.contributions.create(author=writer, role="记者")
    bus.contributions.create(author=writer, role="摄影")
    assert list(Article.objects.by(writer)) == [bus]


def test_deleting_a_section_keeps_its_articles():
    section = Section.objects.create(name="县区", slug="county")
    bus = article(section=section)
    section.delete()
    bus.refresh_from_db()
    assert bus.section is None
