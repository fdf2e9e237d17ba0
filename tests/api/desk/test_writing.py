"""API clients write by the desk's rules and rights, and the log records their actions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import editing
from articles.api.desk.serializers import PendingStepSerializer
from articles.editing import Actor
from articles.models import Article, AuditEntry, Author, Correction, Revision
from tests.site.rows import later, printed, story

from .conftest import version_of

pytestmark = pytest.mark.django_db

DRAFT = {
    "headline": "水利局开展河湖保护",
    "body": "时值夏季。\r\n\r\n连日来，水利局开展整治行动。",
    "section": "environment",
    "date": "2023-07-20",
    "authors": [{"name": "曹璐", "role": "记者"}],
}


def public(client, pk):
    return client.get(f"/api/v1/articles/{pk}/").status_code


def test_story_is_drafted_signed_corrected_withdrawn_and_restored(client, client_of):
    reporter, editor, deputy, chief = map(client_of, ("记者", "编辑", "值班主任", "总编辑"))
    Author.objects.create(name="曹璐")
    response = reporter.post("articles/", DRAFT)
    assert response.status_code == 201, response.content.decode()
    created = response.json()
    address = f"articles/{created['id']}/"
    assert response["Location"] == f"http://testserver/api/v1/desk/{address}"
    assert version_of(response) == "v1"
    assert (created["status"], created["review"]["waits_for"]) == ("draft", "first")
    assert created["body"] == "时值夏季。\n\n连日来，水利局开展整治行动。"
    assert public(client, created["id"]) == 404

    changed = reporter.patch(address, {"deck": "清理水草20余吨", "why": "补副题"}, version=1)
    assert (changed.status_code, version_of(changed)) == (200, "v2")

    for api_client, waits_for in ((editor, "second"), (deputy, "final"), (chief, None)):
        assert public(client, created["id"]) == 404
        signed = api_client.post(address + "sign-off/", version=2)
        assert signed.status_code == 200, signed.content.decode()
        assert signed.json()["review"]["waits_for"] == waits_for
    assert public(client, created["id"]) == 200
    signatures = [stage["signed_by"] for stage in signed.json()["review"]["stages"]]
    assert signatures == ["编辑", "值班主任", "总编辑"]

    version = signed.json()["version"]
    corrected = chief.post(address + "corrections/", {"text": "“20余吨”应为“30余吨”。"}, version=version)
    assert corrected.status_code == 201
    number = corrected.json()["id"]
    assert corrected["Location"] == f"http://testserver/api/v1/desk/corrections/{number}/"
    assert client.get(f"/api/v1/articles/{created['id']}/").json()["corrections"][0]["text"] == "“20余吨”应为“30余吨”。"

    withdrawn = chief.post(address + "withdraw/", {"notice": "因来源有误撤稿。"}, version=version)
    assert (withdrawn.status_code, public(client, created["id"])) == (200, 410)
    restored = chief.post(address + "restore/", version=withdrawn.json()["version"])
    assert (restored.status_code, public(client, created["id"])) == (200, 200)

    actions = list(AuditEntry.objects.filter(article=created["id"]).order_by("pk").values_list("action", "origin"))
    assert actions == [
        (action, "api")
        for action in ("created", "changed", "signed", "signed", "signed", "corrected", "withdrawn", "restored")
    ]
    reported = AuditEntry.objects.get(article=created["id"], action="corrected")
    assert (reported.user, reported.detail) == (chief.user, "更正：“20余吨”应为“30余吨”。")
    assert set(Revision.objects.values_list("origin", flat=True)) == {"api"}


def test_keywords_are_chosen_and_given_back_to_the_program(client_of):
    editor = client_of("编辑")
    created = editor.post("articles/", DRAFT | {"authors": [], "own_keywords": ["河长制", "水利", "河长制"]}).json()
    assert created["own_keywords"] == ["河长制", "水利"]
    address = f"articles/{created['id']}/"
    changed = editor.patch(address, {"own_keywords": ["巡河"]}, version=1).json()
    assert (changed["own_keywords"], changed["headline"]) == (["巡河"], DRAFT["headline"])
    assert Article.objects.get().keywords == ["巡河"]
    assert editor.get(f"{address}revisions/1/").json()["own_keywords"] == ["河长制", "水利"]
    cleared = editor.patch(address, {"own_keywords": []}, version=2)
    assert (cleared.json()["own_keywords"], version_of(cleared)) == ([], "v3")
    assert "河湖" in Article.objects.get().keywords


def test_keywords_of_a_public_story_wait_with_its_change(client_of):
    article = story()
    waiting = client_of("编辑").patch(f"articles/{article.pk}/", {"own_keywords": ["河长制"]}, version=article.version)
    assert waiting.status_code == 202
    assert waiting.json()["own_keywords"] == []
    assert waiting.json()["pending"]["own_keywords"] == ["河长制"]


def test_change_requires_the_version_it_was_made_from(client_of):
    editor = client_of("编辑")
    article = story(status="draft")
    address = f"articles/{article.pk}/"
    response = editor.patch(address, {"headline": "新的"})
    assert (response.status_code, response.json()["code"]) == (428, "version_needed")
    assert editor.patch(address, {"headline": "新的"}, **{"If-Match": "*"}).status_code == 428
    article.save()
    response = editor.patch(address, {"headline": "新的"}, version=1)
    assert (response.status_code, response.json()["code"], version_of(response)) == (412, "stale", "v2")
    assert response.json()["version"] == 2
    for tag in ('"2"', "2", "", '"x"', '"v2', "*"):
        assert editor.patch(address, {"headline": "新的"}, **{"If-Match": tag}).status_code in (412, 428), tag
    article.refresh_from_db()
    assert article.headline == "水利局开展河湖保护整治行动"
    assert editor.patch(address, {"headline": "新的"}, version=2).status_code == 200


@pytest.mark.parametrize("tag", ['"v1"', 'W/"v1"', "v1", '"x", W/"v1"'])
def test_weak_and_unquoted_versions_are_accepted(client_of, tag):
    address = f"articles/{story(status='draft').pk}/"
    response = client_of("编辑").patch(address, {"headline": "新的"}, **{"If-Match": tag})
    assert (response.status_code, version_of(response)) == (200, "v2")


def test_missing_version_is_explained(client_of):
    address = f"articles/{story(status='draft').pk}/"
    response = client_of("编辑").patch(address, {"headline": "新的"}, **{"If-Match": "1"})
    assert response.json()["detail"].endswith('If-Match: "v3"')


@pytest.mark.parametrize("action", ["sign-off", "reopen", "withdraw", "restore", "corrections"])
def test_every_action_requires_the_version(client_of, action):
    chief = client_of("总编辑")
    article = printed()
    address = f"articles/{article.pk}/{action}/"
    data = {"text": "“河”应为“湖”。"} if action == "corrections" else {}
    assert chief.post(address, data).status_code in (403, 428)
    if action != "sign-off":
        assert chief.post(address, data).status_code == 428
    assert chief.post(address, data, version=9).status_code == 412
    article.refresh_from_db()
    assert (article.version, article.status) == (1, "approved")
    assert not Correction.objects.exists()


# role: its rights
ALLOWED = {
    "记者": {"create", "change own"},
    "编辑": {"create", "change own", "change draft", "sign first"},
    "值班主任": {"create", "change own", "change draft", "sign second"},
    "总编辑": {"create", "change own", "change draft", "withdraw", "correct", "import"},
    "运维": {"import"},
}


@pytest.mark.parametrize("role", ALLOWED)
def test_each_role_has_the_same_rights_as_at_the_desk(client_of, role):
    api_client = client_of(role)
    draft = story(status="draft")
    own = story(status="draft", created_by=api_client.user)
    signed = story(status="draft")
    client_of("编辑", "另一位编辑").post(f"articles/{signed.pk}/sign-off/", version=1)
    paper = printed()
    withdrawn = printed()
    Article.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    page = {"date": "2023-07-20", "number": "3", "text": "水利局开展整治\n\n时值夏季，水利局开展整治行动。"}
    attempts = {
        "create": api_client.post("articles/", {"body": "正文。"}),
        "change own": api_client.patch(f"articles/{own.pk}/", {"headline": "新的"}, version=1),
        "change draft": api_client.patch(f"articles/{draft.pk}/", {"deck": "新的"}, version=1),
        "sign first": api_client.post(f"articles/{story(status='draft').pk}/sign-off/", version=1),
        "sign second": api_client.post(f"articles/{signed.pk}/sign-off/", version=1),
        "correct": api_client.post(f"articles/{paper.pk}/corrections/", {"text": "更正。"}, version=1),
        "withdraw": api_client.post(f"articles/{paper.pk}/withdraw/", {"notice": "撤稿。"}, version=1),
        "import": api_client.post("pages/", page),
    }
    done = {name for name, response in attempts.items() if response.status_code in (200, 201)}
    assert done == ALLOWED[role]
    # Stories that a reporter may not see return 404.
    assert {response.status_code for response in attempts.values()} <= {200, 201, 403, 404}


def test_reporter_cannot_change_a_signed_story(client_of):
    reporter = client_of("记者")
    own = story(status="draft", created_by=reporter.user)
    client_of("编辑").post(f"articles/{own.pk}/sign-off/", version=1)
    response = reporter.patch(f"articles/{own.pk}/", {"headline": "新的"}, version=1)
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")


def test_nobody_signs_twice_and_a_change_voids_signatures(client_of):
    editor = client_of("编辑")
    article = story(status="draft")
    address = f"articles/{article.pk}/"
    assert editor.post(address + "sign-off/", version=1).status_code == 200
    assert editor.post(address + "sign-off/", version=1).status_code == 403
    changed = editor.patch(address, {"body": "改过。"}, version=1)
    assert changed.json()["review"]["waits_for"] == "first"


def test_refused_action_is_explained(client_of):
    chief = client_of("总编辑")
    draft = story(status="draft")
    response = chief.post(f"articles/{draft.pk}/withdraw/", {"notice": "x"}, version=1)
    assert (response.status_code, response.json()["code"]) == (409, "refused")
    public = printed()
    silent = chief.post(f"articles/{public.pk}/withdraw/", version=1)
    assert silent.status_code == 409
    assert silent.json()["detail"] == "请写明读者在原处会看到的说明。"


def test_future_publication_time_requires_the_right_to_withdraw(client, client_of):
    article = printed()
    later_on = {"publish_at": later().isoformat()}
    assert client_of("编辑").patch(f"articles/{article.pk}/", later_on, version=1).status_code == 403
    assert public(client, article.pk) == 200
    response = client_of("总编辑").patch(f"articles/{article.pk}/", later_on, version=1)
    assert response.status_code == 200
    assert response.json()["is_public"] is False
    assert public(client, article.pk) == 410


def test_change_of_a_public_story_is_pending_until_signed(client, client_of):
    editor, article = client_of("编辑"), printed()
    address = f"articles/{article.pk}/"
    seen = client.get(f"/api/v1/articles/{article.pk}/")
    answer = editor.patch(address, {"headline": "改过的题", "why": "错字"}, version=1)
    assert (answer.status_code, version_of(answer)) == (202, "v2")
    pending = answer.json()["pending"]
    assert (pending["version"], pending["base_version"], pending["etag"]) == (2, 1, '"v2"')
    assert (pending["headline"], pending["why"], pending["changed_by"]) == ("改过的题", "错字", editor.user.username)
    unchanged = client.get(f"/api/v1/articles/{article.pk}/", headers={"If-None-Match": seen["ETag"]})
    assert unchanged.status_code == 304
    assert editor.patch(address, {"deck": "副题"}, version=1).status_code == 412
    assert version_of(editor.patch(address, {"deck": "副题"}, version=2)) == "v3"
    assert version_of(client_of("总编辑").get(address)) == "v1"
    for role in ("编辑", "值班主任", "总编辑"):
        signed = client_of(role, f"another {role}").post(address + "sign-off/", version=3)
        assert signed.status_code == 200
    assert signed.json()["pending"] is None
    assert client.get(f"/api/v1/articles/{article.pk}/").json()["headline"] == "改过的题"


def test_pending_step_is_described_to_the_signer(client_of):
    editor, article = client_of("编辑"), printed(body="第一段。\n\n## 小标题\n\n第二段。")
    editing.split(article.pk, Actor.of_api(editor.user), 1)
    pending = editor.get(f"articles/{article.pk}/").json()["pending"]
    assert pending["body"] == "第一段。"
    assert pending["step"] == {"kind": "split", "others": [], "new": [{"headline": "小标题", "body": "第二段。"}]}


def test_pending_version_is_rebased_and_discarded(client_of):
    editor, chief, article = client_of("编辑"), client_of("总编辑"), printed()
    address = f"articles/{article.pk}/"
    editor.patch(address, {"headline": "改过的题"}, version=1)
    chief.patch(address, {"deck": "总编的副题"}, version=1)
    assert editor.get(address).json()["pending"]["stale"] is True
    rebased = editor.post(address + "rebase/", version=2).json()["pending"]
    assert (rebased["headline"], rebased["deck"], rebased["stale"]) == ("改过的题", "总编的副题", False)
    discarded = editor.post(address + "discard/", {"why": "不改了"}, version=rebased["version"])
    assert discarded.json()["pending"] is None
    assert editor.post(address + "discard/", version=1).status_code == 409


def test_page_is_parsed_without_being_saved(client_of):
    text = "水利局开展河湖\n保护整治行动\n\n时值夏季，河道里的浮萍\n\n迅速生长。 曹璐 余波"
    response = client_of("记者").post("pages/understand/", {"text": text})
    (understood,) = response.json()["articles"]
    assert understood["paragraphs"][0]["text"] == "时值夏季，河道里的浮萍迅速生长。"
    assert [author["name"] for author in understood["authors"]] == ["曹璐", "余波"]
    assert not Article.objects.exists()


def test_imported_page_becomes_drafts(client, client_of):
    operator = client_of("运维")
    page = {
        "date": "2023-07-20",
        "number": "2",
        "name": "综合新闻",
        "text": "水利局开展整治\n\n时值夏季。水清了。\n\n曹璐",
    }
    tried = operator.post("pages/", {**page, "dry_run": True})
    assert (tried.status_code, Article.objects.count()) == (200, 0)
    taken = operator.post("pages/", page)
    assert taken.status_code == 201
    assert [each["outcome"] for each in taken.json()["stories"]] == ["created"]
    article = Article.objects.get()
    assert (article.status, public(client, article.pk)) == ("draft", 404)
    again = operator.post("pages/", page)
    assert [each["outcome"] for each in again.json()["stories"]] == ["unchanged"]


def test_stories_are_listed_in_any_state(client_of):
    editor = client_of("编辑")
    story("草稿", status="draft")
    printed("见报")
    assert len(editor.get("articles/").json()["results"]) == 2
    assert [each["title"] for each in editor.get("articles/?status=draft").json()["results"]] == ["草稿"]
    assert editor.get("articles/?status=secret").status_code == 400


def test_long_list_needs_no_more_queries_than_a_short_one(client_of):
    editor = client_of("编辑")

    def query_counts():
        with CaptureQueriesContext(connection) as captured:
            assert editor.get("articles/?page_size=100").status_code == 200
        return len(captured)

    printed(byline=[("记者", "曹璐")], section="environment")
    query_counts()  # the first request records the use of the token
    few = query_counts()
    for _ in range(20):
        printed(byline=[("记者", "曹璐")], section="environment")
    assert query_counts() == few


def test_missing_story_returns_404(client_of):
    chief = client_of("总编辑")
    assert chief.get("articles/999/").status_code == 404
    assert chief.patch("articles/999/", {"body": "x"}, version=1).status_code == 404
    assert chief.post("articles/999/sign-off/", version=1).status_code == 404
    assert chief.post("articles/999/corrections/", {"text": "x"}, version=1).status_code == 404


def test_pending_step_shows_changes_of_other_stories():
    step = {
        "kind": "merge",
        "others": [{"article": 3, "changes": {"status": "merged"}}, {"article": 4, "changes": {"body": "水利。"}}],
        "parts": [],
    }
    assert PendingStepSerializer(step).data == {
        "kind": "merge",
        "others": [{"id": 3, "status": "merged", "body": None}, {"id": 4, "status": None, "body": "水利。"}],
        "new": [],
    }
