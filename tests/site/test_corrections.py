import json
import re
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import Article, Correction, Page

from .rows import printed

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def correct(article, text="文中“余波”应为“曹璐”。", **fields):
    return Correction.objects.create(article=article, text=text, **{"date": date(2023, 7, 21), **fields})


def read(client, address):
    return client.get(address).content.decode()


def test_a_correction_is_shown_before_the_text(client):
    article = printed()
    correction = correct(article)
    page = read(client, article.get_absolute_url())
    notice = page.rindex("文中“余波”应为“曹璐”。")
    assert page.index("</h1>") < page.index(f'id="correction-{correction.pk}"') < notice < page.index('class="text"')
    assert '更正</strong> <time datetime="2023-07-21">2023年7月21日</time>' in page


def test_an_apology_is_labelled_as_one(client):
    article = printed()
    correct(article, kind="apology")
    assert "<strong>致歉</strong>" in read(client, article.get_absolute_url())


def test_the_list_links_to_each_story_and_to_the_page_with_the_notice(client):
    article = printed("写错的")
    carried = Page.objects.get(pk=printed("次日的", day=date(2023, 7, 21), page="1").placements.get().page_id)
    first, last = correct(article, "先更正的。", date=date(2023, 7, 20)), correct(article, "后更正的。", page=carried)
    page = read(client, "/corrections/")
    assert page.index("后更正的。") < page.index("先更正的。")
    for correction in (first, last):
        assert f'href="/articles/{article.pk}/#correction-{correction.pk}"' in page
    assert '<a href="/2023-07-21/1/">' in page


def test_a_notice_on_a_hidden_page_is_not_a_link(client):
    article = printed("写错的")
    hidden = printed("撤下的", day=date(2023, 7, 21), page="1", status="withdrawn").placements.get().page
    correct(article, page=hidden)
    assert "/2023-07-21/1/" not in read(client, "/corrections/")
    assert "/2023-07-21/1/" not in read(client, article.get_absolute_url())


def test_the_correction_of_a_hidden_story_is_hidden(client):
    correct(printed("撤下的", status="withdrawn"), "不该看见的。")
    for address in ("/corrections/", "/corrections/feed.atom", "/corrections/feed.rss"):
        assert "不该看见的" not in read(client, address)
    assert "尚无更正" in read(client, "/corrections/")


def test_the_list_has_twenty_corrections_on_a_page(client):
    article = printed()
    for number in range(21):
        correct(article, f"第{number}处。")
    assert read(client, "/corrections/").count('class="notice"') == 20
    assert "第0处。" in read(client, "/corrections/?page=2")
    assert client.get("/corrections/?page=3").status_code == 404


def test_corrections_have_their_own_feeds(client):
    article = printed("写错的")
    correction = correct(article, "<b>应为</b>曹璐。")
    entry = ElementTree.fromstring(client.get("/corrections/feed.atom").content).find(ATOM + "entry")
    address = f"http://testserver/articles/{article.pk}/#correction-{correction.pk}"
    assert entry.findtext(ATOM + "title") == "更正：写错的"
    assert entry.findtext(ATOM + "id") == address
    assert entry.findtext(ATOM + "content") == "<p>&lt;b&gt;应为&lt;/b&gt;曹璐。</p>"
    item = ElementTree.fromstring(client.get("/corrections/feed.rss").content).find("channel/item")
    assert item.findtext("link") == address


def test_feeds_include_the_corrections_of_a_story(client):
    correct(printed(body="正文。"))
    entry = ElementTree.fromstring(client.get("/feed.atom").content).find(ATOM + "entry")
    assert entry.findtext(ATOM + "content") == "<p>更正（2023年7月21日）：文中“余波”应为“曹璐”。</p><p>正文。</p>"


def test_structured_data_includes_the_correction_and_its_time(client):
    article = printed()
    correction = correct(article)
    page = read(client, article.get_absolute_url())
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "文中“余波”应为“曹璐”。", "datePublished": "2023-07-21"}
    ]
    assert data["dateModified"] == client.get(f"/api/v1/articles/{article.pk}/").json()["changed_at"]
    assert datetime.fromisoformat(data["dateModified"]) >= correction.created_at


def withdraw(article, notice="应作者要求撤下。"):
    article.status, article.withdrawal_notice, article.withdrawn_at = "withdrawn", notice, timezone.now()
    article.save()


def test_a_withdrawn_story_shows_only_the_notice(client):
    article = printed("不实的报道", body="不实的正文。", byline=[("记者", "曹璐")])
    withdraw(article)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    page = response.content.decode()
    assert "应作者要求撤下。" in page
    assert '<meta name="robots" content="noindex">' in page
    for secret in ("不实", "曹璐"):
        assert secret not in page


def test_the_list_says_which_day_s_story_was_withdrawn_when_and_why(client):
    article = printed("不实的报道", body="不实的正文。", byline=[("记者", "曹璐")])
    withdraw(article)
    day = timezone.localdate()
    page = read(client, "/corrections/")
    assert f'<a href="/articles/{article.pk}/" rel="nofollow">2023年7月20日的一篇稿件</a>' in page
    assert f'<strong>撤稿</strong> <time datetime="{day}">' in page
    assert "应作者要求撤下。" in page
    for address in ("/corrections/", "/corrections/feed.atom", "/corrections/feed.rss"):
        for secret in ("不实", "曹璐"):
            assert secret not in read(client, address), address


def test_corrections_and_withdrawals_stand_in_one_order(client):
    article = printed("写错的")
    correct(article, "去年更正的。", date=date(2023, 7, 21))
    withdraw(printed("撤下的"), "昨天撤下的。")
    Article.objects.filter(status="withdrawn").update(withdrawn_at=timezone.now() - timedelta(days=1))
    correct(article, "今天更正的。", date=timezone.localdate())
    page = read(client, "/corrections/")
    assert page.index("今天更正的。") < page.index("昨天撤下的。") < page.index("去年更正的。")
    entries = ElementTree.fromstring(client.get("/corrections/feed.atom").content).findall(ATOM + "entry")
    assert {entry.findtext(ATOM + "title") for entry in entries} == {"更正：写错的", "撤稿：2023年7月20日的一篇稿件"}
    [withdrawn] = [entry for entry in entries if "撤稿" in entry.findtext(ATOM + "title")]
    assert withdrawn.findtext(ATOM + "content") == "<p>昨天撤下的。</p>"


def test_a_story_back_on_the_site_leaves_the_list(client):
    article = printed()
    withdraw(article)
    Article.objects.update(status="approved")
    assert "应作者要求撤下。" not in read(client, "/corrections/")
    # One that was never public has no notice, and one merged into another has an address.
    printed("草稿", status="withdrawn")
    withdraw(printed("并入的"))
    Article.objects.filter(headline="并入的").update(status="merged", merged_into=article)
    assert "尚无更正" in read(client, "/corrections/")


def test_a_story_withdrawn_without_a_notice_says_so(client):
    article = printed()
    withdraw(article, notice="")
    assert "本报已将这篇稿件撤下。" in client.get(article.get_absolute_url()).content.decode()


def test_a_merged_story_redirects_to_the_other(client):
    whole, part = printed("全文"), printed("续文")
    part.status, part.merged_into = "merged", whole
    part.save()
    response = client.get(part.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, whole.get_absolute_url())
    withdraw(whole)
    assert client.get(part.get_absolute_url(), follow=True).status_code == 410


def test_a_story_merged_into_a_withdrawn_or_merged_one_is_followed(client):
    first, second, whole = printed("头"), printed("中"), printed("尾")
    Article.objects.filter(pk=first.pk).update(status="merged", merged_into=second)
    Article.objects.filter(pk=second.pk).update(status="merged", merged_into=whole)
    assert client.get(f"/articles/{first.pk}/", follow=True).redirect_chain == [
        (f"/articles/{second.pk}/", 301),
        (f"/articles/{whole.pk}/", 301),
    ]
    now = timezone.now()
    Article.objects.filter(pk=whole.pk).update(status="withdrawn", withdrawal_notice="内容有误。", withdrawn_at=now)
    assert client.get(f"/articles/{second.pk}/", follow=True).status_code == 410
