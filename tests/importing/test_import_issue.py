"""The rows of an import, and of a second one."""

import datetime
import itertools

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing import Outcome, import_issue, read_issue
from articles.importing.sources import IssueSource, PageSource
from articles.models import Article, Author, Contribution, Issue, Page, Placement, Problem, Section

from .pages import BUS, FLOOD_MIDDLE, FLOOD_OPENING, FLOOD_REST, REEDS

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 5)


def issue_of(pages):
    return IssueSource(DAY, "", tuple(PageSource(label, "", f"{label}.txt", text) for label, text in pages.items()))


def imported(pages):
    return import_issue(issue_of(pages))


def doubts_about_text(article):
    return [problem.code for problem in article.problems.exclude(code="no_section")]


def outcomes(report):
    return {story.article.title: story.outcome.value for story in report.stories}


def saved_stories():
    """The values of all rows that an import writes, without primary keys."""
    rows = [
        (
            article.title,
            article.body,
            article.section and article.section.name,
            article.status,
            article.publish_at,
            article.imported["byline"],
            [(c.author.name, c.role, c.order) for c in article.contributions.all()],
            [(p.page.number, p.order, p.first_line, p.last_line) for p in article.placements.all()],
            sorted((p.page.number, p.code, p.line) for p in article.problems.all()),
        )
        for article in Article.objects.all()
    ]
    return sorted(rows, key=repr)


def test_import_saves_pages_people_and_date():
    imported({"2": BUS + "\n" + REEDS})
    issue = Issue.objects.get()
    assert issue.date == DAY
    assert [(page.number, page.source_text) for page in issue.pages.all()] == [("2", BUS + "\n" + REEDS)]
    bus, reeds = Article.objects.order_by("placements__order")
    assert (bus.headline, bus.date, bus.status) == ("城乡公交新增三条线路", DAY, "approved")
    assert [c.author.name for c in bus.contributions.all()] == ["陆望舒", "贺兰亭"]
    assert reeds.placements.get().order == 2
    assert list(Article.objects.public()) == [bus, reeds]


def test_tomorrows_issue_is_not_public_today():
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    import_issue(IssueSource(tomorrow, "", (PageSource("1", "", "1.txt", BUS),)))
    assert Article.objects.count() == 1
    assert not Article.objects.public().exists()


def test_same_text_again_changes_nothing():
    imported({"1": FLOOD_OPENING, "3": FLOOD_REST + "\n" + REEDS})
    before, versions = saved_stories(), list(Article.objects.values_list("pk", "version", "updated_at"))
    report = imported({"1": FLOOD_OPENING, "3": FLOOD_REST + "\n" + REEDS})
    assert {story.outcome for story in report.stories} == {Outcome.UNCHANGED}
    assert saved_stories() == before
    assert list(Article.objects.values_list("pk", "version", "updated_at")) == versions


def test_dry_run_reports_and_saves_nothing():
    report = import_issue(issue_of({"1": BUS}), dry_run=True)
    assert outcomes(report) == {"城乡公交新增三条线路": "created"}
    assert [model.objects.count() for model in (Issue, Page, Article, Author, Problem)] == [0, 0, 0, 0, 0]


def test_corrected_text_updates_the_same_article():
    imported({"1": BUS})
    article = Article.objects.get()
    report = imported({"1": BUS.replace("二十一个", "二十二个")})
    assert outcomes(report) == {"城乡公交新增三条线路": "updated"}
    assert "二十二个行政村" in Article.objects.get(pk=article.pk).body


def test_fields_changed_by_an_editor_are_kept_and_reported():
    imported({"1": BUS})
    article = Article.objects.get()
    article.headline, article.section = "三条公交新线路今起开通", Section.objects.get(slug="livelihood")
    article.save()
    article.contributions.all().delete()
    article.contributions.create(author=Author.objects.create(name="桂南枝"), role="记者")

    report = imported({"1": BUS.replace("城乡公交新增", "城乡公交再增").replace("二十一个", "二十二个")})
    article.refresh_from_db()
    assert article.headline == "三条公交新线路今起开通"
    assert article.section.slug == "livelihood"
    assert [c.author.name for c in article.contributions.all()] == ["桂南枝"]
    assert "二十二个行政村" in article.body
    (story,) = report.stories
    assert story.outcome == Outcome.KEPT
    kept = {kept.field: (kept.ours, kept.printed) for kept in story.kept}
    assert kept["headline"] == ("三条公交新线路今起开通", "城乡公交再增三条线路")
    assert kept["byline"] == ("记者 桂南枝", "陆望舒 贺兰亭")


def test_story_rewritten_by_an_editor_matches_by_headline():
    imported({"1": BUS + "\n" + REEDS})
    Article.objects.filter(headline__startswith="城乡").update(body="改写后的全文，与版面上的文字没有一句相同。")
    report = imported({"1": REEDS + "\n" + BUS.replace("二十一个", "二十二个")})
    assert outcomes(report) == {"芦苇荡里建起观鸟步道": "updated", "城乡公交新增三条线路": "kept"}
    assert Article.objects.count() == 2


def test_editors_change_survives_several_imports():
    imported({"1": BUS})
    Article.objects.update(headline="三条公交新线路今起开通")
    for text in (BUS, BUS, BUS.replace("二十一个", "二十二个"), BUS):
        imported({"1": text})
    assert Article.objects.get().headline == "三条公交新线路今起开通"


def test_import_does_not_republish_a_withdrawn_article():
    imported({"1": BUS})
    Article.objects.update(status=Article.Status.WITHDRAWN)
    imported({"1": BUS.replace("二十一个", "二十二个")})
    assert Article.objects.get().status == Article.Status.WITHDRAWN


def test_continuation_imported_first_keeps_its_url_when_joined():
    imported({"3": FLOOD_REST})
    orphan = Article.objects.get()
    assert orphan.headline == ""
    imported({"1": FLOOD_OPENING})
    joined = Article.objects.get()
    assert (joined.pk, joined.headline) == (orphan.pk, "水库除险加固工程提前完工")
    assert [placement.page.number for placement in joined.placements.all()] == ["1", "3"]
    assert doubts_about_text(joined) == []


def test_settled_problem_stays_settled(django_user_model):
    imported({"3": FLOOD_REST})
    editor = django_user_model.objects.create(username="wei")
    Problem.objects.filter(code="no_headline").update(settled_at="2024-03-05T08:00+08:00", settled_by=editor)
    imported({"3": FLOOD_REST})
    assert Problem.objects.get(code="no_headline").settled_by == editor


def test_draft_missing_from_the_corrected_page_is_deleted():
    import_issue(issue_of({"1": BUS + "\n" + REEDS}), draft=True)
    report = import_issue(issue_of({"1": BUS}), draft=True)
    assert outcomes(report) == {"城乡公交新增三条线路": "unchanged", "芦苇荡里建起观鸟步道": "removed"}
    assert Article.objects.count() == 1


def test_public_story_missing_from_the_page_stays_with_a_problem():
    imported({"1": BUS + "\n" + REEDS})
    report = imported({"1": BUS})
    assert outcomes(report) == {"城乡公交新增三条线路": "unchanged", "芦苇荡里建起观鸟步道": "kept"}
    gone = Article.objects.public().get(headline="芦苇荡里建起观鸟步道")
    assert doubts_about_text(gone) == ["no_longer_printed"]


def test_withdrawn_story_missing_from_the_page_keeps_its_notice():
    imported({"1": BUS + "\n" + REEDS})
    Article.objects.filter(headline__startswith="芦苇").update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawal_notice="撤稿。"
    )
    imported({"1": BUS})
    assert Article.objects.withdrawn().get().withdrawal_notice == "撤稿。"


def test_public_continuation_redirects_to_the_joined_story(client):
    imported({"1": FLOOD_OPENING.replace("3版", "2版")})
    imported({"3": FLOOD_REST.replace("1版", "2版")})
    orphan = Article.objects.get(headline="")
    imported({"2": FLOOD_MIDDLE})
    joined = Article.objects.public().get()
    assert joined.headline == "水库除险加固工程提前完工"
    response = client.get(f"/articles/{orphan.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"/articles/{joined.pk}/")
    assert outcomes(imported({"2": FLOOD_MIDDLE})) == {joined.title: "unchanged"}


def test_headline_without_text_is_not_published():
    imported({"1": "水库除险加固工程提前完工"})
    article = Article.objects.get()
    assert (article.status, [problem.code for problem in article.problems.all()]) == ("draft", ["no_text"])
    imported({"1": "水库除险加固工程提前完工\n\n" + FLOOD_REST.split("）")[1]})
    assert Article.objects.public().get() == article


def test_page_without_the_text_does_not_empty_a_public_story():
    imported({"1": BUS})
    report = imported({"1": "城乡公交新增三条线路"})
    assert outcomes(report) == {"城乡公交新增三条线路": "kept"}
    assert "二十一个行政村" in Article.objects.public().get().body


def test_edited_story_missing_from_the_page_is_kept_with_a_problem():
    imported({"1": BUS + "\n" + REEDS})
    Article.objects.filter(headline__startswith="芦苇").update(headline="观鸟步道开放")
    for _ in range(2):
        imported({"1": BUS})
    kept = Article.objects.get(headline="观鸟步道开放")
    assert doubts_about_text(kept) == ["no_longer_printed"]


def test_author_without_a_note_is_credited():
    Author.objects.create(name="沈知秋", note="教育局")
    plain = Author.objects.create(name="沈知秋")
    imported({"1": REEDS})
    assert Contribution.objects.get().author == plain


def test_section_is_guessed_and_its_reason_saved():
    imported({"1": REEDS.replace("芦苇荡里", "湿地生态保护区").replace("对芦苇根系", "对湿地")})
    article = Article.objects.get()
    assert article.section.slug == "environment"
    assert article.section_reason["body"] == {"湿地": 2}


PAGES = {"1": FLOOD_OPENING + "\n" + BUS, "3": FLOOD_REST + "\n" + REEDS, "4": BUS, "A02": REEDS.replace("3日", "5日")}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(PAGES)), cuts=st.sets(st.integers(1, 3)), again=st.sampled_from(list(PAGES)))
def test_pages_may_be_imported_in_any_order_and_several_runs(order, cuts, again):
    def emptied():
        for model in (Placement, Problem, Contribution, Article, Author, Page, Issue):
            model.objects.all().delete()

    emptied()
    imported(PAGES)
    at_once = saved_stories()
    emptied()
    bounds = [0, *sorted(cuts), len(order)]
    for start, end in itertools.pairwise(bounds):
        imported({label: PAGES[label] for label in order[start:end]})
    imported({again: PAGES[again]})
    assert saved_stories() == at_once


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(
        st.one_of(
            st.sampled_from((BUS + FLOOD_REST).splitlines()),
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300),
            st.sampled_from(["（上接1版）", "本报讯（记者 甲", "■", "图为", "摄", "丨", "东" * 700, "甲 " * 300]),
        ),
        max_size=12,
    ).map("\n".join)
)
def test_damaged_page_text_is_imported(text):
    report = imported({"1": text})
    assert Page.objects.get().source_text == text
    assert all(story.article.title or not story.article.body for story in report.stories)


def test_issue_read_from_a_folder_is_imported(issue_folder):
    import_issue(read_issue(issue_folder("2024-03-05", {"1": FLOOD_OPENING, "3": FLOOD_REST})))
    assert Article.objects.get().placements.count() == 2
