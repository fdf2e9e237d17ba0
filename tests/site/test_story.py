"""The quick questions for a story's page give what the plain ones give."""

import pytest
from django.template import engines
from django.test import RequestFactory

from articles.models import Article, Correction, Section
from articles.remembering import remembered
from articles.story import public_story, stories_on

from .rows import later, printed, story


def described(article):
    """All that the page shows of it."""
    return (
        [getattr(article, field.attname) for field in Article._meta.concrete_fields],
        article.section and (article.section.name, article.section.get_absolute_url()),
        [(each.role, each.order, each.author.name, each.author.note) for each in article.contributions.all()],
        [
            (each.order, each.continued_on, each.page.label, each.page.get_absolute_url(), each.page.issue.date)
            for each in article.placements.all()
        ],
        [(each.text, each.date) for each in article.corrections.all()],
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
        assert described(public_story(number)) == described(Article.objects.get(pk=number))
    assert stories_on(article.placements.get().page) == [(article.pk, article.title), (plain.pk, plain.title)]


@pytest.mark.django_db
def test_the_time_is_that_of_the_question_not_of_its_preparation():
    article = printed()
    assert public_story(article.pk) is not None
    Article.objects.filter(pk=article.pk).update(publish_at=later())
    assert public_story(article.pk) is None
    Article.objects.filter(pk=article.pk).update(publish_at=article.publish_at, status="draft")
    assert public_story(article.pk) is None
    assert stories_on(article.placements.get().page) == []


@pytest.mark.django_db
def test_a_story_s_page_takes_six_questions(client, django_assert_num_queries):
    article = printed(byline=[("记者", "曹璐")], section="environment")
    client.get(f"/articles/{article.pk}/")
    with django_assert_num_queries(6):
        client.get(f"/articles/{article.pk}/")


@pytest.mark.django_db
def test_a_part_is_kept_as_long_as_the_server_s_memory_lasts():
    template = engines["django"].from_string('{% load keeping %}{% kept "part" which %}{{ section.name }}{% endkept %}')
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
