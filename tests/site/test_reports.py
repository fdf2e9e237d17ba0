"""我要纠错: readers report what is wrong in a story, without an account."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.models import AuditEntry, ReaderReport

from .rows import later, printed

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
TEXT = "第二段“20余吨”应为“30余吨”，见镇政府通报。"


@pytest.fixture(autouse=True)
def _new_hour():
    cache.clear()


def send(client, article, headers=HERE, **typed):
    return client.post(f"/articles/{article.pk}/report/", {"text": TEXT, "contact": "", **typed}, headers=headers)


def test_a_story_leads_to_the_form_which_no_cache_keeps(client):
    article = printed("写错的")
    address = f"/articles/{article.pk}/report/"
    assert f'href="{address}" rel="nofollow"' in client.get(article.get_absolute_url()).content.decode()
    response = client.get(address)
    html = response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    assert f'<a href="{article.get_absolute_url()}">' in html
    assert "90 天后删除" in html
    assert "csrfmiddlewaretoken" not in html


def test_a_report_is_kept_and_the_reader_told_what_happens_next():
    # As strict as a server: Django's test client does not check CSRF by itself.
    client = Client(enforce_csrf_checks=True)
    article = printed()
    response = send(client, article, contact="0559-1234567")
    assert (response.status_code, response["Location"]) == (302, f"/articles/{article.pk}/report/sent/")
    report = ReaderReport.objects.get()
    assert (report.article, report.text, report.contact) == (article, TEXT, "0559-1234567")
    thanks = client.get(response["Location"])
    assert "编辑" in thanks.content.decode()
    assert "no-store" in thanks["Cache-Control"]
    assert not response.cookies
    # The log is kept forever, and says nothing of readers.
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Referer": "https://elsewhere.example/http://testserver/"},
        {"Referer": "http://[broken"},
        {},
        {"Origin": "https://elsewhere.example", "Referer": "http://testserver/"},
    ],
)
def test_a_form_of_another_website_is_refused_with_the_text_kept(client, headers):
    response = send(client, printed(), headers)
    assert response.status_code == 403
    assert TEXT in response.content.decode()
    assert not ReaderReport.objects.exists()


def test_old_browsers_send_the_address_of_the_form_instead(client):
    article = printed()
    assert send(client, article, {"Referer": f"http://testserver/articles/{article.pk}/report/"}).status_code == 302


def test_the_papers_own_address_counts_behind_a_proxy(client, settings):
    settings.NEWSROOM_URL = "https://paper.example"
    assert send(client, printed(), {"Origin": "https://paper.example"}).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [{"text": ""}, {"text": " 　\n"}, {"text": "错" * 1001}, {"text": "错\0"}, {"contact": "1" * 101}],
)
def test_too_little_and_too_much_is_refused(client, typed):
    response = send(client, printed(), **typed)
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert not ReaderReport.objects.exists()


def test_programs_that_fill_in_every_field_are_thanked_and_forgotten(client):
    assert send(client, printed(), website="https://spam.example").status_code == 302
    assert not ReaderReport.objects.exists()


def test_twenty_reports_an_hour_come_from_one_address(client):
    article = printed()
    for number in range(20):
        assert send(client, article, text=f"第{number}处").status_code == 302
    refused = send(client, article)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert TEXT in refused.content.decode()
    assert ReaderReport.objects.count() == 20
    other = client.post(f"/articles/{article.pk}/report/", {"text": TEXT}, headers=HERE, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "withdrawn"}, {"publish_at": later()}])
def test_there_is_no_form_for_what_readers_do_not_see(client, fields):
    article = printed(**fields)
    assert client.get(f"/articles/{article.pk}/report/").status_code == 404
    assert client.get(f"/articles/{article.pk}/report/sent/").status_code == 404
    assert send(client, article).status_code == 404
    assert not ReaderReport.objects.exists()


def test_reports_are_deleted_after_ninety_days(client):
    article = printed()
    for days in (89, 91):
        report = ReaderReport.objects.create(article=article, text=f"{days}天前的")
        ReaderReport.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(days=days))
    assert [each.text for each in ReaderReport.objects.open()] == ["89天前的"]
    send(client, article)
    assert [each.text for each in ReaderReport.objects.all()] == ["89天前的", TEXT]


def test_readers_and_programs_never_see_a_report(client):
    article = printed(section="environment", byline=[("记者", "曹璐")])
    send(client, article, contact="0559-1234567")
    for address in (
        article.get_absolute_url(), f"/articles/{article.pk}/report/", "/corrections/", "/feed.atom",
        f"/articles/{article.pk}.md", f"/api/v1/articles/{article.pk}/", "/api/v1/articles/",
    ):  # fmt: skip
        page = client.get(address).content.decode()
        assert "30余吨" not in page
        assert "1234567" not in page
