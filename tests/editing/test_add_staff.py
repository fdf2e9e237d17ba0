"""The command add_staff."""

import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from articles.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    # An earlier test may have deleted what the migrations inserted.
    Group.objects.get_or_create(name="编辑")


def test_account_gets_its_role_and_the_printed_password(capsys):
    call_command("add_staff", "li", role="编辑", full_name="李编辑")
    said = capsys.readouterr().out
    password = re.search(r"密码只显示这一次：(\S+)", said)[1]
    user = User.objects.get(username="li")
    assert user.check_password(password)
    assert (user.first_name, user.is_staff, user.is_superuser) == ("李编辑", True, False)
    assert [group.name for group in user.groups.all()] == ["编辑"]
    line = AuditEntry.objects.get()
    assert (line.origin, line.action, line.subject, line.detail) == ("command", "created", "账号 li", "编辑")


def test_a_script_gets_the_account_as_json(capsys):
    call_command("add_staff", "li", role="编辑", json=True)
    made = json.loads(capsys.readouterr().out)
    assert User.objects.get(username="li").check_password(made.pop("password"))
    assert made == {"account": "li", "role": "编辑"}


@pytest.mark.parametrize(
    ("name", "role", "sentence"),
    [
        ("li", "主编", "没有“主编”这个岗位，可选：记者、编辑、值班主任、总编辑、运维。"),
        ("有 空格", "编辑", "“有 空格”不能用作登录名。"),
        ("", "编辑", "“”不能用作登录名。"),
        ("chief", "编辑", "已有账号“chief”。"),
    ],
)
def test_invalid_arguments_are_refused_and_nothing_is_created(name, role, sentence):
    User.objects.create_user("chief")
    with pytest.raises(CommandError, match=re.escape(sentence)):
        call_command("add_staff", name, role=role)
    assert User.objects.count() == 1
    assert not AuditEntry.objects.exists()
