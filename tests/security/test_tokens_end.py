"""Tokens are revoked if their owner's password changes or the owner leaves the staff."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from articles.models import ApiToken, AuditEntry
from tests.desk.conftest import account

OLD, NEW = "Heyuan7-Qiaotou9", "Kx7-dianti-Yue"
BOTH = {"password1": NEW, "password2": NEW}


@pytest.fixture
def wang(db):
    user = account("wang", "王小明", "编辑")
    user.set_password(OLD)
    user.save()
    return user


@pytest.fixture
def secret(wang):
    return ApiToken.objects.issue(wang, "排版")[1]


@pytest.fixture
def other_secret(wang):
    return ApiToken.objects.issue(account("zhao", "赵记者", "编辑"), "微信")[1]


def status_with(secret):
    return Client().get("/api/v1/desk/articles/", headers={"Authorization": f"Bearer {secret}"}).status_code


def at_the_desk(user):
    client = Client()
    client.force_login(user)
    return client


def manager():
    user, _ = User.objects.get_or_create(username="keeper", is_staff=True, is_superuser=True)
    return at_the_desk(user)


def change_own(user, monkeypatch):
    fields = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    assert at_the_desk(user).post("/admin/password_change/", fields).status_code == 302


def set_by_a_manager(user, monkeypatch):
    fields = BOTH | {"usable_password": "true", "set-password": "1"}
    assert manager().post(f"/admin/auth/user/{user.pk}/password/", fields).status_code == 302


def removed_by_a_manager(user, monkeypatch):
    fields = {"usable_password": "false", "unset-password": "1"}
    assert manager().post(f"/admin/auth/user/{user.pk}/password/", fields).status_code == 302


def by_changepassword(user, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt="": NEW)
    call_command("changepassword", user.username)


def in_a_shell(user, monkeypatch):
    user = User.objects.get(pk=user.pk)
    user.set_password(NEW)
    user.save()


WAYS = [change_own, set_by_a_manager, removed_by_a_manager, by_changepassword, in_a_shell]


@pytest.mark.parametrize("change", WAYS)
def test_a_changed_password_revokes_tokens_and_is_logged(wang, secret, other_secret, change, monkeypatch):
    assert status_with(secret) == 200
    change(wang, monkeypatch)
    assert status_with(secret) == 401
    assert status_with(other_secret) == 200
    line = AuditEntry.objects.get(action="revoked")
    who = {change_own: "wang", set_by_a_manager: "keeper", removed_by_a_manager: "keeper"}.get(change)
    assert (line.user and line.user.username, line.detail) == (who, "wang：排版")
    assert line.origin == ("desk" if who else "command")


@pytest.mark.parametrize("values", [{"is_staff": False}, {"is_active": False}], ids=["not staff", "not active"])
def test_leaving_the_staff_revokes_tokens_permanently(wang, secret, values):
    for name, value in values.items():
        setattr(wang, name, value)
    wang.save()
    assert status_with(secret) == 401
    assert AuditEntry.objects.get(action="revoked").detail == "wang：排版"
    wang.is_staff = wang.is_active = True
    wang.save()
    assert status_with(secret) == 401


@pytest.mark.parametrize("values", [{"is_staff": False}, {"is_active": False}], ids=["not staff", "not active"])
def test_a_change_in_the_database_disables_tokens(wang, secret, values, capsys):
    User.objects.filter(pk=wang.pk).update(**values)
    assert status_with(secret) == 401
    call_command("api_token", "--list")
    assert "本人账号已停用" in capsys.readouterr().out


def test_a_refused_password_revokes_nothing(wang, secret):
    fields = {"old_password": OLD, "new_password1": "bianjibu", "new_password2": "bianjibu"}
    assert at_the_desk(wang).post("/admin/password_change/", fields).status_code == 200
    assert status_with(secret) == 200


def test_a_new_hash_of_the_same_password_revokes_nothing(wang, secret, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    weaker = PBKDF2PasswordHasher().encode(OLD, "salt" * 8, iterations=1000)
    User.objects.filter(pk=wang.pk).update(password=weaker)
    assert User.objects.get(pk=wang.pk).check_password(OLD)
    assert User.objects.get(pk=wang.pk).password != weaker
    assert status_with(secret) == 200


def test_the_forms_warn_that_tokens_are_revoked(wang):
    for client, address in (
        (at_the_desk(wang), "/admin/password_change/"),
        (manager(), f"/admin/auth/user/{wang.pk}/password/"),
    ):
        assert "密码一改，这个账号的接口令牌全部吊销。" in client.get(address).content.decode()
