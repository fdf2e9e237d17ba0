"""The list of stories, filtered as an editor or a layout program needs it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, AuditEntry, Problem
from tests.site.rows import printed, story

pytestmark = pytest.mark.django_db


def found(api_client, query):
    response = api_client.get(f"articles/?{query}")
    assert response.status_code == 200, response.content.decode()
    return {each["title"] for each in response.json()["results"]}


@pytest.fixture
def queue(client_of):
    """One story for each stage, a public one with a change that waits, one in doubt, one spiked."""
    first, second = client_of("编辑", "one"), client_of("值班主任", "two")
    for title, signers in {"待初审": [], "待复审": [first], "待终审": [first, second]}.items():
        address = f"articles/{story(title, status='draft').pk}/"
        for signer in signers:
            signer.post(f"{address}sign-off/", version=1)
    changed = printed("已刊发")
    first.patch(f"articles/{changed.pk}/", {"deck": "改过"}, version=1)
    Problem.objects.create(article=printed("有疑点"), code="no_headline", line=1)
    story("不用", status="spiked")
    return first


@pytest.mark.parametrize(
    ("stage", "titles"), [("first", {"待初审", "已刊发"}), ("second", {"待复审"}), ("final", {"待终审"})]
)
def test_stories_that_wait_for_a_stage(client_of, queue, stage, titles):
    assert found(client_of("编辑"), f"waits_for={stage}") == titles


@pytest.mark.parametrize(
    ("role", "titles"),
    [("编辑", {"待初审", "已刊发", "有疑点"}), ("值班主任", {"待复审", "有疑点"}), ("总编辑", {"待终审", "有疑点"})],
)
def test_stories_that_wait_for_me(client_of, queue, role, titles):
    assert found(client_of(role), "waits_for=me") == titles


def test_whoever_signed_or_wrote_does_not_sign_next(queue):
    # Who signed or wrote something else may sign the draft.
    assert found(queue, "waits_for=me") == {"待初审", "有疑点"}


def test_section_status_and_words(client_of):
    editor = client_of("编辑")
    story("河湖保护", section="environment", status="draft")
    story("河湖旅游", section="livelihood", status="draft")
    story("水库清淤", section="environment")
    assert found(editor, "section=environment") == {"河湖保护", "水库清淤"}
    assert found(editor, "section=environment&status=draft") == {"河湖保护"}
    assert found(editor, "q=河湖") == {"河湖保护", "河湖旅游"}
    assert found(editor, "q=河湖&section=livelihood") == {"河湖旅游"}


@pytest.mark.parametrize("query", ["section=nowhere", "waits_for=fourth", "changed_since=yesterday", "q=%00"])
def test_wrong_filters_are_refused(client_of, query):
    response = client_of("编辑").get(f"articles/?{query}")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, query.split("=")[0])


def test_what_was_dealt_with_since(client_of):
    editor, chief = client_of("编辑"), client_of("总编辑")
    draft, public, idle = story("签过", status="draft"), printed("改动待审"), story("没动过", status="draft")
    Article.objects.update(updated_at=timezone.now() - timedelta(days=2))
    AuditEntry.objects.all().delete()
    since = "changed_since=" + (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found(chief, since) == set()
    # Neither changes the story's row.
    editor.post(f"articles/{draft.pk}/sign-off/", version=1)
    editor.patch(f"articles/{public.pk}/", {"deck": "改过"}, version=1)
    assert found(chief, since) == {"签过", "改动待审"}
    chief.patch(f"articles/{idle.pk}/", {"deck": "改过"}, version=1)
    assert found(chief, since) == {"签过", "改动待审", "没动过"}


def test_reporters_find_only_their_own_stories(client_of, queue):
    reporter = client_of("记者")
    story("自己的", status="draft", created_by=reporter.user)
    assert found(reporter, "waits_for=first") == {"自己的"}
    assert found(reporter, "q=待初审") == set()


def test_a_story_may_be_written_before_it_is_submitted(client_of):
    reporter = client_of("记者")
    written = reporter.post("articles/", {"body": "正文。", "status": "writing"}).json()
    assert (written["status"], written["review"]["waits_for"]) == ("writing", None)
    submitted = reporter.post(f"articles/{written['id']}/submit/", version=1).json()
    assert (submitted["status"], submitted["review"]["waits_for"]) == ("draft", "first")
    assert reporter.post("articles/", {"body": "正文。", "status": "approved"}).status_code == 400
    assert reporter.patch(f"articles/{written['id']}/", {"status": "draft"}, version=2).status_code == 400
