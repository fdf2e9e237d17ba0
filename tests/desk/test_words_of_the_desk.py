"""The desk shows no English and no incomplete Chinese."""

import html
import re

import pytest
from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"


def words(response):
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        (STORIES, ["稿件列表", "按 状态", "共 1 条，未选", "请选择操作"]),
        (f"{STORIES}add/", ["新增稿件"]),
        ("/admin/auth/user/add/", ["新增账号", "建好账号之后，再填写姓名和岗位。"]),
        ("/admin/auth/user/", ["账号列表", "按 岗位", "请选择操作"]),
        ("/admin/auth/group/", ["岗位列表", "请选择操作"]),
        ("/admin/articles/issue/add/", ["新增报纸"]),
    ],
)
def test_sentences_composed_by_django_read_as_chinese(desk, story, address, sentences):
    page = words(desk.get(address)).replace("按状态", "按 状态").replace("按岗位", "按 岗位")
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert [wrong for wrong in ("---------", "来修改", "增加 ", "After you") if wrong in page] == []


def test_related_objects_on_delete_pages_are_named_in_chinese(desk, editor):
    role = editor.groups.get()
    for address in (f"/admin/auth/user/{editor.pk}/delete/", f"/admin/auth/group/{role.pk}/delete/"):
        page = words(desk.get(address))
        assert "概览" in page
        assert [
            word for word in re.findall("[A-Za-z_]{4,}", page) if word not in {"chief", "editor", "Ctrl", "Enter"}
        ] == []


def test_author_with_stories_cannot_be_deleted(desk, story):
    author = story.contributions.first().author
    page = words(desk.get(f"/admin/articles/author/{author.pk}/delete/"))
    assert "作者“曹璐”还用在下列内容中，不能删除：" in page


def test_duplicate_section_error_is_plain(desk):
    form = {"name": "文体", "slug": "politics", "order": 1}
    assert "已有网址标识相同的栏目。" in words(desk.post("/admin/articles/section/add/", form))


def test_wrong_password_is_refused_in_chinese(client):
    answer = client.post("/admin/login/", {"username": "chief", "password": "x"})
    assert "用户名或密码不正确，或者这个账号不能进入编辑部。" in words(answer)


def test_permissions_are_named_in_chinese(desk):
    group = Group.objects.get(name="总编辑")
    page = desk.get(f"/admin/auth/group/{group.pk}/change/").content.decode()
    labels = re.findall(r"(?s)<label[^>]*>\s*<input type=\"checkbox\" name=\"permissions\"[^>]*>(.*?)</label>", page)
    names = [html.unescape(name).strip() for name in labels]
    assert {"可终审签发", "可管理人员账号（添加、换岗位、重设密码）"} <= {*names}
    assert "栏目 · 新增" in names
    assert [name for name in names if re.search("[A-Za-z]{4}", name)] == []


def test_saving_a_role_keeps_its_permissions(desk):
    group = Group.objects.get(name="总编辑")
    before = set(group.permissions.values_list("codename", flat=True))
    form = {"name": group.name, "permissions": list(group.permissions.values_list("pk", flat=True))}
    assert desk.post(f"/admin/auth/group/{group.pk}/change/", form).status_code == 302
    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert before


def test_desk_scripts_are_in_chinese(desk):
    catalogue = desk.get("/admin/jsi18n/").content.decode()
    assert r"\u5171 %(cnt)s \u6761\uff0c\u5df2\u9009 %(sel)s \u6761" in catalogue or "已选 %(sel)s 条" in catalogue
