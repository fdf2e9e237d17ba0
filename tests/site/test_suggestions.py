from datetime import date

import pytest

from articles.models import Section

from .rows import later, printed

pytestmark = pytest.mark.django_db


def suggested(client, typed):
    response = client.get("/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    return {kind: [each["name"] for each in suggestion] for kind, suggestion in response.json().items()}


def test_sections_authors_and_headlines_are_suggested(client):
    story = printed("水利局开展河湖保护整治行动", byline=[("记者", "水清")], section="environment")
    Section.objects.filter(slug="environment").update(name="水与环境")
    assert suggested(client, "水") == {
        "sections": ["水与环境"],
        "authors": ["水清"],
        "places": [],
        "headlines": ["水利局开展河湖保护整治行动"],
    }
    assert suggested(client, "湖保") == {
        "sections": [],
        "authors": [],
        "places": [],
        "headlines": ["水利局开展河湖保护整治行动"],
    }
    [suggestion] = client.get("/search/suggestions/?q=湖保").json()["headlines"]
    assert suggestion["url"] == f"/articles/{story.pk}/"


def test_names_are_suggested_however_they_are_typed(client):
    printed("蘭亭雅集", byline=[("记者", "陈晓明")], section="environment")
    Section.objects.filter(slug="environment").update(name="乡村振兴")
    for typed, kind, name in [
        ("陳曉", "authors", "陈晓明"),
        ("陈　晓", "authors", "陈晓明"),
        ("鄉村", "sections", "乡村振兴"),
    ]:
        assert suggested(client, typed)[kind] == [name]
    assert suggested(client, "兰亭")["headlines"] == ["蘭亭雅集"]


def test_places_in_headlines_are_suggested_as_searches(client):
    for headline in ("后白镇修好机耕路", "茅山镇举办丰收节", "后白镇演出", "南昌客商来句容", "句容城市更新"):
        printed(headline)
    assert suggested(client, "后白")["places"] == ["后白镇"]
    assert suggested(client, "镇")["places"] == ["后白镇", "茅山镇"]
    assert suggested(client, "南昌")["places"] == ["南昌"]
    assert suggested(client, "城市")["places"] == []
    [suggestion] = client.get("/search/suggestions/?q=后白").json()["places"]
    assert "找到 2 篇稿件" in client.get(suggestion["url"]).content.decode()


def test_hidden_rows_are_not_suggested(client):
    printed("水利局的稿件", byline=[("记者", "曹璐")], section="environment", publish_at=later())
    for typed in ("水利", "曹璐", "生态"):
        assert suggested(client, typed) == {"sections": [], "authors": [], "places": [], "headlines": []}


def test_a_word_of_the_body_suggests_no_headline(client):
    printed("河湖保护", body="水利局打捞漂浮物。")
    assert suggested(client, "水利局")["headlines"] == []


def test_at_most_five_of_each_are_suggested_newest_first(client):
    for day in range(1, 8):
        printed(f"水利局第{day}条", day=date(2024, 1, day), byline=[("", f"曹璐{day}")])
    assert suggested(client, "水利局")["headlines"] == [f"水利局第{day}条" for day in (7, 6, 5, 4, 3)]
    assert len(suggested(client, "曹璐")["authors"]) == 5


def test_a_headline_of_several_stories_is_suggested_once_with_the_newest(client):
    printed("水利简讯", day=date(2024, 1, 1))
    printed("水利局的稿件", day=date(2024, 1, 2))
    newest = printed("水利简讯", day=date(2024, 1, 3))
    assert suggested(client, "水利")["headlines"] == ["水利简讯", "水利局的稿件"]
    _typed, names, _blank, urls = client.get("/search/completions/?q=水利").json()
    assert (names.count("水利简讯"), urls[0]) == (1, f"http://testserver{newest.get_absolute_url()}")


@pytest.mark.parametrize("typed", ["", " ", "***", "水" * 200, "\0", '"', "%", "-水", "headline:水", "NEAR("])
def test_any_input_is_accepted(client, typed):
    printed()
    assert suggested(client, typed)["headlines"] in ([], ["水利局开展河湖保护整治行动"])


def test_suggestions_may_be_cached(client):
    response = client.get("/search/suggestions/?q=水")
    assert response["Cache-Control"] == client.get("/search/")["Cache-Control"]
    assert "Vary" not in response
    assert client.get("/search/suggestions/?q=水", headers={"If-None-Match": response["ETag"]}).status_code == 304
