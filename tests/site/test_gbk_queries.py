"""Links of old websites, whose queries are in GBK, still find what they found."""

from urllib.parse import quote

import pytest

from newsroom.middleware import as_utf8

from .rows import printed

pytestmark = pytest.mark.django_db

OLD = "q=%C4%CF%B2%FD"  # 南昌


@pytest.mark.parametrize(
    ("query", "read"),
    [
        (OLD, "q=%E5%8D%97%E6%98%8C"),
        ("q=%c4%cf+%B2%FD&order=newest&page=", "q=%E5%8D%97+%E6%98%8C&order=newest&page="),
        # Bytes that the browser did not quote, as WSGI passes them on.
        ("q=\xc4\xcf\xb2\xfd", "q=%E5%8D%97%E6%98%8C"),
        # A character beyond GBK, in GB18030.
        ("q=" + quote("𠮷".encode("gb18030")), "q=%F0%A0%AE%B7"),
    ],
)
def test_a_query_in_gbk_is_read(query, read):
    assert as_utf8(query) == read


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=water&x=%26%3D",
        "q=%E5%8D%97%E6%98%8C",
        "q=%C3%A9",
        "a=1;b=2&c",
        "q=%FF",
        "q=%",
        "q=a%2Bb+c",
        "%E5%8D%97=1",
    ],
)
def test_other_queries_stay_as_they_are(query):
    assert as_utf8(query) == query


@pytest.fixture
def story():
    return printed("南昌客商来访", section="environment")


@pytest.mark.usefixtures("story")
def test_page_api_feed_and_suggestions_understand_it(client):
    printed("水利局开展整治")
    page = client.get(f"/search/?{OLD}").content.decode()
    assert 'value="南昌"' in page
    assert "找到 1 篇稿件" in page
    # Links from there are in UTF-8.
    assert "%C4%CF" not in page
    [found] = client.get(f"/api/v1/search/?{OLD}").json()["results"]
    assert found["title"] == "南昌客商来访"
    assert "南昌客商来访" in client.get(f"/search/feed.atom?{OLD}").content.decode()
    assert client.get(f"/search/suggestions/?{OLD}").json()["headlines"][0]["name"] == "南昌客商来访"
