"""Corrections and renames count as changes of the story wherever changes are reported."""

import json
import re
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, Author, Correction, Issue, Page, Section
from tests.site.rows import printed, story

pytestmark = pytest.mark.django_db
BEFORE = timezone.make_aware(datetime(2023, 7, 20, 6, 30))


def correct(article):
    chief = User.objects.create(username="总编辑", is_superuser=True)
    editing.publish_correction(Correction(article=article, text="“河”应为“湖”。"), Actor.at_desk(chief))


def edit_correction(article):
    correct(article)
    Article.objects.update(updated_at=BEFORE)
    correction = Correction.objects.get()
    correction.text = "“河”应为“江”。"
    correction.save()


def delete_correction(article):
    correct(article)
    Article.objects.update(updated_at=BEFORE)
    Correction.objects.all().delete()


def rename(model, **names):
    def change(article):
        row = model.objects.filter(**{"slug": "environment"} if model is Section else {}).first()
        for name, value in names.items():
            setattr(row, name, value)
        row.save()

    return change


def merge_people(article):
    Author.objects.create(name="曹路").absorb(Author.objects.filter(name="曹璐"))


CHANGES = {
    "correction": correct,
    "correction reworded": edit_correction,
    "correction deleted": delete_correction,
    "author": rename(Author, name="曹路"),
    "section": rename(Section, name="环保"),
    "page": rename(Page, name="要闻"),
    "issue": rename(Issue, number="12345"),
    "authors merged": merge_people,
}


@pytest.fixture
def article():
    made = printed(byline=[("记者", "曹璐")], section="environment", publish_at=BEFORE)
    Article.objects.update(updated_at=BEFORE)
    return made


@pytest.fixture(params=CHANGES)
def changed(request, article):
    story("另一篇", publish_at=BEFORE)
    Article.objects.exclude(pk=article.pk).update(updated_at=BEFORE)
    CHANGES[request.param](article)
    return article


def test_changed_since_returns_the_article(changed, read):
    since = (BEFORE + timedelta(seconds=1)).isoformat()
    found = read("/api/v1/articles/", order="changed", changed_since=since)["results"]
    assert [each["id"] for each in found] == [changed.pk]
    assert datetime.fromisoformat(found[0]["changed_at"]) > timezone.now() - timedelta(minutes=1)


def test_if_modified_since_returns_the_article(changed, client):
    since = {"If-Modified-Since": "Thu, 20 Jul 2023 00:00:00 GMT"}
    for address in (f"/api/v1/articles/{changed.pk}/", f"/articles/{changed.pk}.md", f"/articles/{changed.pk}.txt"):
        response = client.get(address, headers=since)
        assert response.status_code == 200, address
        assert "2023" not in response["Last-Modified"]


def test_all_formats_show_the_same_time_of_change(changed, client):
    moment = client.get(f"/api/v1/articles/{changed.pk}/").json()["changed_at"]
    assert client.get(f"/api/v1/articles/{changed.pk}/ninjs/").json()["versionCreated"] == moment
    page = client.get(f"/articles/{changed.pk}/").content.decode()
    assert json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])["dateModified"] == moment
    assert f"<updated>{moment}</updated>" in client.get("/feed.atom").content.decode()
    sitemap = client.get("/sitemap-articles.xml").content.decode()
    assert f"<lastmod>{moment[:10]}</lastmod>" in sitemap


def test_change_within_the_same_second_moves_last_modified(client):
    article = printed()
    address = f"/api/v1/articles/{article.pk}/"
    before = client.get(address)["Last-Modified"]
    correct(article)
    assert client.get(address, headers={"If-Modified-Since": before}).status_code == 200


def test_invisible_changes_do_not_touch_the_article(article):
    section, author, page = Section.objects.get(slug="environment"), Author.objects.get(), Page.objects.get()
    section.order, author.note, page.source_text = 9, "城关", "原文"
    for row in (section, author, page):
        row.save()
    assert Article.objects.get().updated_at == BEFORE


def test_drafts_are_not_touched():
    draft = printed(byline=[("记者", "曹璐")], status="draft")
    rename(Author, name="曹路")(draft)
    assert Article.objects.get().updated_at == draft.updated_at


def test_renaming_an_author_takes_one_update_and_keeps_versions():
    for number in range(30):
        printed(f"第{number}条", byline=[("记者", "曹璐")])
    with CaptureQueriesContext(connection) as captured:
        rename(Author, name="曹路")(None)
    updates = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "articles_article"')]
    assert len(updates) == 1
    assert set(Article.objects.values_list("version", flat=True)) == {1}
    assert Article.objects.search("曹路").count() == 30


def test_text_and_markdown_show_corrections(article, client):
    correct(article)
    Correction.objects.update(date=datetime(2023, 7, 21), text="“20余吨”\n应为 *30余吨*。")
    text = client.get(f"/articles/{article.pk}.txt").content.decode()
    assert "\n\n更正（2023年7月21日）：“20余吨” 应为 *30余吨*。\n\n" in text
    markdown = client.get(f"/articles/{article.pk}.md").content.decode()
    assert "\n\n> 更正（2023年7月21日）：“20余吨” 应为 \\*30余吨\\*。\n\n" in markdown


@pytest.mark.parametrize("ending", ["txt", "md"])
def test_text_of_a_withdrawn_article_is_the_notice(article, client, ending):
    Article.objects.update(status="withdrawn", withdrawn_at=timezone.now(), withdrawal_notice="应作者要求撤下。")
    response = client.get(f"/articles/{article.pk}.{ending}")
    assert (response.status_code, response.content.decode()) == (410, "应作者要求撤下。\n")
    Article.objects.update(withdrawn_at=None)
    assert client.get(f"/articles/{article.pk}.{ending}").status_code == 404


def test_corrections_are_filtered_by_date(article, read):
    for day in ("2023-07-21", "2023-08-01"):
        Correction.objects.create(article=article, text="更正。", date=day)
    assert [each["date"] for each in read("/api/v1/corrections/", since="2023-07-22")["results"]] == ["2023-08-01"]


def test_migration_counts_older_corrections_as_changes(article):
    correct(article)
    Article.objects.update(updated_at=BEFORE)
    migration = import_module("articles.migrations.0016_changes_seen")
    migration.corrections_count_as_changes(apps, connection.schema_editor())
    assert Article.objects.get().updated_at == Correction.objects.get().created_at
    migration.corrections_count_as_changes(apps, connection.schema_editor())
    assert Article.objects.get().updated_at == Correction.objects.get().created_at
