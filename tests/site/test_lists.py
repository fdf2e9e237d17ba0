import re
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from articles.models import Author

from .rows import later, printed

pytestmark = pytest.mark.django_db


def titles(response):
    return [article.title for article in response.context["stories"]]


def test_a_section_lists_its_public_stories_newest_first(client):
    printed("旧的", section="environment", day=date(2022, 1, 1))
    printed("新的", section="environment")
    printed("别的栏目", section="politics")
    printed("未公开", section="environment", publish_at=later())
    response = client.get("/sections/environment/")
    assert titles(response) == ["新的", "旧的"]
    assert response.context["stories"].paginator.count == 2


def test_a_section_without_stories_says_so_and_is_not_linked(client):
    printed(section="politics")
    assert client.get("/sections/sports/").status_code == 200
    assert 'href="/sections/sports/"' not in client.get("/").content.decode()
    assert 'href="/sections/politics/"' in client.get("/").content.decode()


def test_an_unknown_section_is_not_found(client):
    assert client.get("/sections/nothing/").status_code == 404


def test_an_author_lists_each_story_once_even_with_two_roles_in_it(client):
    printed("图文报道", byline=[("记者", "曹璐"), ("摄影", "曹璐")])
    printed("别人的稿件", byline=[("记者", "余波")])
    assert titles(client.get(f"/authors/{Author.objects.get(name='曹璐').pk}/")) == ["图文报道"]


def test_an_authors_stories_can_be_filtered_by_role(client):
    printed("写的", byline=[("记者", "曹璐")])
    printed("又写的", byline=[("记者", "曹璐"), ("摄影", "余波")])
    printed("拍的", byline=[("摄影", "曹璐"), ("记者", "余波")])
    printed("未公开", byline=[("整理", "曹璐")], status="draft")
    address = f"/authors/{Author.objects.get(name='曹璐').pk}/"
    assert client.get(address).context["roles"] == {"记者": 2, "摄影": 1}
    assert titles(client.get(address, {"role": "摄影"})) == ["拍的"]
    assert client.get(address, {"role": "整理"}).status_code == 404
    assert client.get(address, {"role": ""}).status_code == 404


def test_a_byline_without_a_role_can_be_selected(client):
    printed("无名分的", byline=[("", "曹璐")])
    printed("写的", byline=[("记者", "曹璐")])
    assert titles(client.get(f"/authors/{Author.objects.get().pk}/", {"role": ""})) == ["无名分的"]


def test_a_list_names_each_month_before_its_first_story_after_the_lead(client):
    for day in (date(2021, 1, 1), date(2023, 6, 30), date(2023, 7, 1), date(2023, 7, 2), date(2023, 7, 3)):
        printed(f"{day}的稿件", section="politics", day=day)
    page = client.get("/sections/politics/").content.decode()
    lead, *months = re.findall(r'<h2 class="(?:headline|label)">(?:<a [^>]*>)?([^<]*)', page)
    assert lead == "2023-07-03的"
    assert months[:3] == ["2023年7月", "2023年6月", "2021年1月"]


def test_only_the_first_page_of_a_list_has_a_lead_and_each_has_its_own_title(client):
    for number in range(25):
        printed(f"第{number}条", section="politics")
    first, second = (client.get(f"/sections/politics/?page={number}").content.decode() for number in (1, 2))
    assert [page.count('<article class="story leading') for page in (first, second)] == [1, 0]
    assert "<title>时政 | 本县日报</title>" in first
    assert "<title>时政（第 2 页） | 本县日报</title>" in second


def test_an_author_without_public_stories_is_not_found(client):
    printed("未公开", byline=[("记者", "曹璐")], status="draft")
    assert client.get(f"/authors/{Author.objects.get().pk}/").status_code == 404


def test_pages_of_a_long_list_keep_the_chosen_year(client):
    for number in range(45):
        printed(f"第{number}条", section="politics")
    printed("去年的", section="politics", day=date(2022, 7, 20))
    response = client.get("/sections/politics/?year=2023&page=2")
    assert len(titles(response)) == 20
    page = response.content.decode()
    assert 'href="?year=2023&amp;page=3"' in page
    assert len(titles(client.get("/sections/politics/?year=2023&page=3"))) == 5
    assert titles(client.get("/sections/politics/?year=2022")) == ["去年的"]


@pytest.mark.parametrize("query", ["page=zzz", "page=0", "page=-1", "page=3", "page=99999999999999999999", "page=%00",
                                   "year=zzz", "year=0", "year=99999", "year=2023.5"])  # fmt: skip
def test_an_invalid_page_or_year_is_not_found(client, query):
    printed(section="politics")
    assert client.get(f"/sections/politics/?{query}").status_code == 404


def test_a_list_offers_the_years_of_its_public_stories(client):
    printed(section="politics", day=date(2021, 1, 1))
    printed(section="politics", day=date(2023, 1, 1))
    printed(section="politics", day=date(1999, 1, 1), status="withdrawn")
    assert list(client.get("/sections/politics/").context["years"]) == [2023, 2021]


def test_the_archive_counts_the_public_issues_of_each_month(client):
    printed(day=date(1994, 3, 1))
    printed(day=date(1994, 3, 2))
    printed(day=date(1994, 3, 2), page="3")
    printed(day=date(2023, 7, 20))
    printed(day=date(2023, 8, 1), status="draft")
    (newest, its_months), (oldest, first_months) = client.get("/archive/").context["years"]
    assert (newest, [month.issues for month in its_months]) == (2023, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    assert (oldest, [month.issues for month in first_months]) == (1994, [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0])


def test_the_days_of_a_year_link_to_their_issues(client):
    printed(day=date(2023, 7, 20))
    printed(day=date(2021, 7, 20))
    page = client.get("/archive/2023/").content.decode()
    assert 'href="/2023-07-20/"' in page
    assert 'href="/archive/2021/"' in page


def test_days_with_more_stories_are_darker(client):
    for day, stories in ((1, 1), (2, 3), (3, 8)):
        for _ in range(stories):
            printed(day=date(2023, 7, day))
    (july,) = client.get("/archive/2023/").context["months"]
    shades = {day.number: (day.stories, day.shade) for week in july.weeks for day in week if day.number < 5}
    assert shades == {0: (0, 0), 1: (1, 1), 2: (3, 2), 3: (8, 4), 4: (0, 0)}


@pytest.mark.parametrize("year", ["2022", "0000", "9999"])
def test_a_year_without_issues_is_not_found(client, year):
    printed()
    assert client.get(f"/archive/{year}/").status_code == 404


def test_the_archive_lists_issues_of_this_day_in_earlier_years(client):
    today = localdate()
    four_years_ago = today.replace(year=today.year - 4)  # there is a 29 February then, too
    printed("旧年的头条", day=four_years_ago)
    printed("旧年的第二条", day=four_years_ago)
    printed("四年前昨天的头条", day=four_years_ago - timedelta(days=1))
    printed("八年前的草稿", day=today.replace(year=today.year - 8), status="draft")
    remembered = client.get("/archive/").context["on_this_day"]
    assert [(issue.date, issue.lead) for issue in remembered] == [(four_years_ago, "旧年的头条")]
