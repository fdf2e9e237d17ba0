from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from tests.desk.forms import as_rendered

from .paper import FORM, FOUND, FRONT, STORY, has_text_back, typed


def test_a_clock_ahead_signs_editors_out_and_returns_their_text(sqlite, reader, editor, monkeypatch):
    browser = editor()
    form = typed(browser)
    a_year_on = timezone.now() + timezone.timedelta(days=365)
    monkeypatch.setattr(timezone, "now", lambda: a_year_on)
    assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND, "/archive/")] == [200] * 4
    refused = browser.post(FORM, form)
    assert refused.status_code == 403
    assert has_text_back(refused, "登录已失效")
    browser.force_login(User.objects.get())
    assert browser.post(FORM, as_rendered(refused)).status_code == 302


def test_a_clock_behind_hides_the_newest_until_it_is_right(sqlite, reader, editor, monkeypatch):
    browser = editor()
    story = Article.objects.create(headline="刚刚签发", body="文", status=Article.Status.APPROVED)
    a_year_ago = timezone.now() - timezone.timedelta(days=365)
    with monkeypatch.context() as jumped:
        jumped.setattr(timezone, "now", lambda: a_year_ago)
        assert [reader.get(address).status_code for address in (FRONT, STORY, FOUND, "/archive/")] == [200] * 4
        assert reader.get(story.get_absolute_url()).status_code == 404
        assert browser.post(FORM, typed(browser)).status_code == 302
    assert reader.get(story.get_absolute_url()).status_code == 200
