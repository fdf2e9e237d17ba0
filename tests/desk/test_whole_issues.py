"""Importing a whole issue at the desk: all files at once, looked at, then imported."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Issue

from .conftest import account
from .forms import as_rendered

IMPORT = "/admin/articles/page/import-issue/"
RIVER = "水利局开展河湖保护整治行动\n\n本报讯（记者 曹璐）连日来，水利局组织力量清理河道，水面恢复洁净。\n"
BUS = "城乡公交新增三条线路\n\n本报讯（记者 余波）城乡公交新增三条线路，二十个村的群众受益。\n"


@pytest.fixture
def desk(db, picture_folders):
    client = Client()
    client.force_login(account("operator", "周运维", "运维"))
    return client


def files(**texts):
    return [SimpleUploadedFile(name.replace("_", "."), text.encode()) for name, text in texts.items()]


def look(desk, chosen, **fields):
    return desk.post(IMPORT, {"date": "2024-03-05", "way": "draft", "files": chosen} | fields)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_eight_pages_are_looked_at_and_imported_with_two_buttons(desk):
    chosen = [
        SimpleUploadedFile(
            f"0{number} 要闻.txt", RIVER.replace("三", str(number)).replace("水利局", f"第{number}水利局").encode()
        )
        for number in range(1, 9)
    ]
    looked = look(desk, chosen)
    assert looked.context["form"].errors == {}
    assert "8 篇稿件" in words(looked)
    assert not Issue.objects.exists()
    done = desk.post(IMPORT, as_rendered(looked) | {"_import": "1"})
    assert "已导入 2024-03-05 一期。" in words(done)
    assert 'class="button" href="/admin/articles/article/?doubts=waiting">待审' in done.content.decode()
    issue = Issue.objects.get()
    assert [(page.number, page.name) for page in issue.pages.order_by("order")] == [
        (str(n), "要闻") for n in range(1, 9)
    ]
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_pages_whose_files_do_not_name_them_get_the_printed_name(desk):
    looked = look(desk, files(**{"1_txt": f"第1版：要闻\n\n{RIVER}", "2_txt": f"第2版 民生\n\n{BUS}"}))
    desk.post(IMPORT, as_rendered(looked) | {"_import": "1"})
    assert dict(Issue.objects.get().pages.values_list("number", "name")) == {"1": "要闻", "2": "民生"}


def test_files_stay_when_the_date_was_wrong(desk):
    wrong = look(desk, files(**{"1_txt": RIVER, "2_txt": BUS}), date="2024-13-05")
    assert "已有：1.txt、2.txt。" in words(wrong)
    again = desk.post(IMPORT, as_rendered(wrong) | {"date": "2024-03-05"})
    assert "城乡公交新增三条线路" in words(again)


def test_what_was_not_looked_at_is_not_imported(desk):
    looked = as_rendered(look(desk, files(**{"1_txt": RIVER})))
    desk.post(IMPORT, looked | {"date": "2024-03-06", "_import": "1"})
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "请选择各版的文件。"),
        ({"通讯录_txt": RIVER}, "这些文件的名字里都没有版次。"),
        ({"1_docx": RIVER}, "请另存为 .txt 或 PDF：1.docx"),
        ({"1_txt": RIVER, "2_txt": ""}, "2.txt：文件是空的。请重新导出这一版。"),
        ({"1_txt": RIVER, "第一版_txt": RIVER}, "这一期：第 1 版出现了两次"),
        ({"issue_toml": "date = 2020-01-01"}, "请选择各版的文件。"),
    ],
)
def test_files_that_make_no_issue_are_refused_in_one_sentence(desk, chosen, sentence):
    html = words(look(desk, files(**chosen)))
    assert sentence in html
    assert "/tmp" not in html
    assert not Issue.objects.exists()


def test_files_left_out_are_named(desk):
    assert "通讯录.txt" in words(look(desk, files(**{"1_txt": RIVER, "通讯录_txt": BUS})))


def test_kept_files_of_another_form_are_refused(desk):
    form = as_rendered(look(desk, files(**{"1_txt": RIVER})))
    html = words(desk.post(IMPORT, form | {"kept": form["kept"][:-3] + "abc"}))
    assert "上传的文件已经过期，请重新选择。" in html


MONDAY, TUESDAY = "2024年3月4日 星期一", "2024年3月5日 星期二"


def date_of(looked):
    return as_rendered(looked)["date"]


def test_the_date_is_empty_at_first_and_read_from_the_pages(desk):
    assert date_of(desk.get(IMPORT)) == ""
    looked = look(desk, files(**{"1_txt": f"{TUESDAY} 第1版\n\n{RIVER}", "2_txt": BUS}), date="")
    assert date_of(looked) == "2024-03-05"
    desk.post(IMPORT, as_rendered(looked) | {"_import": "1"})
    assert str(Issue.objects.get().date) == "2024-03-05"


def test_the_date_may_stand_in_the_names_of_the_files(desk):
    chosen = {"20240305-1_txt": RIVER, "20240305-2_txt": BUS}
    assert date_of(look(desk, files(**chosen), date="")) == "2024-03-05"


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"1_txt": RIVER, "2_txt": BUS}, "各版上都没有印日期，请填写见报日期。"),
        (
            {"1_txt": f"{MONDAY} 第1版\n\n{RIVER}", "2_txt": f"{TUESDAY} 第2版\n\n{BUS}"},
            "各版上印的日期不一致：第1版 2024年3月4日；第2版 2024年3月5日。请填写见报日期。",
        ),
        (
            {"20240304-1_txt": RIVER, "20240305-2_txt": BUS},
            "文件名里的日期不一致：2024年3月4日、2024年3月5日。请填写见报日期。",
        ),
    ],
    ids=["none", "on the pages", "in the names"],
)
def test_a_date_that_is_unclear_is_asked_for_and_the_files_stay(desk, chosen, sentence):
    looked = look(desk, files(**chosen), date="")
    assert looked.context["form"].errors == {"date": [sentence]}
    again = desk.post(IMPORT, as_rendered(looked) | {"date": "2024-03-05"})
    assert "城乡公交新增三条线路" in words(again)


def test_a_page_given_twice_is_named_without_a_date_that_nobody_gave(desk):
    looked = look(desk, files(**{"1_txt": RIVER, "第一版_txt": RIVER}), date="")
    assert looked.context["form"].errors == {"files": ["这一期：第 1 版出现了两次。"]}
