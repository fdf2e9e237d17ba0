"""Importing a page with public stories again: what changes at once and what waits for review."""

import pytest
from django.test import Client

from articles import editing
from articles.editing import Actor
from articles.importing import import_issue
from articles.models import Article, AuditEntry, Issue, Page
from articles.roles import ROLES
from tests.desk.conftest import account

from .pages import BUS, FLOOD_OPENING, FLOOD_REST, REEDS
from .test_import_issue import DAY, doubts_about_text, imported, issue_of, outcomes

pytestmark = pytest.mark.django_db
CHANGED = BUS.replace("二十一个", "二十二个").replace("陆望舒", "陆望书")


@pytest.fixture
def operator():
    return Actor.at_desk(account("operator", "周运维", "运维"))


@pytest.fixture
def chief():
    return Actor.at_desk(account("chief", "王主编", "总编辑"))


def read(address):
    response = Client().get(address)
    return response.status_code, response.content.decode()


def public_pages(*articles):
    """All pages that show the stories."""
    addresses = ["/", f"/{DAY}/", *(f"/{DAY}/{page.number}/" for page in Page.objects.all())]
    addresses += [f"/articles/{article.pk}/" for article in articles or Article.objects.all()]
    return {address: read(address) for address in addresses}


def again(pages, actor, **options):
    return import_issue(issue_of(pages), actor=actor, **options)


# role: whether its import changes a public story at once
AT_ONCE = {"运维": False, "总编辑": True, None: True}


@pytest.mark.parametrize("draft", [True, False], ids=["draft", "printed"])
@pytest.mark.parametrize("role", AT_ONCE)
def test_reimport_of_a_public_story_waits_unless_role_may_amend(role, draft):
    imported({"1": BUS})
    article, before = Article.objects.get(), public_pages()
    actor = Actor.at_desk(account("somebody", "", role)) if role else None
    report = again({"1": CHANGED}, actor, draft=draft)
    assert (public_pages() != before) == AT_ONCE[role]
    assert read(article.get_absolute_url())[0] == 200
    article.refresh_from_db()
    assert ("二十二个" in article.body) == AT_ONCE[role]
    assert (article.pending is None) == AT_ONCE[role]
    assert outcomes(report) == {article.title: "updated" if AT_ONCE[role] else "pending"}


def test_roles_that_may_import():
    assert {role for role, rights in ROLES.items() if "import_page" in rights} == AT_ONCE.keys() - {None}


def test_signed_change_replaces_the_public_text(operator):
    imported({"1": BUS})
    again({"1": CHANGED}, operator)
    article = Article.objects.get()
    for number, role in enumerate(["编辑", "值班主任", "总编辑"]):
        assert "二十一个" in read(article.get_absolute_url())[1]
        editing.sign_off(article.pk, Actor.at_desk(account(f"signer-{number}", "", role)))
    assert "二十二个" in read(article.get_absolute_url())[1]
    assert [each.author.name for each in article.contributions.all()] == ["陆望书", "贺兰亭"]
    assert outcomes(again({"1": CHANGED}, operator)) == {article.title: "unchanged"}


def test_same_page_again_keeps_the_pending_version_and_signatures(operator):
    imported({"1": BUS})
    again({"1": CHANGED}, operator)
    article = Article.objects.get()
    editing.sign_off(article.pk, Actor.at_desk(account("editor", "", "编辑")))
    assert outcomes(again({"1": CHANGED}, operator)) == {article.title: "pending"}
    assert article.pending.signoffs.standing().count() == 1


def test_original_text_again_removes_the_pending_version(operator):
    imported({"1": BUS})
    again({"1": CHANGED}, operator)
    again({"1": BUS.replace("二十一个", "三十个")}, operator)
    article = Article.objects.get()
    assert "三十个" in article.pending.snapshot["body"]
    assert [name for _pk, name, _role, _printed in article.pending.snapshot["byline"]] == ["陆望舒", "贺兰亭"]
    assert outcomes(again({"1": BUS}, operator)) == {article.title: "unchanged"}
    article.refresh_from_db()
    assert article.pending is None


def test_editors_pending_change_is_kept(operator):
    imported({"1": BUS})
    article, editor = Article.objects.get(), Actor.at_desk(account("editor", "", "编辑"))
    with editing.changing(article.pk, editor) as change:
        change.article.headline = "三条公交新线路今起开通"
        change.article.save()
    again({"1": CHANGED.replace("城乡公交新增", "城乡公交再增")}, operator)
    article.refresh_from_db()
    assert article.pending.snapshot["headline"] == "三条公交新线路今起开通"
    assert "二十二个" in article.pending.snapshot["body"]
    assert article.headline == "城乡公交新增三条线路"


def test_public_story_missing_from_the_page_is_unchanged(operator):
    imported({"1": BUS + "\n" + REEDS})
    before = public_pages()
    report = again({"1": BUS}, operator)
    assert outcomes(report) == {"城乡公交新增三条线路": "unchanged", "芦苇荡里建起观鸟步道": "kept"}
    assert public_pages() == before


def test_public_story_moved_to_another_page_stays_with_a_doubt(operator):
    imported({"1": FLOOD_OPENING, "3": REEDS})
    before, flood = public_pages(), Article.objects.get(headline__startswith="水库")
    again({"3": FLOOD_REST + "\n" + REEDS}, operator)
    assert public_pages() == before
    assert [placement.page.number for placement in flood.placements.all()] == ["1"]
    assert doubts_about_text(flood) == ["printed_elsewhere"]
    flood.refresh_from_db()
    assert "二百余名" in flood.pending.snapshot["body"]


def test_only_line_numbers_of_a_public_story_change(operator):
    imported({"1": BUS})
    placement = Article.objects.get().placements.get()
    again({"1": "\n\n\n" + BUS}, operator)
    moved = Article.objects.get().placements.get()
    assert (moved.pk, moved.order, moved.first_line) == (placement.pk, placement.order, placement.first_line + 3)


def test_new_stories_on_a_public_page_are_drafts(operator):
    imported({"1": BUS})
    before = public_pages(*Article.objects.all())
    again({"1": BUS + "\n" + REEDS}, operator)
    assert Article.objects.get(headline__startswith="芦苇").status == "draft"
    assert {address: read(address) for address in before} == before


def test_public_names_change_only_if_the_role_may_amend(operator, chief):
    source = issue_of({"1": BUS})
    named = type(source)(
        source.date, "8000", tuple(type(page)(page.number, "要闻", "", page.text) for page in source.pages)
    )
    renamed = type(source)(
        source.date, "8001", tuple(type(page)(page.number, "本地", "", page.text) for page in source.pages)
    )
    import_issue(named)
    report = import_issue(renamed, actor=operator)
    assert (Page.objects.get().name, Issue.objects.get().number) == ("要闻", "8000")
    assert [warning[:17] for warning in report.warnings] == [
        "读者看到的名称是“8000”，没有",
        "读者看到的名称是“要闻”，没有改成",
    ]
    import_issue(renamed, actor=chief)
    assert (Page.objects.get().name, Issue.objects.get().number) == ("本地", "8001")


def test_pending_change_is_logged(operator):
    imported({"1": BUS})
    again({"1": CHANGED}, operator)
    lines = AuditEntry.objects.filter(user=operator.user).order_by("pk").values_list("action", "detail")
    assert list(lines) == [("proposed", "版面重新导入。"), ("imported", "1")]


def test_changed_draft_in_review_loses_its_signatures(operator):
    again({"1": BUS}, operator, draft=True)
    article = Article.objects.get()
    editing.sign_off(article.pk, Actor.at_desk(account("editor", "", "编辑")))
    again({"1": CHANGED}, operator, draft=True)
    assert not article.signoffs.standing().exists()
    assert "二十二个" in Article.objects.get().body


def test_signed_draft_missing_from_the_page_is_kept(operator):
    again({"1": BUS + "\n" + REEDS}, operator, draft=True)
    reeds = Article.objects.get(headline__startswith="芦苇")
    editing.sign_off(reeds.pk, Actor.at_desk(account("editor", "", "编辑")))
    again({"1": BUS}, operator, draft=True)
    assert Article.objects.filter(pk=reeds.pk).exists()


def test_chosen_keywords_outlive_a_corrected_page():
    imported({"1": BUS})
    article = Article.objects.get()
    article.own_keywords = "公交 山村"
    article.save()
    again({"1": CHANGED}, None)
    article.refresh_from_db()
    assert "二十二个" in article.body
    assert article.keywords == ["公交", "山村"]
