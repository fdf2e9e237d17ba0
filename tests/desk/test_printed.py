"""Changing issues, pages, sections and authors at the desk: permissions, and redirects of public addresses."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.importing import IssueSource, PageSource, import_issue
from articles.models import Article, AuditEntry, Author, Contribution, Issue, Page, Section

from .conftest import account, make_story
from .forms import as_rendered

NINTH, TENTH = datetime.date(2024, 3, 9), datetime.date(2024, 3, 10)


def address(row):
    return f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"


def changed(client, row, **typed):
    return client.post(address(row), as_rendered(client.get(address(row))) | typed)


def messages_of(response):
    return " ".join(map(str, get_messages(response.wsgi_request)))


def at_midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@pytest.fixture
def issue(db):
    return Issue.objects.create(date=NINTH)


@pytest.fixture
def front(issue):
    return Page.objects.create(issue=issue, number="1", name="要闻", order=1)


@pytest.fixture
def operator(client, db):
    client.force_login(account("ops", "运维", "运维"))
    return client


@pytest.fixture
def chief_desk(client, db):
    client.force_login(account("boss", "孙总编", "总编辑"))
    return client


def read(client, path):
    """(status, Location)"""
    response = client.get(path)
    return response.status_code, response.headers.get("Location")


def test_new_date_of_an_issue_moves_stories_and_redirects(chief_desk, issue, front):
    public = make_story(front, "见报稿", 1)
    draft = make_story(front, "草稿", 2, status="draft", publish_at=at_midnight(NINTH))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    scheduled = make_story(front, "待见报", 3, publish_at=tomorrow)
    elsewhere = make_story(front, "他日稿", 4, date=datetime.date(2024, 3, 1))
    response = changed(chief_desk, issue, date="2024年3月10日")
    assert "3 篇稿件已随之改期" in messages_of(response)
    dates = dict(Article.objects.values_list("headline", "date"))
    assert dates == {"见报稿": TENTH, "草稿": TENTH, "待见报": TENTH, "他日稿": elsewhere.date}
    times = dict(Article.objects.values_list("headline", "publish_at"))
    assert times["见报稿"] == public.publish_at
    assert times["草稿"] == draft.publish_at + datetime.timedelta(days=1)
    assert times["待见报"] == scheduled.publish_at + datetime.timedelta(days=1)
    assert chief_desk.get(public.get_absolute_url()).status_code == 200
    for path, new in [
        ("/2024-03-09/", "/2024-03-10/"),
        ("/2024-03-09/1/", "/2024-03-10/1/"),
        ("/api/v1/issues/2024-03-09/", "/api/v1/issues/2024-03-10/"),
        ("/api/v1/issues/2024-03-09/ninjs/", "/api/v1/issues/2024-03-10/ninjs/"),
        ("/api/v1/issues/2024-03-09/pages/1/", "/api/v1/issues/2024-03-10/pages/1/"),
    ]:
        assert read(chief_desk, path) == (301, new)
        assert chief_desk.get(new).status_code == 200
    line = AuditEntry.objects.get(subject="2024-03-10", action="changed")
    assert line.detail == "日期 2024-03-09 → 2024-03-10；3 篇稿件随之改期"
    assert public.revisions.newest_first().first().why == "报纸改期；见报日期 2024-03-09 → 2024-03-10"


def test_issue_moved_twice_redirects_every_old_address(chief_desk, issue, front):
    make_story(front, "见报稿", 1)
    changed(chief_desk, issue, date="2024-03-10")
    changed(chief_desk, issue, date="2024-03-12")
    for day in ("2024-03-09", "2024-03-10"):
        assert read(chief_desk, f"/{day}/") == (301, "/2024-03-12/")
        assert read(chief_desk, f"/{day}/1/") == (301, "/2024-03-12/1/")
    changed(chief_desk, issue, date="2024-03-09")
    assert chief_desk.get("/2024-03-09/").status_code == 200


def test_new_issue_at_a_former_date_is_shown_there(chief_desk, issue, front):
    make_story(front, "见报稿", 1)
    changed(chief_desk, issue, date="2024-03-10")
    make_story(Page.objects.create(issue=Issue.objects.create(date=NINTH), number="1"), "另一期", 1)
    assert chief_desk.get("/2024-03-09/").status_code == 200


def test_former_address_of_an_unpublished_page_is_not_found(chief_desk, issue, front):
    make_story(front, "草稿", 1, status="draft")
    changed(chief_desk, issue, date="2024-03-10")
    assert read(chief_desk, "/2024-03-09/")[0] == 404
    assert read(chief_desk, "/2024-03-09/1/")[0] == 404


def test_date_of_another_issue_is_refused_with_advice(chief_desk, issue, front):
    Issue.objects.create(date=TENTH)
    html = changed(chief_desk, issue, date="2024-03-10").content.decode()
    assert "这一天已经有一期报纸。要把版面并到那一期，请打开该版面，在“期”一栏改选那一期。" in html
    assert Issue.objects.get(pk=issue.pk).date == NINTH


def test_page_moves_to_another_issue_with_its_stories(chief_desk, issue, front):
    story = make_story(front, "见报稿", 1)
    jumps = make_story(Page.objects.create(issue=issue, number="2", order=2), "另一版", 1)
    other = Issue.objects.create(date=TENTH)
    Page.objects.create(issue=other, number="2", order=2)
    response = changed(chief_desk, front, issue=other.pk)
    assert "1 篇稿件已随之改期" in messages_of(response)
    story.refresh_from_db()
    jumps.refresh_from_db()
    assert (story.date, jumps.date) == (TENTH, NINTH)
    assert read(chief_desk, "/2024-03-09/1/") == (301, "/2024-03-10/1/")
    assert read(chief_desk, "/api/v1/issues/2024-03-09/pages/1/") == (301, "/api/v1/issues/2024-03-10/pages/1/")
    assert chief_desk.get("/2024-03-09/").status_code == 200


def test_page_number_already_taken_is_refused(chief_desk, issue, front):
    other = Issue.objects.create(date=TENTH)
    Page.objects.create(issue=other, number="1")
    assert "那一期已经有这个版次的版面。" in changed(chief_desk, front, issue=other.pk).content.decode()
    assert Page.objects.get(pk=front.pk).issue == issue


def test_new_page_number_redirects_the_old_one(chief_desk, issue, front):
    make_story(front, "见报稿", 1)
    changed(chief_desk, front, number="A01", name="头版")
    assert read(chief_desk, "/2024-03-09/1/") == (301, "/2024-03-09/A01/")
    line = AuditEntry.objects.get(action="changed")
    assert line.detail == "版次 1 → A01；版名 要闻 → 头版"


def test_pages_are_renumbered_in_the_issue_form(chief_desk, issue, front):
    make_story(front, "见报稿", 1)
    changed(chief_desk, issue, **{"pages-0-number": "3", "pages-0-name": "头版"})
    assert read(chief_desk, "/2024-03-09/1/") == (301, "/2024-03-09/3/")
    assert Page.objects.get().name == "头版"


def test_new_section_slug_redirects_page_feed_and_api(chief_desk, story):
    section = story.section
    changed(chief_desk, section, slug="green", name="绿色")
    assert read(chief_desk, "/sections/environment/?year=2023") == (301, "/sections/green/?year=2023")
    assert read(chief_desk, "/sections/environment/feed.atom") == (301, "/sections/green/feed.atom")
    assert read(chief_desk, "/api/v1/sections/environment/") == (301, "/api/v1/sections/green/")
    for narrowed in ("/api/v1/articles/?section=environment", "/api/v1/search/?q=河湖&section=environment"):
        assert [found["id"] for found in chief_desk.get(narrowed).json()["results"]] == [story.pk]
    assert chief_desk.get("/search/?section=a%20b").status_code == 400
    assert AuditEntry.objects.get(action="changed").detail.endswith("网址标识 environment → green")


# Who may


SEEN = "读者已经看得到，只有可以直接修改已见报稿件的人（如总编辑）才能改。"


def test_public_dates_and_names_need_amend_permission(operator, story, issue, front):
    page, section, date = story.placements.get().page, story.section, story.date
    for row, typed in [
        (page.issue, {"date": "2023-07-21"}),
        (page.issue, {"number": "77"}),
        (page.issue, {"pages-0-name": "改了"}),
        (page, {"name": "改了"}),
        (page, {"number": "9"}),
        (page, {"issue": issue.pk}),
        (section, {"name": "改了"}),
        (section, {"slug": "other"}),
    ]:
        response = changed(operator, row, **typed)
        assert SEEN in response.content.decode(), typed
        before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        assert type(row).objects.filter(**{k: v for k, v in before.items() if k != "residue"}).exists()
    assert Article.objects.get().date == date
    assert changed(operator, page, order="5").status_code == 302


def test_unpublished_rows_need_only_change_permission(operator, issue, front):
    draft = make_story(front, "草稿", 1, status="draft")
    assert changed(operator, issue, date="2024-03-10").status_code == 302
    draft.refresh_from_db()
    assert draft.date == TENTH
    assert changed(operator, front, name="头版").status_code == 302


def test_date_that_would_publish_a_scheduled_story_is_refused(operator, issue, front):
    time = timezone.now() + datetime.timedelta(days=3)
    scheduled = make_story(front, "定时刊发", 1, publish_at=time)
    earlier = Issue.objects.create(date=datetime.date(2020, 1, 1))
    for row, typed in [(issue, {"date": "2020-01-02"}), (front, {"issue": earlier.pk})]:
        refused = changed(operator, row, **typed)
        assert refused.status_code == 403
        assert "提前公开须由总编辑办理" in refused.content.decode()
        assert str(next(iter(typed.values()))) in refused.content.decode()
    scheduled.refresh_from_db()
    assert (scheduled.date, scheduled.publish_at) == (NINTH, time)
    assert Issue.objects.filter(date=NINTH, pages=front).exists()


def test_public_section_cannot_be_deleted(desk, story):
    section, empty = story.section, Section.objects.get(slug="opinion")
    for row, left in [(section, True), (empty, False)]:
        desk.post(f"/admin/articles/section/{row.pk}/delete/", {"post": "yes"})
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        desk.post("/admin/articles/section/", chosen)
        assert Section.objects.filter(pk=row.pk).exists() == left
    assert read(desk, section.get_absolute_url()) == (200, None)


def test_only_the_chief_renames_a_public_author(colleague, chief_desk, story):
    author = Author.objects.get(name="曹璐")
    assert SEEN in changed(colleague, author, name="曹路").content.decode()
    assert SEEN in changed(colleague, author, note="城区").content.decode(), "The API shows the note."
    author.refresh_from_db()
    assert author.note == ""
    assert changed(chief_desk, author, note="水利局").status_code == 302
    changed(chief_desk, author, name="曹路")
    assert AuditEntry.objects.filter(detail="姓名 曹璐 → 曹路", subject="曹路（水利局）").count() == 1
    unknown = Author.objects.create(name="新人")
    assert changed(colleague, unknown, name="新来").status_code == 302


# One person under two names


@pytest.fixture
def namesakes(page):
    authors = [Author.objects.create(name=name) for name in ("李明", "李　明", "柳絮")]
    for order, author in enumerate(authors, start=1):
        story = make_story(page, f"第{order}篇", order)
        Contribution.objects.create(article=story, author=author, role="记者", printed=author.name)
    return authors


def merge(client, stays, *others):
    chosen = {"action": "merge", "_selected_action": [each.pk for each in (stays, *others)], "stays": stays.pk}
    return client.post("/admin/articles/author/", chosen)


def test_addresses_of_a_merged_author_redirect(desk, namesakes):
    stays, same, pen_name = namesakes
    merge(desk, same, pen_name)
    merge(desk, stays, same)
    for gone in (same, pen_name):
        for path in ("/authors/{}/", "/authors/{}/feed.atom", "/authors/{}/feed.rss", "/api/v1/authors/{}/"):
            assert read(desk, path.format(gone.pk)) == (301, path.format(stays.pk))
    assert read(desk, f"/authors/{same.pk}/?role=记者")[1] == f"/authors/{stays.pk}/?role=%E8%AE%B0%E8%80%85"
    assert Contribution.objects.filter(author=stays).count() == 3
    assert len(desk.get(f"/api/v1/articles/?author={pen_name.pk}").json()["results"]) == 3
    assert desk.get(f"/search/?author={same.pk}").status_code == 200
    assert Contribution.objects.filter(printed="柳絮").exists()


def test_merged_author_is_in_no_list(desk, namesakes):
    stays, _, pen_name = namesakes
    merge(desk, stays, pen_name)
    assert [author.name for author in desk.get("/admin/articles/author/").context["cl"].result_list] == [
        "李　明",
        "李明",
    ]
    found = "/admin/autocomplete/?app_label=articles&model_name=contribution&field_name=author&term=柳絮"
    assert desk.get(found).json()["results"] == []
    assert f"/authors/{pen_name.pk}/" not in desk.get("/sitemap-authors.xml").content.decode()
    assert [row["name"] for row in desk.get("/api/v1/authors/").json()["results"]] == ["李明", "李　明"]
    assert desk.get(address(pen_name)).status_code == 302
    html = desk.post("/admin/articles/author/add/", {"name": "柳絮", "note": ""}).content.decode()
    assert "“柳絮”已合并到“李明”，署名时请选后者。" in html


def test_later_uses_of_a_merged_author_mean_the_remaining_one(desk, chief, namesakes, page):
    stays, same, pen_name = namesakes
    story = Article.objects.get(headline="第3篇")
    Contribution.objects.create(article=story, author=same, role="记者", order=2)
    by = Actor.at_desk(chief)
    with editing.changing(story.pk, by) as change:
        change.article.headline = "改了"
        change.article.save()
    merge(desk, stays, same, pen_name)
    editing.restore_revision(story.revisions.get(version=1), by)
    assert list(story.contributions.values_list("author", "printed")) == [(stays.pk, "柳絮")]
    source = IssueSource(
        TENTH, "", (PageSource("1", "", "", "村里修了新路\n\n本报讯（记者 柳絮）今天，村里修了新路。\n"),)
    )
    import_issue(source)
    printed = Article.objects.get(date=TENTH)
    assert [contribution.author for contribution in printed.contributions.all()] == [stays]


def test_merging_public_authors_needs_amend_permission(client, namesakes):
    client.force_login(account("duty", "钱主任", "值班主任"))
    stays, same, _ = namesakes
    assert SEEN in messages_of(merge(client, stays, same))
    assert Contribution.objects.filter(author=same).exists()
    merge(client, stays, Author.objects.create(name="无稿"))
    assert Author.objects.get(name="无稿").merged_into == stays


# What a reporter reads of a page


@pytest.fixture
def reporter(db):
    return account("reporter", "赵记者", "记者")


def test_reporter_reads_text_only_of_public_pages_and_their_own(client, reporter, editor, page):
    page.source_text = "版面上的原文"
    page.residue = [{"line": 1, "kind": "notice", "text": "启事一则"}]
    page.save()

    def reads(user):
        client.force_login(user)
        html = client.get(address(page)).content.decode()
        shown = {"版面上的原文" in html, "启事一则" in html, "版面原文只有编辑看得到" not in html}
        assert len(shown) == 1
        return shown.pop()

    assert not reads(reporter)
    make_story(page, "见报稿", 1)
    assert reads(reporter)
    other = make_story(page, "别人的草稿", 2, status="draft")
    assert not reads(reporter)
    assert "别人的草稿" not in client.get(address(page)).content.decode()
    assert reads(editor)
    assert "别人的草稿" in client.get(address(page)).content.decode()
    make_story(page, "自己的草稿", 3, status="draft", created_by=reporter)
    assert reads(reporter)
    Article.objects.filter(created_by=reporter).delete()
    Article.objects.filter(pk=other.pk).update(status="merged")
    assert reads(reporter)
