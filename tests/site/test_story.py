"""The quick questions for a story's page give what the plain ones give."""

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from articles.models import Article, Correction, Section
from articles.remembering import remembered
from articles.story import SHOWN, printed_page, public_story

from .rows import later, printed, story

READER = RequestFactory().get("/")


def described(article, byline, placements, corrections):
    """All that the page shows of it."""
    return (
        [getattr(article, name) for name in SHOWN],
        article.section and (article.section.name, article.section.get_absolute_url()),
        [(each.role, each.author.name, each.author.get_absolute_url()) for each in byline],
        [
            (each.order, each.continued_on, each.page.label, each.page.get_absolute_url(), each.page.issue.date)
            for each in placements
        ],
        [(each.text, each.date) for each in corrections],
    )


@pytest.mark.django_db
def test_a_story_is_as_django_itself_would_fetch_it():
    article = printed(
        byline=[("记者", "曹璐"), ("通讯员", "余波")], section="environment", jump={"continued_on": "3"}, deck="副题"
    )
    Correction.objects.create(article=article, text="应为“河道”。")
    plain = printed("没有栏目，没有署名")
    unprinted = story("只在网上")
    for number in (article.pk, plain.pk, unprinted.pk):
        same = Article.objects.get(pk=number)
        assert described(*public_story(READER, number)) == described(
            same, same.contributions.all(), same.placements.all(), same.corrections.all()
        )
    on_page = printed_page(READER, article.placements.get().page_id).stories
    assert [(each.pk, each.title) for each in on_page] == [(article.pk, article.title), (plain.pk, plain.title)]


@pytest.mark.django_db
def test_the_time_is_that_of_the_question_not_of_its_preparation():
    article = printed()
    assert public_story(READER, article.pk) is not None
    Article.objects.filter(pk=article.pk).update(publish_at=later())
    assert public_story(READER, article.pk) is None
    Article.objects.filter(pk=article.pk).update(publish_at=article.publish_at, status="draft")
    assert public_story(READER, article.pk) is None
    assert printed_page(READER, article.placements.get().page_id) is None


@pytest.mark.django_db
def test_a_story_s_page_takes_four_questions(client, django_assert_num_queries):
    article = printed(byline=[("记者", "曹璐")], section="environment")
    client.get(f"/articles/{article.pk}/")
    with django_assert_num_queries(4):
        client.get(f"/articles/{article.pk}/")


def test_a_sentence_of_a_template_is_in_the_language_of_the_paper():
    template = engines["jinja2"].from_string("""{{ _("Search") }} {{ _('Next story') }} {{ _(which) }}""")
    with override("en"):
        assert template.render({"which": "Share"}) == "检索 下一篇 分享"


@pytest.mark.django_db
def test_a_part_is_kept_as_long_as_the_server_s_memory_lasts():
    template = engines["jinja2"].from_string('{% call kept("part", which) %}{{ section.name }}{% endcall %}')
    section = Section.objects.get(slug="environment")
    request = RequestFactory().get("/")
    request.META["newsroom.memory"] = {}

    def shown(which, name):
        section.name = name
        return template.render({"section": section, "which": which}, request)

    assert shown(1, "山水") == "山水"
    assert shown(1, "生态") == "山水"
    assert shown(2, "生态") == "生态"
    request.META["newsroom.memory"] = {}
    assert shown(1, "生态") == "生态"
    assert remembered(RequestFactory().get("/"), "key", lambda: "made anew") == "made anew"
