"""Who came to the desk and who was kept out stands in the log, without secrets, and nobody can fill it."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.editing import signing_in
from articles.models import AuditEntry
from tests.desk.conftest import account

from .test_signing_in import PASSWORD, guess, sign_in

LOG = "/admin/articles/auditentry/"


@pytest.fixture
def editor(db):
    user = account("editor", "李编辑", "编辑")
    user.set_password(PASSWORD)
    user.save()
    return user


def lines():
    return list(AuditEntry.objects.order_by("pk").values_list("user__username", "action", "subject", "detail"))


def test_coming_and_going_stand_there_with_the_address(editor):
    client = Client()
    sign_in(client=client)
    client.post("/admin/logout/", REMOTE_ADDR="10.0.0.1")
    assert lines() == [
        ("editor", "signed_in", "账号 editor", "10.0.0.1"),
        ("editor", "signed_out", "账号 editor", "10.0.0.1"),
    ]


def test_a_mistyped_password_stands_there_once_and_so_does_the_lock_however_long_somebody_goes_on(editor):
    guess(12)
    assert sorted(lines()) == sorted(
        [
            (None, "not_in", "账号 editor", "10.0.0.1"),
            (None, "locked_out", "账号 editor", "10.0.0.1"),
        ]
    )
    AuditEntry.objects.update(at=timezone.now() - timezone.timedelta(minutes=16))
    sign_in("falsch")
    assert AuditEntry.objects.count() > 2


def test_each_account_and_each_address_has_its_own_line(editor):
    guess(1)
    guess(1, address="10.0.0.2")
    assert [line[3] for line in lines()] == ["10.0.0.1", "10.0.0.2"]


def test_neither_passwords_nor_keys_of_sessions_are_kept_not_even_a_password_typed_as_a_name(editor):
    client = Client()
    client.post("/admin/login/", {"username": PASSWORD, "password": "editor"}, REMOTE_ADDR="10.0.0.1")
    guess(1)
    sign_in(client=client)
    kept = str(list(AuditEntry.objects.values()))
    assert PASSWORD not in kept
    assert "falsch" not in kept
    assert client.cookies["sessionid"].value not in kept
    assert lines()[0] == (None, "not_in", "不存在的账号", "10.0.0.1")


def test_whoever_tries_names_and_addresses_through_cannot_fill_the_log(editor, monkeypatch):
    monkeypatch.setattr(signing_in, "MAX_REFUSALS_PER_HOUR", 5)
    for number in range(9):
        fields = {"username": f"name-{number}", "password": "falsch"}
        Client().post("/admin/login/", fields, REMOTE_ADDR="10.0.0.1")
    assert len(lines()) == 1
    for number in range(9):
        guess(1, address=f"10.0.1.{number}")
    assert len(lines()) == 5
    sign_in()
    assert lines()[-1] == ("editor", "signed_in", "账号 editor", "10.0.0.1")


def test_the_chief_editor_finds_them_in_the_log_and_the_front_of_the_desk_stays_with_the_work(editor):
    guess(1)
    chief = Client()
    chief.force_login(account("chief", "王主编", "总编辑"))
    assert "登录失败" in chief.get(LOG, {"action__exact": "not_in"}).content.decode()
    assert "账号 editor" not in chief.get("/admin/").content.decode()


def test_the_servers_log_tells_who_attacks_which_account_and_no_password(editor, caplog):
    guess(7)
    Client().post("/admin/login/", {"username": PASSWORD, "password": "falsch"}, REMOTE_ADDR="10.0.0.66")
    assert caplog.text.count("账号 editor [10.0.0.1]") >= 7
    assert "Signing in is locked: 账号 editor [10.0.0.1]" in caplog.text
    assert "不存在的账号 [10.0.0.66]" in caplog.text
    assert "****" not in caplog.text
    assert PASSWORD not in caplog.text
    assert "falsch" not in caplog.text
