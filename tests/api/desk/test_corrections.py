"""Corrections are published, read and amended by token."""

import pytest
from django.utils import timezone

from articles.models import AuditEntry, Correction
from tests.site.rows import printed

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "“河”应为“湖”。", "“河”应为“湖”，谨致歉意。"


@pytest.fixture
def published(client_of):
    """(the chief's client, the story, the answer to the published correction)"""
    chief, article = client_of("总编辑", "zhou"), printed()
    page = article.placements.get().page.pk
    sent = {"text": WRONG, "date": "2023-07-21", "page": page}
    return chief, article, chief.post(f"articles/{article.pk}/corrections/", sent, version=1)


def test_a_published_correction_has_an_address(published):
    chief, article, answer = published
    row = Correction.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"http://testserver/api/v1/desk/corrections/{row.pk}/")
    assert answer.json() == {
        "id": row.pk,
        "article": article.pk,
        "kind": "correction",
        "text": WRONG,
        "date": "2023-07-21",
        "page": row.page_id,
        "in_equal_place": True,
        "by": "zhou",
        "created_at": timezone.localtime(row.created_at).isoformat(),
    }
    read = chief.get(f"corrections/{row.pk}/")
    assert (read.json(), read["ETag"]) == (answer.json(), answer["ETag"])


def test_corrections_are_listed_for_all_and_for_one_story(client_of, published):
    chief, article, answer = published
    other = printed("另一篇")
    chief.post(f"articles/{other.pk}/corrections/", {"text": "更正。", "date": "2023-07-22"}, version=1)
    editor = client_of("编辑")
    listed = editor.get("corrections/").json()["results"]
    assert [(each["article"], each["text"]) for each in listed] == [(other.pk, "更正。"), (article.pk, WRONG)]
    assert [each["article"] for each in editor.get("corrections/?since=2023-07-22").json()["results"]] == [other.pk]
    assert editor.get(f"articles/{article.pk}/corrections/").json()["results"] == [answer.json()]


def test_a_correction_is_amended_as_it_was_read(client, published):
    chief, article, answer = published
    address = f"corrections/{answer.json()['id']}/"
    assert chief.patch(address, {"text": RIGHT}).status_code == 428
    amended = chief.patch(address, {"text": RIGHT, "kind": "apology"}, **{"If-Match": answer["ETag"]})
    assert (amended.status_code, amended.json()["kind"]) == (200, "apology")
    (notice,) = client.get(f"/api/v1/articles/{article.pk}/").json()["corrections"]
    assert (notice["kind"], notice["text"], notice["date"]) == ("apology", RIGHT, "2023-07-21")
    stale = chief.patch(address, {"text": WRONG}, **{"If-Match": answer["ETag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    same = chief.patch(address, {"text": RIGHT}, **{"If-Match": f"W/{amended['ETag']}"})
    assert same.status_code == 200
    line = AuditEntry.objects.filter(article=article).latest("pk")
    assert (line.action, line.origin, line.detail) == ("changed", "api", f"致歉：{RIGHT}")
    assert AuditEntry.objects.filter(article=article, action="changed").count() == 1


def test_only_the_chief_publishes_and_amends(client_of, published):
    _chief, article, answer = published
    for role in ("记者", "编辑", "值班主任", "运维"):
        other = client_of(role)
        address = f"corrections/{answer.json()['id']}/"
        assert other.get(address).status_code == 200
        assert other.patch(address, {"text": RIGHT}, **{"If-Match": answer["ETag"]}).status_code == 403
        assert other.post(f"articles/{article.pk}/corrections/", {"text": RIGHT}, version=1).status_code in (403, 404)
    assert Correction.objects.get().text == WRONG
