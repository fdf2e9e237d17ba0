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


def test_signing_in_and_out_is_logged_with_the_address(editor):
    client = Client()
    sign_in(client=client)
    client.post("/admin/logout/", REMOTE_ADDR="10.0.0.1")
    assert lines() == [
        ("editor", "signed_in", "账号 editor", "10.0.0.1"),
        ("editor", "signed_out", "账号 editor", "10.0.0.1"),
    ]


def test_repeated_failures_are_logged_once(editor):
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


def test_each_account_and_address_has_its_own_entry(editor):
    guess(1)
    guess(1, address="10.0.0.2")
    assert [line[3] for line in lines()] == ["10.0.0.1", "10.0.0.2"]


def test_passwords_and_session_keys_are_never_logged(editor):
    client = Client()
    client.post("/admin/login/", {"username": PASSWORD, "password": "editor"}, REMOTE_ADDR="10.0.0.1")
    guess(1)
    sign_in(client=client)
    kept = str(list(AuditEntry.objects.values()))
    assert PASSWORD not in kept
    assert "falsch" not in kept
    assert client.cookies["sessionid"].value not in kept
    assert lines()[0] == (None, "not_in", "不存在的账号", "10.0.0.1")


def test_guessing_names_and_addresses_cannot_fill_the_log(editor, monkeypatch):
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


def test_sign_ins_are_in_the_log_but_not_on_the_desks_front_page(editor):
    guess(1)
    chief = Client()
    chief.force_login(account("chief", "王主编", "总编辑"))
    assert "登录失败" in chief.get(LOG, {"action__exact": "not_in"}).content.decode()
    assert "账号 editor" not in chief.get("/admin/").content.decode()


def test_the_servers_log_has_account_and_address_but_no_password(editor, caplog):
    guess(7)
    Client().post("/admin/login/", {"username": PASSWORD, "password": "falsch"}, REMOTE_ADDR="10.0.0.66")
    assert caplog.text.count("账号 editor [10.0.0.1]") >= 7
    assert "Signing in is locked: 账号 editor [10.0.0.1]" in caplog.text
    assert "不存在的账号 [10.0.0.66]" in caplog.text
    assert "****" not in caplog.text
    assert PASSWORD not in caplog.text
    assert "falsch" not in caplog.text
