"""整版签发: one final sign-off for the imported stories of a page that was printed already."""

import datetime

import pytest

from articles import editing
from articles.editing import Actor, Forbidden, Refused, StalePage
from articles.importing import IssueSource, PageSource, import_issue
from articles.models import Article, AuditEntry, Page, SignOff
from articles.roles import ROLES
from tests.importing.pages import BUS, FLOOD_OPENING, FLOOD_REST, REEDS

from .conftest import account

DAY = datetime.date(2024, 3, 5)


@pytest.fixture
def operator(db):
    return Actor.at_desk(account("operator", "周运维", "运维"))


def take_in(by, pages, *, draft=False, day=DAY):
    sources = tuple(PageSource(number, "综合新闻", "", text) for number, text in pages.items())
    return import_issue(IssueSource(day, "", sources), draft=draft, actor=by)


def page(number="2"):
    return Page.objects.get(number=number)


def refusals(by, number="2"):
    return {story.article.title: story.why_not for story in editing.review_page(page(number), by).stories}


def test_one_sign_off_publishes_every_story_of_the_page(operator, final):
    take_in(operator, {"2": BUS + "\n" + REEDS})
    assert not Article.objects.public().exists()
    review = editing.sign_page(page().pk, final, editing.review_page(page(), final).state)
    assert list(Article.objects.public()) == review.signable
    assert len(review.signable) == 2
    signed = {(signoff.article_id, signoff.user, signoff.stage) for signoff in SignOff.objects.standing()}
    assert signed == {(article.pk, final.user, "final") for article in review.signable}
    for article in Article.objects.all():
        assert article.revisions.get(version=article.version).snapshot["status"] == "approved"


def test_page_sign_off_is_logged_for_each_story_and_the_page(operator, final):
    take_in(operator, {"2": BUS + "\n" + REEDS})
    editing.sign_page(page().pk, final)
    lines = AuditEntry.objects.filter(action="signed", user=final.user).order_by("pk")
    assert [(line.subject, line.detail) for line in lines] == [
        ("城乡公交新增三条线路", "终审 · 整版签发"),
        ("芦苇荡里建起观鸟步道", "终审 · 整版签发"),
        ("2024-03-05 第2版：综合新闻", "2 篇稿件"),
    ]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "总编辑"])
def test_other_roles_cannot_sign_a_page(operator, role):
    take_in(operator, {"2": BUS})
    somebody = Actor.at_desk(account("somebody", "", role))
    for act in (editing.review_page, lambda page, by: editing.sign_page(page.pk, by)):
        with pytest.raises(Forbidden):
            act(page(), somebody)
    assert not Article.objects.public().exists()


def test_unprinted_page_takes_the_usual_reviews(operator, final):
    take_in(operator, {"2": BUS}, draft=True)
    with pytest.raises(Refused, match="导入时未标明已见报"):
        editing.sign_page(page().pk, final)


def test_page_dated_tomorrow_is_public_tomorrow(operator, final):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    take_in(operator, {"2": BUS}, day=tomorrow)
    editing.sign_page(page().pk, final)
    assert Article.objects.get().is_scheduled


def change_headline(by):
    with editing.changing(Article.objects.get(headline__startswith="城乡").pk, by) as change:
        change.article.headline = "城乡公交再增三条线路"
        change.article.save()


def test_story_changed_by_hand_is_refused_and_the_rest_signed(operator, first, final):
    take_in(operator, {"2": BUS + "\n" + REEDS})
    change_headline(first)
    assert refusals(final) == {
        "城乡公交再增三条线路": "稿件不是导入的原文（另写或改动过），请按三审流程签发。",
        "芦苇荡里建起观鸟步道": "",
    }
    editing.sign_page(page().pk, final)
    assert [article.headline for article in Article.objects.public()] == ["芦苇荡里建起观鸟步道"]


def test_section_change_does_not_prevent_signing(operator, first, final):
    take_in(operator, {"2": BUS})
    Article.objects.update(section=None)
    assert refusals(final) == {"城乡公交新增三条线路": ""}


def test_both_halves_of_a_split_story_take_the_usual_reviews(operator, first, final):
    take_in(operator, {"2": BUS})
    editing.split(Article.objects.get().pk, first, 1)
    assert all(refusals(final).values())
    with pytest.raises(Refused, match="没有可以整版签发的稿件"):
        editing.sign_page(page().pk, final)


def test_story_without_text_is_not_signed(operator, final):
    take_in(operator, {"2": "柳溪镇开展河道清淤"})
    assert refusals(final) == {"柳溪镇开展河道清淤": "稿件没有正文，请先补上。"}


def test_story_continued_on_an_unprinted_page_is_not_signed(operator, final):
    take_in(operator, {"1": FLOOD_OPENING})
    take_in(operator, {"3": FLOOD_REST}, draft=True)
    assert refusals(final, "1") == {
        "水库除险加固工程提前完工": "稿件有一部分在第3版：综合新闻，该版导入时未标明已见报。"
    }


def test_withdrawn_story_is_not_published_with_its_page(operator, first, final):
    take_in(operator, {"2": BUS})
    editing.sign_page(page().pk, final)
    editing.withdraw(Article.objects.get().pk, final, "来源有误。")
    take_in(operator, {"2": BUS.replace("二十一个", "二十二个")})
    assert Article.objects.get().status == "draft"
    assert list(refusals(final).values()) == ["稿件曾经撤下，请按三审流程签发。"]


def test_story_imported_after_the_review_is_not_signed(operator, final):
    take_in(operator, {"2": BUS})
    seen = editing.review_page(page(), final).state
    take_in(operator, {"2": BUS.replace("二十一个", "二十二个")})
    with pytest.raises(StalePage, match="又有变动"):
        editing.sign_page(page().pk, final, seen)
    assert not Article.objects.public().exists()


def test_new_unprinted_text_resets_reviewed_in_print(operator):
    take_in(operator, {"2": BUS})
    take_in(operator, {"2": BUS}, draft=True)
    assert page().reviewed_in_print
    take_in(operator, {"2": REEDS}, draft=True)
    assert not page().reviewed_in_print


def test_signed_page_no_longer_waits(operator, final):
    take_in(operator, {"2": BUS})
    assert list(Page.objects.to_sign()) == [page()]
    editing.sign_page(page().pk, final)
    assert not Page.objects.to_sign().exists()
