"""What is offered while a search is typed."""

from datetime import date

import pytest

from articles.models import Section

from .rows import later, printed

pytestmark = pytest.mark.django_db


def suggested(client, typed):
    response = client.get("/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    return {kind: [each["name"] for each in offered] for kind, offered in response.json().items()}


def test_sections_authors_and_headlines_that_hold_what_was_typed_are_offered(client):
    story = printed("水利局开展河湖保护整治行动", byline=[("记者", "水清")], section="environment")
    Section.objects.filter(slug="environment").update(name="水与环境")
    assert suggested(client, "水") == {
        "sections": ["水与环境"],
        "authors": ["水清"],
        "headlines": ["水利局开展河湖保护整治行动"],
    }
    assert suggested(client, "湖保") == {"sections": [], "authors": [], "headlines": ["水利局开展河湖保护整治行动"]}
    [offered] = client.get("/search/suggestions/?q=湖保").json()["headlines"]
    assert offered["url"] == f"/articles/{story.pk}/"


def test_nothing_is_offered_that_a_reader_may_not_see(client):
    printed("水利局的稿件", byline=[("记者", "曹璐")], section="environment", publish_at=later())
    for typed in ("水利", "曹璐", "生态"):
        assert suggested(client, typed) == {"sections": [], "authors": [], "headlines": []}


def test_a_word_of_the_body_alone_offers_no_headline(client):
    printed("河湖保护", body="水利局打捞漂浮物。")
    assert suggested(client, "水利局")["headlines"] == []


def test_no_more_than_five_of_each_are_offered_the_newest_headlines_first(client):
    for day in range(1, 8):
        printed(f"水利局第{day}条", day=date(2024, 1, day), byline=[("", f"曹璐{day}")])
    assert suggested(client, "水利局")["headlines"] == [f"水利局第{day}条" for day in (7, 6, 5, 4, 3)]
    assert len(suggested(client, "曹璐")["authors"]) == 5


@pytest.mark.parametrize("typed", ["", " ", "***", "水" * 200, "\0", '"', "%", "-水", "headline:水", "NEAR("])
def test_whatever_is_typed_is_answered(client, typed):
    printed()
    assert suggested(client, typed)["headlines"] in ([], ["水利局开展河湖保护整治行动"])


def test_any_cache_may_keep_the_suggestions(client):
    response = client.get("/search/suggestions/?q=水")
    assert response["Cache-Control"] == client.get("/search/")["Cache-Control"]
    assert "Vary" not in response
    assert client.get("/search/suggestions/?q=水", headers={"If-None-Match": response["ETag"]}).status_code == 304
