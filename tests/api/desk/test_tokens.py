import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Account, ApiToken, AuditEntry

pytestmark = pytest.mark.django_db


def refused(response):
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="newsroom"'
    assert response.json()["status"] == 401
    return response.json()["code"]


def test_request_without_token_is_refused(client):
    assert refused(client.get("/api/v1/desk/articles/")) == "not_authenticated"
    assert refused(client.post("/api/v1/desk/articles/", {"body": "x"}, "application/json")) == "not_authenticated"


def test_desk_session_does_not_replace_a_token(client, client_of):
    client.force_login(client_of("编辑").user)
    assert refused(client.get("/api/v1/desk/articles/")) == "not_authenticated"


@pytest.mark.parametrize("secret", ["", "newsroom_", "x" * 5000, "\x00", "密"])
def test_wrong_token_is_refused(client, secret):
    header = f"Bearer {secret}".encode().decode("latin-1")
    assert refused(client.get("/api/v1/desk/articles/", headers={"Authorization": header})) == "authentication_failed"


@pytest.mark.parametrize(
    "end",
    [
        lambda token: ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
        lambda token: call_command("api_token", "--revoke", str(token.pk)),
        lambda token: type(token.user).objects.update(is_active=False),
    ],
    ids=["expired", "revoked", "account closed"],
)
def test_expired_or_revoked_token_is_refused(client_of, end):
    api_client = client_of("编辑")
    assert api_client.get("articles/").status_code == 200
    end(ApiToken.objects.get())
    assert refused(api_client.get("articles/")) == "authentication_failed"


@pytest.mark.parametrize("sent", ["Token {}", "Basic {}", "{}"])
def test_wrong_authorization_scheme_is_explained(client_of, client, sent):
    secret = client_of("编辑").secret
    response = client.get("/api/v1/desk/articles/", headers={"Authorization": sent.format(secret)})
    assert refused(response) == "authentication_failed"
    assert response.json()["detail"] == "请照这个写法发送令牌：  Authorization: Bearer newsroom_…"


def test_secret_is_shown_once_and_not_stored(client_of, capsys):
    user = client_of("编辑").user
    call_command("api_token", "--make", user.username, "--purpose", "排版", "--days", "30")
    secret = capsys.readouterr().out.strip()
    token = ApiToken.objects.authenticate(secret)
    assert token.user == user
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert secret not in str(list(ApiToken.objects.values()) + list(AuditEntry.objects.values()))
    call_command("api_token", "--list")
    listed = capsys.readouterr().out
    assert "编辑：排版  读写、导入版面  有效期至" in listed
    assert secret not in listed


def test_command_says_that_a_password_must_be_chosen_first(client_of, capsys):
    user = client_of("编辑").user
    call_command("api_token", "--make", user.username)
    assert "自己设好密码" not in capsys.readouterr().err
    Account.objects.create(user=user, must_change_password=True)
    call_command("api_token", "--make", user.username)
    assert f"“{user.username}”登录并自己设好密码之后，这个令牌才能使用。" in capsys.readouterr().err


def test_a_token_is_made_for_scopes_and_printed_as_json(client_of, capsys):
    user = client_of("编辑").user
    call_command("api_token", "--make", user.username, "--scope", "read", "--scope", "import", "--json")
    made = json.loads(capsys.readouterr().out)
    token = ApiToken.objects.authenticate(made.pop("secret"))
    assert (made["number"], made["account"], made["scopes"]) == (token.pk, "编辑", ["read", "import"])
    call_command("api_token", "--list", "--json")
    listed = json.loads(capsys.readouterr().out)
    assert listed[0] == made
    assert [(each["scopes"], each["valid"], each["expires_at"]) for each in listed[1:]] == [
        (["write", "import"], True, None)
    ]
    call_command("api_token", "--revoke", str(token.pk))
    capsys.readouterr()
    call_command("api_token", "--list", "--json")
    revoked = json.loads(capsys.readouterr().out)[0]
    assert revoked["valid"] is False
    assert revoked["revoked_at"]


def test_token_for_unknown_user_is_refused():
    with pytest.raises(CommandError, match="没有名为“无此人”的有效账号"):
        call_command("api_token", "--make", "无此人")
    with pytest.raises(CommandError, match="没有可以吊销的令牌 7"):
        call_command("api_token", "--revoke", "7")


def test_desk_responses_are_never_cached(client_of):
    response = client_of("编辑").get("articles/")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
