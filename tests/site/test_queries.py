"""The number of queries of readers' pages does not depend on the number of stories."""

import pytest

from articles.models import Correction, Page

from .rows import illustrate, picture, printed, story

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
    """Story with section, byline, stories on its pages or in the issue of a jump, related stories, navigation; and, if
    there are any, corrections or pictures with their photographers. A corrected story with pictures needs seven."""
    byline = [("记者", "曹璐")]
    plain = printed("河道整治的稿件", page="1", byline=byline, section="environment")
    whole = printed("河道整治的长稿", page="1", byline=byline, jump={"continued_on": "2"})
    for text in ("应为“河道”。", "应为“河湖”。"):
        Correction.objects.create(article=whole, text=text, page=Page.objects.get(number="2"))
    with django_assert_max_num_queries(5):
        client.get(plain.get_absolute_url())
    with django_assert_max_num_queries(6):
        client.get(whole.get_absolute_url())
    illustrate(plain, picture("山", by=["丁彤", "余波"]))
    with django_assert_max_num_queries(6):
        client.get(plain.get_absolute_url())
    illustrate(whole, picture("河", by=["丁彤", "余波"]), picture("桥"), picture("船", by=["丁彤"]))
    with django_assert_max_num_queries(7):
        response = client.get(whole.get_absolute_url())
    assert response.context["related"]
    assert response.context["goes_on"].number == "2"
    assert [each.text for each in response.context["corrections"]] == ["应为“河湖”。", "应为“河道”。"]
    assert len(response.context["above"]) == 3


@pytest.mark.usefixtures("paper")
def test_the_front_page_needs_at_most_eight_queries(client, django_assert_max_num_queries):
    """Issues nearby, pages of the newest, placements and stories, bylines, unprinted stories, bylines, navigation."""
    with django_assert_max_num_queries(8):
        response = client.get("/")
    assert len(response.context["unprinted"]) == 8


@pytest.mark.usefixtures("paper")
def test_the_pictures_of_the_front_page_need_one_query_more(client, django_assert_num_queries):
    with django_assert_num_queries(7):
        client.get("/")
    illustrate(printed("有图的河道", page="1"), picture("河", by=["丁彤"]), picture("桥"))
    illustrate(story("网上有图的河道"), picture("船", by=["余波"]))
    with django_assert_num_queries(8):
        html = client.get("/").content.decode()
    assert html.count("<picture>") == 2
