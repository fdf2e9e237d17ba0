"""When a story was published, changed and corrected, and how long it takes to read."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.editing import Actor, changing
from articles.models import Article, Correction

from .rows import printed

pytestmark = pytest.mark.django_db

MORNING = timezone.make_aware(datetime(2023, 7, 20, 6, 30))


def line(client, article):
    """The words of the line, without markup."""
    html = client.get(article.get_absolute_url()).content.decode()
    [found] = re.findall(r'<p class="dates">(.*?)</p>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", found).split())


def write(article, **texts):
    chief = User.objects.get_or_create(username="chief", is_superuser=True)[0]
    with changing(article.pk, Actor.at_desk(chief)) as change:
        for name, text in texts.items():
            setattr(change.article, name, text)
        change.article.save()


def test_an_unchanged_story_has_its_time_of_publication(client):
    assert line(client, printed(publish_at=MORNING)) == "发布 2023年7月20日 06:30 约 1 分钟读完"


def test_an_imported_issue_has_no_time_of_day(client):
    midnight = timezone.make_aware(datetime(2023, 7, 20))
    assert line(client, printed(publish_at=midnight)).startswith("发布 2023年7月20日 约")


def test_a_change_that_readers_saw_is_dated(client):
    article = printed(publish_at=MORNING)
    write(article, body="改正后的正文。")
    assert f"更新 {timezone.localtime():%Y年}" in line(client, article)


def test_other_changes_are_none_for_readers(client):
    article = printed(publish_at=timezone.now() - timedelta(seconds=1), status="draft")
    write(article, body="发布前的修改。")
    Article.objects.filter(pk=article.pk).update(status="approved")
    write(Article.objects.get(pk=article.pk), section=None, publish_at=MORNING)
    assert "更新" not in line(client, article)


def test_a_correction_is_dated_and_leads_to_its_text(client):
    article = printed(publish_at=MORNING)
    first = Correction.objects.create(article=article, text="先。", date=MORNING.date())
    last = Correction.objects.create(article=article, text="后。", date=MORNING.date() + timedelta(days=1))
    assert "更正 2023年7月21日" in line(client, article)
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="#correction-{last.pk}">' in html
    assert f'<a href="#correction-{first.pk}">' not in html


@pytest.mark.parametrize(("characters", "minutes"), [(10, 1), (300, 1), (460, 2), (900, 3), (3000, 10)])
def test_three_hundred_characters_take_a_minute(client, characters, minutes):
    assert f"约 {minutes} 分钟读完" in line(client, printed(body="河" * characters))


def test_programs_and_readers_are_told_the_same_time_of_the_last_change(client):
    article = printed(publish_at=MORNING)
    Correction.objects.create(article=article, text="更正。")
    html = client.get(article.get_absolute_url()).content.decode()
    [modified] = re.findall(r'article:modified_time" content="([^"]+)"', html)
    assert f'"dateModified": "{modified}"' in html
