"""Every filter of the search works on the page, in its addresses and in the API; a forgotten place fails by name."""

from datetime import date
from urllib.parse import urlencode

import pytest

from articles.api.description.schema import MEANINGS
from articles.api.search import FacetsSerializer
from articles.filters import ArticleFilter
from articles.models import Article, Author
from tests.permissions.routes import READERS

from .rows import later, printed

pytestmark = pytest.mark.django_db
FILTERS = ArticleFilter.limits()
# A value of each filter that leaves the first of the stories below. A new filter needs one here.
VALUES = {
    "section": "environment",
    "author": "{author}",
    "since": "2023-07-20",
    "until": "2023-07-20",
    "year": "2023",
    "page_name": "综合新闻",
}
# The filter that each facet of a search sets, and the field of the facet that holds its value.
FACETS = {
    "sections": ("section", "slug"),
    "page_names": ("page_name", "name"),
    "authors": ("author", "id"),
    "years": ("year", "year"),
}


@pytest.fixture
def values():
    """One story of 2023 that every value leaves, one of 2022, one of 2024, and one that is not public yet."""
    printed("河道一", section="environment", byline=[("记者", "曹璐")])
    for year in (2022, 2024):
        printed(f"河道{year}", day=date(year, 3, 5), section="education", byline=[("记者", "余波")], name="要闻")
    printed("河道未刊", section="environment", byline=[("记者", "曹璐")], publish_at=later())
    return {name: value.format(author=Author.objects.get(name="曹璐").pk) for name, value in VALUES.items()}


def expected(name):
    return {"since": {"河道一", "河道2024"}, "until": {"河道一", "河道2022"}}.get(name, {"河道一"})


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_limits_the_search_page_its_feed_and_the_api(client, values, name):
    query = {name: values[name]}
    response = client.get("/search/", query)
    assert {story.title for story in response.context["stories"]} == expected(name)
    assert f'<link rel="canonical" href="http://testserver/search/?{urlencode(query)}">' in response.content.decode()
    feed = client.get("/search/feed.atom", query).content.decode()
    assert {story.title for story in Article.objects.all() if f">{story.title}<" in feed} == expected(name)
    for address in ("/api/v1/articles/", "/api/v1/search/"):
        found = client.get(address, query if "search" not in address else query | {"q": "河道"}).json()["results"]
        assert {story["title"] for story in found} == expected(name)


@pytest.mark.parametrize("name", FILTERS)
def test_the_search_form_keeps_a_filter(client, values, name):
    html = client.get("/search/", {"q": "河道", name: values[name]}).content.decode()
    form = html.partition('<form class="search"')[2].partition("</form>")[0]
    assert f'name="{name}"' in form


def test_every_filter_is_explained_in_the_description_of_the_api():
    assert set(FILTERS) - MEANINGS.keys() == set()


def test_every_filter_is_tried_on_what_readers_may_not_see():
    tried = {part.partition("=")[0] for address in READERS for part in address.partition("?")[2].split("&")}
    assert set(FILTERS) - tried - {"since", "until"} == set(), "Add /search/?… to READERS in routes.py."


def test_every_facet_is_described_and_on_the_search_page(client, values):
    facets = {name: rows for name, rows in client.get("/search/?q=河道").context["facets"].items() if name != "counted"}
    assert facets.keys() == FACETS.keys() == FacetsSerializer().fields.keys() - {"counted"}
    html = client.get("/search/?q=河道").content.decode()
    for name, (filter, field) in FACETS.items():
        links = {urlencode({"q": "河道", filter: row[field]}) for row in facets[name]}
        assert {link for link in links if f'href="?{link}"' not in html.replace("&amp;", "&")} == set()
        chosen = client.get("/search/", {"q": "河道", filter: values[filter]}).content.decode()
        assert f'href="?{urlencode({"q": "河道"})}" aria-current="true"' in chosen
