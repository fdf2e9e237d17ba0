"""Signing in: guessing passwords is limited, without locking out editors."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import AuditEntry

PASSWORD = "浮萍与河道-1"


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_user("editor", password=PASSWORD, is_staff=True)


def sign_in(password=PASSWORD, address="10.0.0.1", client=None, **headers):
    fields = {"username": "editor", "password": password}
    return (client or Client()).post("/admin/login/?next=/admin/", fields, REMOTE_ADDR=address, headers=headers)


def guess(times=5, **where):
    return [sign_in("falsch", **where) for _ in range(times)]


def test_after_five_wrong_passwords_the_right_one_is_refused(editor):
    guess()
    refused = sign_in()
    assert refused.status_code == 429
    assert "密码输错次数过多。请一刻钟后再试，或请总编辑为“editor”解锁。" in refused.content.decode()
    # In the database, so for other processes and after a restart too.
    assert AccessAttempt.objects.get().failures_since_start >= 5


def test_other_addresses_are_not_locked_out(editor):
    guess(address="10.0.0.66")
    assert sign_in(address="10.0.0.1").status_code == 302


def test_the_lock_ends_after_15_minutes(editor):
    guess()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in().status_code == 302


def test_the_operator_can_unlock(editor):
    guess()
    call_command("axes_reset_username", "editor")
    assert sign_in().status_code == 302


def test_the_right_password_resets_the_count(editor):
    guess(4)
    assert sign_in().status_code == 302
    guess(4)
    assert sign_in().status_code == 302


def test_a_forged_address_is_ignored(editor):
    for number in range(5):
        sign_in("falsch", **{"X-Forwarded-For": f"10.9.9.{number}"})
    assert sign_in(**{"X-Forwarded-For": "10.9.9.77"}).status_code == 429


def test_behind_our_proxy_its_address_counts(editor, settings):
    settings.PROXIES = 1
    guess(**{"X-Forwarded-For": "made up, 10.0.0.66"})
    assert sign_in(**{"X-Forwarded-For": "10.0.0.66"}).status_code == 429
    assert sign_in(**{"X-Forwarded-For": "10.0.0.1"}).status_code == 302


def test_the_session_cookie_is_new_and_protected(editor):
    client = Client()
    client.cookies["sessionid"] = "planted-by-somebody"
    sign_in(client=client)
    cookie = client.cookies["sessionid"]
    assert cookie.value != "planted-by-somebody"
    assert cookie["max-age"] == 12 * 60 * 60
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_expired_attempts_are_deleted(editor):
    for number in range(4):
        Client().post("/admin/login/", {"username": f"name-{number}", "password": "falsch"}, REMOTE_ADDR="10.0.0.66")
    assert AccessAttempt.objects.count() == 4
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    guess(1)
    assert AccessAttempt.objects.get().username == "editor"


def test_names_can_be_unlocked_at_the_desk(editor):
    guess()
    desk = Client()
    desk.force_login(get_user_model().objects.create(username="keeper", is_staff=True, is_superuser=True))
    chosen = {"action": "unlock", "_selected_action": [editor.pk]}
    assert "登录锁定已解除。" in desk.post("/admin/auth/user/", chosen, follow=True).content.decode()
    assert sign_in().status_code == 302
    line = AuditEntry.objects.get(action="changed")
    assert (line.user.username, line.subject, line.detail) == ("keeper", "账号 editor", "登录锁定已解除")
