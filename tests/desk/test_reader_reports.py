"""What readers reported, on the desk's first page and on the story."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import AuditEntry, ReaderReport
from tests.desk.conftest import account
from tests.site.rows import printed, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of():
    """client_of("编辑") -> the client of an editor."""

    def make(role):
        client = Client()
        client.force_login(account(role, role, role))
        return client

    return make


def reported(article=None, text="“20余吨”应为“30余吨”。", contact="0559-1234567"):
    return ReaderReport.objects.create(article=article or printed("写错的"), text=text, contact=contact)


def story_page(client, report):
    return client.get(f"/admin/articles/article/{report.article_id}/change/").content.decode()


def close(client, report):
    address = f"/admin/articles/article/{report.article_id}/reports/{report.pk}/close/"
    return client.post(address, follow=True).content.decode()


def test_editors_find_open_reports_on_their_first_page_and_on_the_story(client_of):
    editor, report = client_of("编辑"), reported()
    front = editor.get("/admin/").content.decode()
    assert "读者纠错" in front
    assert f'href="/admin/articles/article/{report.article_id}/change/#reports">写错的</a>' in front
    page = story_page(editor, report)
    assert "“20余吨”应为“30余吨”。" in page
    assert "0559-1234567" in page


def test_one_click_closes_a_report_and_the_log_says_who_did_it(client_of):
    editor, report = client_of("编辑"), reported()
    page = close(editor, report)
    assert "“20余吨”应为“30余吨”。" in page
    assert f"reports/{report.pk}/close/" not in page
    assert 'id="reports-heading"' not in editor.get("/admin/").content.decode()
    line = AuditEntry.objects.get(action="answered")
    assert (line.subject, line.user.username) == ("写错的", ReaderReport.objects.get().done_by.username)
    # The log is kept for ever, what the reader wrote is not.
    assert "余吨" not in line.detail
    assert "1234567" not in line.detail
    close(editor, report)
    assert AuditEntry.objects.filter(action="answered").count() == 1


@pytest.mark.parametrize("role", ["记者", "运维"])
def test_others_do_not_see_what_readers_wrote(client_of, role):
    client, report = client_of(role), reported()
    assert 'id="reports-heading"' not in client.get("/admin/").content.decode()
    assert "0559-1234567" not in story_page(client, report)
    close(client, report)
    assert ReaderReport.objects.get().done_at is None


def test_the_words_of_readers_are_escaped(client_of):
    report = reported(text="<script>alert(1)</script>", contact="<b>")
    editor = client_of("编辑")
    for page in (story_page(editor, report), editor.get("/admin/").content.decode()):
        assert "<script>alert" not in page
        assert "<b>" not in page.split('id="reports-heading"')[1].split("</section>")[0]


def test_reports_older_than_ninety_days_are_deleted_when_an_editor_comes(client_of):
    report = reported()
    ReaderReport.objects.update(created_at=timezone.now() - timedelta(days=91))
    editor = client_of("编辑")
    assert "1234567" not in story_page(editor, report)
    editor.get("/admin/")
    assert not ReaderReport.objects.exists()


def test_a_report_of_another_story_is_not_closed(client_of):
    report, other = reported(), story("另一篇")
    client_of("编辑").post(f"/admin/articles/article/{other.pk}/reports/{report.pk}/close/")
    assert ReaderReport.objects.get().done_at is None
