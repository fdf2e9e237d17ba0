"""A password that somebody else set must be changed at the first sign-in."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from articles.models import Account, ApiToken, AuditEntry
from tests.desk.conftest import account, make_story, page  # noqa: F401  page is a fixture

OWN = "Heyuan7-Qiaotou9"
API = "/api/v1/desk/articles/"


def sign_in(username, password):
    client = Client()
    client.post("/admin/login/", {"username": username, "password": password}, REMOTE_ADDR="10.0.0.1")
    return client


def change(client, old, new=OWN):
    fields = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", fields)


@pytest.fixture
def li(db, capsys):
    """(an account from add_staff, its password)"""
    Group.objects.get_or_create(name="编辑")
    account("pattern", "", "编辑")  # gives the role its rights
    call_command("add_staff", "li", role="编辑")
    return User.objects.get(username="li"), re.search(r"密码只显示这一次：(\S+)", capsys.readouterr().out)[1]


@pytest.fixture
def manager(db):
    client = Client()
    client.force_login(User.objects.create(username="keeper", is_staff=True, is_superuser=True))
    return client


def test_every_page_of_the_desk_redirects_to_the_password_form(li):
    client = sign_in("li", li[1])
    for address in ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "/admin/articles/apitoken/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, "/admin/password_change/"), address
    assert "现在的密码是别人替您设的" in client.get("/admin/password_change/").content.decode()


def test_a_new_password_opens_the_desk_and_is_logged(li):
    user, first = li
    client = sign_in("li", first)
    assert change(client, first).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert "别人替您设的" not in client.get("/admin/password_change/").content.decode()
    line = AuditEntry.objects.latest("pk")
    assert (line.user, line.action, line.subject, line.detail) == (user, "changed", "账号 li", "密码")


@pytest.mark.parametrize("new", [None, "bianjibu2023"])
def test_the_same_or_a_weak_password_is_refused(li, new):
    client = sign_in("li", li[1])
    assert change(client, li[1], new or li[1]).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_signing_out_remains_possible(li):
    client = sign_in("li", li[1])
    assert client.post("/admin/logout/").status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_form_sent_before_the_change_is_returned(li, page):  # noqa: F811
    first = li[1]
    story = make_story(page, "防汛", status="draft")
    client = sign_in("li", first)
    response = client.post(
        f"/admin/articles/article/{story.pk}/change/", {"headline": "题", "body": "写了一下午的稿件"}
    )
    assert response.status_code == 403
    assert "请先修改密码" in response.content.decode()
    assert "写了一下午的稿件" in response.content.decode()
    story.refresh_from_db()
    assert story.headline == "防汛"


def test_tokens_do_not_work_before_the_change(li):
    _token, secret = ApiToken.objects.issue(li[0], "排版")
    refused = Client().get(API, headers={"Authorization": f"Bearer {secret}"})
    assert refused.status_code == 403
    assert "修改初始密码" in refused.json()["detail"]


def test_an_account_created_at_the_desk_must_change_its_password(manager):
    manager.post("/admin/auth/user/add/", {"username": "zhao", "password1": OWN, "password2": OWN})
    assert Account.objects.must_change_password(User.objects.get(username="zhao"))


def test_a_password_set_by_somebody_else_must_be_changed(manager):
    user = account("wang", "王小明", "编辑")
    fields = {"password1": OWN, "password2": OWN, "usable_password": "true", "set-password": "1"}
    manager.post(f"/admin/auth/user/{user.pk}/password/", fields)
    assert sign_in("wang", OWN).get("/admin/")["Location"] == "/admin/password_change/"
    line = AuditEntry.objects.filter(action="changed").get()
    assert (line.user.username, line.subject, line.detail) == ("keeper", "账号 wang", "密码")


def test_a_password_set_by_its_owner_need_not_be_changed(manager):
    manager_account = User.objects.get(username="keeper")
    fields = {"password1": OWN, "password2": OWN, "usable_password": "true", "set-password": "1"}
    manager.post(f"/admin/auth/user/{manager_account.pk}/password/", fields)
    assert manager.get("/admin/").status_code == 200


def test_a_password_from_createsuperuser_need_not_be_changed(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", OWN)
    call_command("createsuperuser", "--noinput", username="root", email="")
    assert sign_in("root", OWN).get("/admin/").status_code == 200


def test_existing_accounts_need_not_change_their_password(db):
    client = Client()
    client.force_login(account("wang", "王小明", "编辑"))
    assert client.get("/admin/").status_code == 200
