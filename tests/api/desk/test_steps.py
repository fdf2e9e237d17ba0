"""Stories read wrongly from a page are rearranged by token, with the desk's functions."""

import pytest

from articles.models import Article, Placement
from tests.site.rows import printed

from .conftest import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trio():
    """Three drafts on page 2."""
    bodies = {"甲": "甲一。\n\n甲二。", "乙": "甲三。\n\n## 乙题\n\n乙一。\n\n乙二。", "丙": "丙一。\n\n图：清理河道。"}
    return [printed(headline, body=body, status="draft") for headline, body in bodies.items()]


def step(api_client, article, name, data=None, version=1):
    response = api_client.post(f"articles/{article.pk}/{name}/", data or {}, version=version)
    assert response.status_code in (200, 202), response.content.decode()
    return response


def texts():
    return {each.headline: each.body for each in Article.objects.exclude(status="merged")}


def test_a_story_is_split_and_put_together_again(client_of, trio):
    editor, before = client_of("编辑", "li"), texts()
    done = step(editor, trio[1], "split", {"at": 1})
    made = Article.objects.get(origin="rearranged")
    assert (made.headline, made.body) == ("乙题", "乙一。\n\n乙二。")
    answer = done.json()
    assert (answer["step"]["kind"], answer["step"]["by"]) == ("split", "li")
    assert answer["step"]["articles"] == [trio[1].pk, made.pk]
    assert (answer["step"]["why_not_undo"], answer["article"]["body"]) == ("", "甲三。")
    assert (version_of(done), answer["article"]["version"]) == ("v2", 2)

    (listed,) = editor.get(f"articles/{made.pk}/steps/").json()["results"]
    assert listed == answer["step"]
    undone = step(editor, trio[1], f"steps/{listed['id']}/undo", version=2)
    assert undone.json()["step"]["undone_at"] is not None
    assert texts() == before
    again = editor.post(f"articles/{trio[1].pk}/steps/{listed['id']}/undo/", version=3)
    assert (again.status_code, again.json()["code"]) == (409, "refused")


def test_paragraphs_are_moved_and_turned(client_of, trio):
    editor = client_of("编辑")
    step(editor, trio[1], "move", {"at": 0, "to": "previous"})
    assert texts()["甲"] == "甲一。\n\n甲二。\n\n甲三。"
    step(editor, trio[1], "turn", {"at": 0, "kind": "paragraph"}, version=2)
    step(editor, trio[1], "move", {"at": 2, "to": "next"}, version=3)
    assert (texts()["乙"], texts()["丙"]) == ("乙题\n\n乙一。", "乙二。\n\n丙一。\n\n图：清理河道。")


def test_a_paragraph_becomes_the_byline(client_of):
    article = printed("丁", body="丁一。\n\n曹璐 余波", status="draft")
    answer = step(client_of("编辑"), article, "turn", {"at": 1, "kind": "byline"}).json()["article"]
    assert (answer["body"], [credit["name"] for credit in answer["authors"]]) == ("丁一。", ["曹璐", "余波"])


def test_stories_are_merged_and_joined(client, client_of, trio):
    editor = client_of("编辑")
    merged = step(editor, trio[1], "merge").json()["article"]
    assert merged["body"].endswith("## 丙\n\n丙一。\n\n图：清理河道。")
    assert Article.objects.get(pk=trio[2].pk).merged_into_id == trio[1].pk
    joined = step(editor, trio[1], "join", {"opening": trio[0].pk}, version=2).json()
    assert joined["article"]["id"] == trio[0].pk
    assert list(Article.objects.exclude(status="merged")) == [trio[0]]
    assert Placement.objects.filter(article=trio[0]).exists()


def test_on_public_stories_the_step_waits_and_readers_see_nothing_yet(client, client_of):
    for headline in ("甲", "乙"):
        printed(headline, body=f"{headline}一。\n\n{headline}二。")
    editor = client_of("编辑")
    first = Article.objects.get(headline="甲")
    waiting = step(editor, first, "merge")
    assert (waiting.status_code, waiting.json()["step"]) == (202, None)
    assert waiting.json()["article"]["pending"]["step"]["kind"] == "merge"
    assert client.get(f"/api/v1/articles/{first.pk}/").json()["body"] == "甲一。\n\n甲二。"


@pytest.mark.parametrize(
    ("name", "data", "status", "field"),
    [
        ("split", {}, 400, "at"),
        ("split", {"at": "1"}, 400, "at"),
        ("split", {"at": 0}, 409, None),
        ("move", {"at": 0, "to": "up"}, 400, "to"),
        ("move", {"at": 9, "to": "next"}, 412, None),
        ("turn", {"at": 0, "kind": "table"}, 400, "kind"),
        ("join", {"opening": 99999}, 400, "opening"),
        ("merge", {"with": 1}, 400, "with"),
    ],
)
def test_wrong_steps_are_refused_and_change_nothing(client_of, trio, name, data, status, field):
    before = texts()
    refused = client_of("编辑").post(f"articles/{trio[0].pk}/{name}/", data, version=1)
    problem = refused.json()
    assert (refused.status_code, problem.get("errors", [{}])[0].get("field")) == (status, field)
    assert texts() == before


@pytest.mark.parametrize("name", ["split", "merge", "move", "turn", "join", "steps/1/undo"])
def test_every_step_requires_the_version(client_of, trio, name):
    editor = client_of("编辑")
    assert editor.post(f"articles/{trio[0].pk}/{name}/", {}).status_code == 428
    data = {"split": {"at": 1}, "move": {"at": 0, "to": "next"}, "turn": {"at": 0, "kind": "subhead"}}
    data |= {"join": {"opening": trio[1].pk}}
    stale = editor.post(f"articles/{trio[0].pk}/{name}/", data.get(name, {}), version=7)
    assert stale.status_code == (404 if name.endswith("undo") else 412)


def test_reporters_rearrange_no_stories_of_others(client_of, trio):
    reporter = client_of("记者")
    Article.objects.filter(pk=trio[0].pk).update(created_by=reporter.user)
    assert reporter.post(f"articles/{trio[1].pk}/split/", {"at": 1}, version=1).status_code == 404
    refused = reporter.post(f"articles/{trio[0].pk}/merge/", version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "refused")
    hidden = reporter.post(f"articles/{trio[0].pk}/join/", {"opening": trio[1].pk}, version=1)
    assert (hidden.status_code, hidden.json()["errors"][0]["detail"]) == (400, "没有这篇稿件。")
