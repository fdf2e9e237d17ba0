"""People and accounts: what a chief editor may do to them, and what nobody may."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client

from articles import editing
from articles.editing import Actor, Forbidden
from articles.models import ApiToken, AuditEntry

from .conftest import account

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/articles/account/"
OWN = "Heyuan7-Qiaotou9"


@pytest.fixture
def boss(db):
    for role in ("记者", "编辑"):
        account(f"pattern-{role}", "", role)  # gives the role its rights
    return account("boss", "孙总编", "总编辑")


@pytest.fixture
def chief_desk(boss):
    return client_of(boss)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def role(name):
    return Group.objects.get(name=name)


def add(client, username="lixiao", full_name="李晓", role_name="编辑"):
    sent = {"username": username, "full_name": full_name, "role": role(role_name).pk}
    return client.post(PEOPLE, sent).content.decode()


def do(client, user, act, **typed):
    return client.post(f"{PEOPLE}{user.pk}/{act}/", typed, follow=True).content.decode()


def shown_password(page):
    found = re.search(r'id="password" readonly value="([^"]+)"', page)
    return found and found[1]


def sign_in(username, password):
    client = Client()
    client.post("/admin/login/", {"username": username, "password": password}, REMOTE_ADDR="10.0.0.1")
    return client if "_auth_user_id" in client.session else None


# Adding


def test_chief_adds_an_editor_who_chooses_a_password_at_the_first_sign_in(chief_desk):
    page = add(chief_desk)
    password = shown_password(page)
    assert "李晓的密码。请现在就抄下来" in page
    client = sign_in("lixiao", password)
    assert client.get("/admin/")["Location"] == "/admin/password_change/"
    client.post("/admin/password_change/", {"old_password": password, "new_password1": OWN, "new_password2": OWN})
    assert client.get("/admin/").status_code == 200
    user = User.objects.get(username="lixiao")
    assert (user.first_name, [*user.groups.all()], user.is_superuser) == ("李晓", [role("编辑")], False)
    line = AuditEntry.objects.get(action="created")
    assert (line.user.username, line.subject, line.detail) == ("boss", "账号 lixiao", "编辑")
    assert password not in chief_desk.get(PEOPLE).content.decode(), "It is shown once."


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("boss", "已有账号“boss”。"),
        ("BOSS", "已有账号“BOSS”。"),
        ("li xiao", "“li xiao”不能用作登录名。"),
        ("", "请填写这一项。"),
    ],
)
def test_wrong_name_is_answered_beside_its_field(chief_desk, username, sentence):
    page = add(chief_desk, username)
    assert sentence in page
    assert 'value="李晓"' in page, "What was typed stays."
    assert shown_password(page) is None
    assert not User.objects.filter(first_name="李晓").exists()


def test_command_and_page_follow_the_same_rules(boss, capsys):
    call_command("add_staff", "wangwu", role="编辑", full_name="王五")
    user = User.objects.get(username="wangwu")
    assert (user.first_name, user.account.must_change_password) == ("王五", True)
    with pytest.raises(CommandError, match="已有账号“Boss”。"):
        call_command("add_staff", "Boss", role="编辑")


# Changing


def test_chief_changes_name_and_role(chief_desk, editor):
    account("duty", "", "值班主任")
    sent = {"full_name": "李青青", "role": role("值班主任").pk}
    answer = chief_desk.post(f"{PEOPLE}{editor.pk}/change/", sent, follow=True).content.decode()
    assert "已保存“李青青”。" in answer
    editor.refresh_from_db()
    assert [*editor.groups.all()] == [role("值班主任")]
    assert AuditEntry.objects.latest("pk").detail == "姓名 李编辑 → 李青青；岗位 编辑 → 值班主任"


def test_two_roles_are_kept_unless_one_is_chosen(chief_desk, boss):
    both = account("both", "周两岗", "记者", "编辑")
    page = chief_desk.get(f"{PEOPLE}{both.pk}/change/").content.decode()
    assert "记者、编辑</option>" in page
    chief_desk.post(f"{PEOPLE}{both.pk}/change/", {"full_name": "周双岗", "role": ""})
    both.refresh_from_db()
    assert (both.first_name, both.groups.count()) == ("周双岗", 2)


def test_new_password_replaces_the_old_one_and_revokes_tokens(chief_desk, editor):
    editor.set_password(OWN)
    editor.save()
    token, _secret = ApiToken.objects.issue(editor, "排版")
    before = client_of(editor)
    password = shown_password(do(chief_desk, editor, "password"))
    assert before.get("/admin/").status_code == 302, "Open sessions end."
    assert sign_in("editor", OWN) is None
    assert sign_in("editor", password).get("/admin/")["Location"] == "/admin/password_change/"
    token.refresh_from_db()
    assert token.revoked_at
    assert AuditEntry.objects.filter(subject="账号 editor", detail="密码", user__username="boss").count() == 1


def test_access_ends_at_once_and_can_be_given_again(chief_desk, editor):
    before = client_of(editor)
    assert "“editor”已停用，不能再登录。" in do(chief_desk, editor, "end")
    assert before.get("/admin/").status_code == 302
    assert "已停用的账号" in chief_desk.get(PEOPLE).content.decode()
    password = shown_password(do(chief_desk, editor, "return"))
    assert sign_in("editor", password)
    editor.refresh_from_db()
    assert [*editor.groups.all()] == [role("编辑")]


def test_locked_name_is_shown_and_unlocked(chief_desk, editor):
    editor.set_password(OWN)
    editor.save()
    for _ in range(5):
        sign_in("editor", "falsch")
    assert sign_in("editor", OWN) is None
    assert "已锁定" in chief_desk.get(PEOPLE).content.decode()
    assert "“editor”已解锁，可以登录了。" in do(chief_desk, editor, "unlock")
    assert not AccessAttempt.objects.exists()
    assert sign_in("editor", OWN)


# What nobody may


ACTS = ["change", "password", "end", "return", "unlock"]


def state_of(user):
    user = User.objects.get(pk=user.pk)
    groups = list(user.groups.values_list("name", flat=True))
    return user.password, user.is_active, user.is_staff, user.is_superuser, user.first_name, groups


def test_chief_touches_no_superuser_and_nobody_who_could_make_one(chief_desk, boss, chief):
    keeper = account("keeper", "管账号的", "编辑")
    keeper.user_permissions.add(Permission.objects.get(codename="change_user"))
    group = Group.objects.create(name="账号管理")
    group.permissions.add(Permission.objects.get(codename="change_group"))
    former = User.objects.create(username="former", is_staff=True, is_active=False)
    former.groups.add(group)
    for user in (chief, keeper, former):
        before = state_of(user)
        for act in ACTS:
            page = do(chief_desk, user, act, full_name="改了", role=role("记者").pk)
            assert "这个账号可以管理全部账号，只有超级用户能改动或停用它。" in page, act
            assert shown_password(page) is None
        assert state_of(user) == before


def test_chief_raises_nobody_above_the_own_role(chief_desk, boss, editor):
    above = Group.objects.create(name="账号管理")
    above.permissions.add(Permission.objects.get(codename="change_user"))
    assert "账号管理" not in chief_desk.get(f"{PEOPLE}{editor.pk}/change/").content.decode()
    before = state_of(editor)
    sent = {"full_name": "李编辑", "role": above.pk, "is_superuser": "on", "is_staff": "on"}
    chief_desk.post(f"{PEOPLE}{editor.pk}/change/", sent)
    assert state_of(editor) == before
    with pytest.raises(Forbidden, match="只能由超级用户授予"):
        editing.change_person(editor, Actor.at_desk(boss), "李编辑", above)
    add(chief_desk, "newone", role_name="账号管理")
    assert not User.objects.filter(username="newone").exists()


def test_nobody_changes_the_own_account_here(chief_desk, boss):
    before = state_of(boss)
    for act in ("change", "password", "end", "return"):
        page = do(chief_desk, boss, act, full_name="改了", role=role("记者").pk)
        assert "这是您自己的账号。改密码请点页面右上角的“修改密码”，其他由同事代办。" in page, act
    assert state_of(boss) == before


def test_superusers_manage_everybody(desk, boss):
    other = User.objects.create(username="root2", is_staff=True, is_superuser=True)
    assert shown_password(do(desk, other, "password"))
    do(desk, boss, "end")
    boss.refresh_from_db()
    assert not boss.is_active


@pytest.mark.parametrize("name", ["记者", "编辑", "值班主任", "运维"])
def test_other_roles_see_no_people_page(name, editor):
    client = client_of(account("somebody", "某人", name))
    before = state_of(editor)
    assert client.get(PEOPLE).status_code == client.post(PEOPLE, {"username": "x"}).status_code == 403
    for act in ACTS:
        assert client.post(f"{PEOPLE}{editor.pk}/{act}/", {"full_name": "改了"}).status_code == 403
    assert state_of(editor) == before
    assert PEOPLE not in client.get("/admin/").content.decode()


def test_unknown_account_or_action_is_no_page(chief_desk, editor):
    assert chief_desk.post(f"{PEOPLE}{editor.pk}/superuser/").status_code == 404
    assert chief_desk.post(f"{PEOPLE}999999/password/").status_code == 404
    assert chief_desk.get(f"{PEOPLE}{editor.pk}/password/").status_code == 405


# Forgotten


def test_sign_in_page_says_whom_to_ask(client):
    assert "忘记密码？请总编辑或管理账号的同事给您重设。" in client.get("/admin/login/").content.decode()
    # Kept for whoever is locked out.
    for _ in range(5):
        client.post("/admin/login/", {"username": "nobody", "password": "x"}, REMOTE_ADDR="10.0.0.9")
    locked = client.post("/admin/login/", {"username": "nobody", "password": "x"}, REMOTE_ADDR="10.0.0.9")
    assert locked.status_code == 429
    page = locked.content.decode()
    assert "编辑部" in re.search('(?s)id="site-name".*?</div>', page)[0]
    assert "请总编辑为“nobody”解锁" in page
