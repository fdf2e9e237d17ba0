"""Which stories stand where on the front page, for any number of them, with and without pictures."""

import pytest

from .rows import illustrate, picture, printed

pytestmark = pytest.mark.django_db

BODY = "时值夏季，河道里的浮萍、杂草进入迅速生长期，水利局组织打捞。" * 20


def front(client, number, *, pictured=False):
    for place in range(number):
        article = printed(f"河道整治行动的第{place}条消息", page="1", body=BODY)
        if pictured and place == 0:
            illustrate(article, picture(), caption="河面")
    return client.get("/").context


@pytest.mark.parametrize("pictured", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 8, 20, 60])
def test_every_story_stands_on_the_front_page_once_and_none_alone_in_the_columns(client, number, pictured):
    context = front(client, number, pictured=pictured)
    shown = [context["lead"], *context["seconds"], *context["rest"]]
    assert [each.article.title for each in shown] == [f"河道整治行动的第{place}条消息" for place in range(number)]
    assert len(context["rest"]) != 1


def test_a_story_alone_on_its_page_shows_more_of_its_text_and_no_plan(client):
    context = front(client, 1)
    assert sum(map(len, context["lead_opening"])) > 500
    assert not context["shows_plan"]


def test_the_plan_stands_beside_a_lead_without_a_picture(client):
    assert front(client, 8)["shows_plan"]


def test_a_picture_has_as_many_stories_beside_it_as_fit(client):
    context = front(client, 8, pictured=True)
    assert 2 <= len(context["seconds"]) <= 4
    assert not context["shows_plan"]


def test_with_too_few_stories_beside_a_picture_the_plan_fills_the_place(client):
    assert front(client, 2, pictured=True)["shows_plan"]


@pytest.mark.parametrize(
    ("length", "size"), [(28, ""), (29, " long"), (48, " long"), (49, " longest"), (85, " longest")]
)
def test_long_headlines_are_set_smaller(client, length, size):
    printed("长" * length)
    assert f'class="headline{size}"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("section", "name", "kind"),
    [("opinion", "要闻", "opinion"), (None, "副刊·花山", "leisure"), (None, "综合新闻", "")],
)
def test_opinion_and_the_literary_page_have_a_style_of_their_own(client, section, name, kind):
    printed("头版", page="1", name="要闻")
    printed("里面的", page="2", name=name, section=section)
    html = client.get("/").content.decode()
    styles = {each for each in ("opinion", "leisure") if f" {each}" in html}
    assert styles == ({kind} if kind else set())
