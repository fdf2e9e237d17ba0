"""A browser, or another program, finds out how to search in the paper, and gets suggestions."""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from articles.models import Article

from .rows import printed

pytestmark = pytest.mark.django_db
TYPE = "application/opensearchdescription+xml"
NAMESPACE = {"os": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.fixture
def description(client):
    printed("水利局开展河湖保护", section="environment", byline=[("记者", "湖光")])
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == TYPE
    return ElementTree.fromstring(response.content)


def test_every_page_names_the_description(client, description):
    for address in ("/", "/search/", "/archive/", "/api/"):
        html = client.get(address).content.decode()
        assert f'<link rel="search" type="{TYPE}" title="本县日报" href="/opensearch.xml">' in html, address


def test_every_address_in_it_answers_with_its_type(client, description):
    story = Article.objects.get()
    urls = description.findall("os:Url", NAMESPACE)
    assert len(urls) == 6
    for url in urls:
        address = url.get("template").replace("{searchTerms}", quote("河湖"))
        assert address.startswith("http://testserver/")
        response = client.get(address.removeprefix("http://testserver"))
        assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, url.get("type")), address
        assert url.get("rel") == "self" or f"/articles/{story.pk}/" in response.content.decode(), address


def test_what_the_standard_limits(description, settings):
    (name,) = description.findall("os:ShortName", NAMESPACE)
    assert name.text == "本县日报"
    assert len(name.text) <= 16


def test_a_long_name_of_the_paper_is_cut_as_the_standard_asks(client, settings):
    settings.NEWSPAPER = settings.NEWSPAPER | {"name": "河源流域生态环境与乡村振兴综合日报"}
    description = ElementTree.fromstring(client.get("/opensearch.xml").content)
    assert description.find("os:ShortName", NAMESPACE).text == "河源流域生态环境与乡村振兴综合日"


def test_browsers_get_suggestions_in_their_form(client, description):
    typed, names, descriptions, urls = client.get("/search/completions/?q=湖").json()
    assert typed == "湖"
    assert names == ["湖光", "河湖", "水利局开展河湖保护"]
    assert descriptions == ["", "", ""]
    assert all(url.startswith("http://testserver/") for url in urls)
    assert client.get("/search/completions/?q=").json() == ["", [], [], []]
    assert client.get("/search/completions/?q=" + "湖" * 101).json()[1] == []
