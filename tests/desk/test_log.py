"""The log at the desk: complete and read-only."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from articles.models import AuditEntry

from .conftest import account
from .forms import as_rendered

LOG = "/admin/articles/auditentry/"


def lines(response):
    return [(line.action, line.subject) for line in response.context["cl"].result_list]


@pytest.fixture
def written(chief, editor, story):
    AuditEntry.objects.create(
        user=chief, origin="desk", action="withdrawn", article=story, subject="河湖", detail="有误"
    )
    AuditEntry.objects.create(user=editor, origin="api", action="changed", article=story, subject="河湖")
    AuditEntry.objects.create(user=None, origin="command", action="imported", subject="2023-07-20")


def test_log_is_latest_first_and_filtered_by_who_what_and_origin(desk, chief, editor, written):
    assert lines(desk.get(LOG)) == [("imported", "2023-07-20"), ("changed", "河湖"), ("withdrawn", "河湖")]
    assert lines(desk.get(LOG, {"who": editor.pk})) == [("changed", "河湖")]
    assert lines(desk.get(LOG, {"who": "nobody"})) == [("imported", "2023-07-20")]
    assert lines(desk.get(LOG, {"action__exact": "withdrawn"})) == [("withdrawn", "河湖")]
    assert lines(desk.get(LOG, {"origin__exact": "command"})) == [("imported", "2023-07-20")]
    assert lines(desk.get(LOG, {"q": "有误"})) == [("withdrawn", "河湖")]


@pytest.mark.parametrize("query", ["who=x", "who=99999999999999999999", "q=%00", "action__exact=x"])
def test_mistyped_address_is_no_server_error(desk, written, query):
    assert desk.get(f"{LOG}?{query}").status_code in {200, 302}


def test_log_is_read_only_even_for_superusers(desk, written):
    line = AuditEntry.objects.first()
    for address in (f"{LOG}add/", f"{LOG}{line.pk}/change/", f"{LOG}{line.pk}/delete/"):
        assert desk.post(address, {"post": "yes", "subject": "别的"}).status_code == 403, address
    desk.post(LOG, {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"})
    assert AuditEntry.objects.count() == 3


def test_role_changes_of_accounts_are_logged(desk, chief):
    editors = Group.objects.get_or_create(name="编辑")[0]
    password = "Heyuan7-Qiaotou9"
    made = {"username": "li", "password1": password, "password2": password, "usable_password": "true"}
    desk.post("/admin/auth/user/add/", made)
    user = User.objects.get(username="li")
    change = f"/admin/auth/user/{user.pk}/change/"
    data = as_rendered(desk.get(change))
    data |= {"username": "li", "first_name": "李编辑", "is_active": "on", "is_staff": "on", "groups": [editors.pk]}
    data |= {"date_joined_0": "2026-01-01", "date_joined_1": "08:00:00"}
    desk.post(change, data)
    desk.post(change, {**data, "groups": [], "is_superuser": "on"})
    desk.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
    log = AuditEntry.objects.order_by("pk").values_list("user", "action", "subject", "detail")
    assert list(log) == [
        (chief.pk, "created", "账号 li", ""),
        (chief.pk, "changed", "账号 li", "编辑"),
        (chief.pk, "changed", "账号 li", "超级用户"),
        (chief.pk, "deleted", "账号 li", "超级用户"),
    ]


def test_permission_changes_of_roles_are_logged(desk, db):
    account("editor", "李编辑", "编辑")
    editors = Group.objects.get(name="编辑")
    kept = editors.permissions.get(codename="view_article")
    desk.post(f"/admin/auth/group/{editors.pk}/change/", {"name": "编辑", "permissions": [kept.pk]})
    line = AuditEntry.objects.get()
    assert (line.action, line.subject, line.detail) == ("changed", "岗位 编辑", "view_article")


@pytest.mark.django_db(transaction=True)
def test_maintenance_commands_are_logged():
    call_command("rebuild_search_index", verbosity=0)
    line = AuditEntry.objects.get()
    assert (line.user, line.origin, line.action, line.subject) == (None, "command", "operated", "rebuild_search_index")
