"""Easily guessed passwords are refused; existing ones still work."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from articles.editing.passwords import generated_password
from tests.desk.conftest import account

EASY = "容易猜到"


def errors(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return "".join(refusal.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "bianjibu", "aaaaaaab", "zongbian1", "newsroom1", "Jurong2023", "12345678a",
        "Bianjibu2023!", "Zongbian@888888", "Newsroom@2023", "N3wsr00m@2023", "P@ssw0rd2023!", "Admin@123456",
        "Jurong@Ribao2023", "Zhangsan@19900101", "a13812345678B", "aaaaaaaaaaB1!", "Abcabcabc123!", "Aa1!Aa1!Aa1!",
        "1qaz@WSX3edc", "Qwertyuiop1!", "QWER!@#$1234", "Zaq12wsx!@", "Poiuytrewq1!",
        "aaaaaaaaaaaaaaaaaaaaaaab", "qwertyuiopasdfghjklzxcvbnm",
    ],
)  # fmt: skip
def test_easily_guessed_passwords_are_refused(password):
    assert EASY in errors(password)


@pytest.mark.parametrize("password", ["润州日报2023!a", "润州2023!ab", "润州日报社-A1", "润州日报@Admin1"])
def test_the_papers_name_does_not_count(settings, password):
    settings.NEWSPAPER = {**settings.NEWSPAPER, "name": "润州日报"}
    assert EASY in errors(password)


@pytest.mark.parametrize("password", ["Wgq_7788.2023", "wgq7788@WGQ7788"])
def test_the_user_name_does_not_count(password):
    assert EASY in errors(password, User(username="wgq_7788")) + errors(password, User(username="wgq7788"))


@pytest.mark.parametrize(
    "password", ["Heyuan7-Qiaotou9", "浮萍与河道-2023", "Kx7-dianti-Yue", "correct horse battery staple", "Tb4.wKz9mq"]
)
def test_a_password_of_unrelated_parts_is_accepted(password):
    assert errors(password) == ""


def test_ten_characters_of_three_kinds_or_sixteen_are_required():
    wanted = "密码至少 10 个字，大写字母、小写字母、数字、符号、汉字要占其中 3 种；满 16 个字的不限种类。"
    assert errors("Tb4.wKz9m") == wanted
    assert errors("tbkwkzjmqvxp") == wanted
    assert errors("tbkwkzjmqvxpdlrs") == ""


def test_the_form_explains_the_rules_in_chinese(db):
    client = Client()
    client.force_login(account("wang", "王小明", "编辑"))
    page = client.get("/admin/password_change/").content.decode()
    assert "密码至少 10 个字" in page
    assert "接口令牌全部吊销" in page
    rules = re.search(r'<div class="help".*?</div>', page, re.DOTALL)[0]
    assert not re.search("[A-Za-z]{3}", re.sub("<[^>]+>", "", rules))


def test_an_existing_weak_password_still_works(db):
    user = account("wang", "王小明", "编辑")
    user.set_password("bianjibu")
    user.save()
    entered = Client().post("/admin/login/?next=/admin/", {"username": "wang", "password": "bianjibu"})
    assert (entered.status_code, entered["Location"]) == (302, "/admin/")


def test_the_current_password_is_refused(db):
    user = account("wang", "王小明", "编辑")
    user.set_password("Heyuan7-Qiaotou9")
    user.save()
    assert "这就是现在的密码" in errors("Heyuan7-Qiaotou9", user)


def test_passwords_from_add_staff_are_accepted():
    made = {generated_password(User(username="li", first_name="李编辑")) for _ in range(20)}
    assert len(made) == 20
    assert [password for password in made if errors(password)] == []


def test_changepassword_applies_the_rules(db, monkeypatch):
    account("wang", "王小明", "编辑")
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "zongbian1")
    with pytest.raises(CommandError):
        call_command("changepassword", "wang")
