"""API tokens at the desk: users manage their own, superusers see and revoke all."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import ApiToken, AuditEntry

from .conftest import account

TOKENS = "/admin/articles/apitoken/"
SECRET = re.compile(r'id="secret"[^>]* value="(newsroom_[^"]+)"')
API = "/api/v1/desk/articles/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editors_desk(editor):
    return signed_in(editor)


def read_api(secret):
    return Client().get(API, headers={"Authorization": f"Bearer {secret}"})


def made(client, purpose="排版", days=30, scopes=("write",)):
    typed = {"purpose": purpose, "days": days, "scopes": scopes}
    return SECRET.search(client.post(f"{TOKENS}add/", typed).content.decode())[1]


def revoke(client, token):
    return client.post(TOKENS, {"action": "revoke", "_selected_action": [token.pk]}, follow=True).content.decode()


def listed(client):
    return [token.purpose for token in client.get(TOKENS).context["cl"].result_list]


def test_token_made_at_the_desk_acts_for_its_maker(editors_desk, editor):
    secret = made(editors_desk)
    token = ApiToken.objects.get()
    assert (token.user, token.purpose, token.last_used_at) == (editor, "排版", None)
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert read_api(secret).status_code == 200
    token.refresh_from_db()
    assert timezone.now() - token.last_used_at < timedelta(minutes=5)


def test_token_secret_is_shown_once_and_never_logged(editors_desk):
    secret = made(editors_desk)
    token = ApiToken.objects.get()
    for address in (TOKENS, f"{TOKENS}{token.pk}/change/", f"{TOKENS}{token.pk}/history/"):
        page = editors_desk.get(address).content.decode()
        assert secret not in page
        assert token.digest not in page
    assert secret not in str(list(AuditEntry.objects.values()))


def test_making_and_revoking_a_token_are_logged(editors_desk, editor):
    secret = made(editors_desk)
    token = ApiToken.objects.get()
    assert "已吊销 1 个令牌。" in revoke(editors_desk, token)
    assert read_api(secret).status_code == 401
    assert "已吊销 0 个令牌。" in revoke(editors_desk, token)
    log = AuditEntry.objects.order_by("pk").values_list("user", "origin", "action", "subject", "detail")
    name = f"接口令牌 {token.pk}"
    assert list(log) == [
        (editor.pk, "desk", "created", name, "editor：排版（读写）"),
        (editor.pk, "desk", "revoked", name, "editor：排版"),
    ]


def test_editor_cannot_see_or_revoke_tokens_of_others(editors_desk):
    chief = account("chief", "王主编", "总编辑")
    token, secret = ApiToken.objects.issue(chief, "微信")
    assert listed(editors_desk) == []
    revoke(editors_desk, token)
    assert read_api(secret).status_code == 200


def test_superuser_revokes_all_tokens_but_makes_only_their_own(editor):
    operator = account("operator", "运维员", "运维")
    token, secret = ApiToken.objects.issue(editor, "微信")
    desk = signed_in(operator)
    assert listed(desk) == ["微信"]
    revoke(desk, token)
    assert read_api(secret).status_code == 401
    desk.post(f"{TOKENS}add/", {"purpose": "备份", "days": 30, "scopes": ["read"], "user": editor.pk})
    assert ApiToken.objects.get(purpose="备份").user == operator


def test_a_token_is_made_for_the_scopes_chosen_and_the_list_shows_them(editors_desk):
    form = editors_desk.get(f"{TOKENS}add/").content.decode()
    assert re.findall(r'name="scopes" value="(\w+)"[^>]*checked', form) == ["read"]
    secret = made(editors_desk, scopes=["import", "read"])
    assert ApiToken.objects.get().scopes == "read import"
    assert "只读、导入版面" in editors_desk.get(TOKENS).content.decode()
    assert "只读、导入版面" in editors_desk.get(f"{TOKENS}{ApiToken.objects.get().pk}/change/").content.decode()
    assert read_api(secret).status_code == 200
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().post(API, {"body": "正文。"}, "application/json", headers=headers).status_code == 403


RIGHT = {"purpose": "排版", "days": 30, "scopes": ["read"]}


@pytest.mark.parametrize(
    "typed", [{"purpose": ""}, {"days": 4000}, {"purpose": "用" * 101}, {"scopes": []}, {"scopes": ["admin"]}]
)
def test_token_needs_a_purpose_a_scope_and_an_allowed_lifetime(editors_desk, typed):
    response = editors_desk.post(f"{TOKENS}add/", RIGHT | typed)
    assert 'class="errorlist"' in response.content.decode()
    assert not ApiToken.objects.exists()


def test_reading_does_not_write_on_every_request(editors_desk):
    secret = made(editors_desk)
    read_api(secret)
    first = ApiToken.objects.get().last_used_at
    read_api(secret)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(hours=2))
    read_api(secret)
    assert ApiToken.objects.get().last_used_at >= first
