"""The number of queries of readers' pages does not depend on the number of stories."""

import pytest

from articles.models import Correction, Page

from .rows import printed, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """Two pages with complete stories, and unprinted stories."""
    for number in range(8):
        byline = [("记者", f"曹璐{number}"), ("通讯员", "余波")]
        printed(f"河道整治之{number}", page=str(1 + number % 2), byline=byline, section="environment")
        story(f"只在网上的河道之{number}", byline=byline, section="politics")


@pytest.mark.usefixtures("paper")
def test_a_story_needs_at_most_six_queries(client, django_assert_max_num_queries):
    """Story and section, byline, stories on its pages, related stories, navigation; corrections or the page of a jump
    if there are any."""
    byline = [("记者", "曹璐")]
    plain = printed("河道整治的稿件", page="1", byline=byline, section="environment")
    corrected = printed("河道整治更正的稿件", page="2", byline=byline)
    Correction.objects.create(article=corrected, text="应为“河道”。", page=Page.objects.get(number="2"))
    jumping = printed("河道整治的长稿", page="1", byline=byline, jump={"continued_on": "2"})
    for article in (plain, corrected, jumping):
        with django_assert_max_num_queries(6):
            response = client.get(article.get_absolute_url())
        assert response.context["related"]
    assert response.context["goes_on"].number == "2"


@pytest.mark.usefixtures("paper")
def test_a_corrected_story_with_a_jump_needs_seven(client, django_assert_max_num_queries):
    article = printed("河道整治的长稿", page="1", byline=[("记者", "曹璐")], jump={"continued_on": "2"})
    Correction.objects.create(article=article, text="应为“河道”。", page=Page.objects.get(number="2"))
    with django_assert_max_num_queries(7):
        client.get(article.get_absolute_url())


@pytest.mark.usefixtures("paper")
def test_the_front_page_needs_at_most_eight_queries(client, django_assert_max_num_queries):
    """Issues nearby, pages of the newest, placements and stories, bylines, unprinted stories, bylines, navigation."""
    with django_assert_max_num_queries(8):
        response = client.get("/")
    assert len(response.context["unprinted"]) == 8
