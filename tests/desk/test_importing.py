"""Importing a page at the desk: nothing is written before a preview, and no pasted text is lost."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.importing import read_page_text
from articles.models import Article, AuditEntry, Issue, Page, SignOff

from .conftest import account
from .forms import as_rendered

IMPORT = "/admin/articles/page/import/"
SEED = settings.BASE_DIR / "seeds"
TEXT = """水利局开展河湖保护整治行动

本报讯（记者 曹璐）连日来，水利局组织力量清理河道，水面恢复洁净。

防汛进入关键期

本报讯（记者 余波）全市防汛工作进入关键时期，各地加强巡查。

责任编辑 王芳
"""


CHECK_WEEKDAY = "版面上印的是星期一，而2024年3月5日是星期二，请核对日期。"


@pytest.fixture
def operator(db):
    return account("operator", "周运维", "运维")


@pytest.fixture
def desk(operator):
    client = Client()
    client.force_login(operator)
    return client


def fields_of(**fields):
    return {"date": "2024-03-05", "number": "2", "name": "综合新闻", "text": TEXT, "way": "draft"} | fields


def look(desk, **fields):
    return desk.post(IMPORT, fields_of(**fields))


def take_in(desk, **fields):
    looked_at = look(desk, **fields).context["form"].initial["looked_at"]
    fields.pop("file", None)
    return desk.post(IMPORT, fields_of(**fields) | {"looked_at": looked_at, "_import": "1"})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_preview_shows_the_stories_and_writes_nothing(desk):
    shown = words(look(desk))
    assert "识别结果 2 篇稿件" in shown
    assert "水利局开展河湖保护整治行动" in shown
    assert "记者 曹璐 · 生态环境 · 第2版：综合新闻(1)" in shown
    assert "责任编辑 王芳" in shown
    assert not Article.objects.exists()
    assert not Issue.objects.exists()
    assert not AuditEntry.objects.exists()


def test_confirmed_preview_is_imported_as_drafts_of_its_importer(desk, operator):
    report = take_in(desk)
    assert "已导入 2024-03-05 一期" in words(report)
    assert 'class="button" href="/admin/articles/article/?doubts=waiting">待审' in report.content.decode()
    stories = Article.objects.order_by("pk")
    assert [(story.headline, story.status) for story in stories] == [
        ("水利局开展河湖保护整治行动", "draft"),
        ("防汛进入关键期", "draft"),
    ]
    for story in stories:
        assert f'href="/admin/articles/article/{story.pk}/change/"' in report.content.decode()
    assert Page.objects.get().label == "第2版：综合新闻"
    line = AuditEntry.objects.get()
    assert (line.user, line.origin, line.action, line.detail) == (operator, "desk", "imported", "2")


def test_printed_page_waits_for_the_chief_and_the_form_says_so(desk):
    assert "已见报：先存为草稿，待总编辑整版签发后刊发" in words(look(desk))
    take_in(desk, way="printed")
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}
    assert Page.objects.get().reviewed_in_print


def test_final_signer_publishes_a_printed_page_at_once(db):
    chief, client = account("chief", "王主编", "总编辑"), Client()
    client.force_login(chief)
    assert "已见报：确认导入后立即刊发，由您签发终审" in words(look(client))
    take_in(client, way="printed")
    assert Article.objects.public().count() == 2
    assert {(signoff.user, signoff.stage) for signoff in SignOff.objects.all()} == {(chief, "final")}


def test_preview_by_a_final_signer_publishes_nothing(db):
    client = Client()
    client.force_login(account("chief", "王主编", "总编辑"))
    look(client, way="printed")
    assert not Article.objects.exists()
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"number": "1"}, "版面上印的是第2版，填写的是第1版，请核对版次。"),
        ({"date": "2024-03-06"}, "版面上印的日期是 2024-03-05，填写的是 2024-03-06，请核对日期。"),
        ({"date": "", "text": f"2024年3月5日 星期一 第2版\n\n{TEXT}"}, CHECK_WEEKDAY),
        ({"text": f"星期一 第2版\n\n{TEXT}"}, CHECK_WEEKDAY),
        ({"date": "2099-01-01", "text": TEXT}, "2099年1月1日比今天晚一个月以上，请核对日期。"),
        ({"date": "1924-03-05", "text": TEXT}, "1924年3月5日年代过早，请核对日期。"),
        ({"text": f"2024年3月5日 星期二 第2版 星期一至星期五出版\n\n{TEXT}"}, ""),
        ({}, ""),
    ],
)
def test_page_under_another_number_or_date_gets_a_warning(desk, fields, warning):
    text = "2024年3月5日 星期二 第2版\n\n" + TEXT
    shown = words(look(desk, **{"text": text, **fields}))
    assert warning in shown
    assert ("请核对" in shown) == bool(warning)


def test_a_front_page_that_names_other_pages_gets_no_warning(desk):
    text = "2024年3月5日 星期二\n2版 要闻\n3版 民生\n4版 副刊\n\n" + TEXT
    assert "请核对" not in words(look(desk, number="1", text=text))


@pytest.mark.parametrize(
    ("folio", "name"),
    [
        ("2024年3月5日 星期二 第2版", ""),
        ("第2版：综合新闻\n2024年3月5日　星期二", "综合新闻"),
        ("综合新闻｜2版 2024年3月5日 星期二 编辑 何川", "综合新闻"),
        ("青河日报 2024年3月5日 星期二\n2版　综合新闻", "综合新闻"),
        ("·2·\n2024年3月5日 星期二", ""),
        ("2024年3月5日 星期二 综合新闻 责任编辑 何川 第2版", ""),
        ("2024年3月5日　星期二　第2版　综合新闻", "综合新闻"),
        ("2024年3月5日　星期二　综合新闻　第2版", "综合新闻"),
        ("2024年3月5日　星期二　第2版　责编 何川", ""),
    ],
)
def test_what_is_printed_on_the_page_need_not_be_typed(desk, folio, name):
    shown = look(desk, date="", number="", name="", text=f"{folio}\n\n{TEXT}")
    form = as_rendered(shown)
    assert (form["date"], form["number"], form["name"]) == ("2024-03-05", "2", name)
    assert not Page.objects.exists()
    desk.post(IMPORT, form | {"_import": "1"})
    page = Page.objects.get()
    assert (str(page.issue.date), page.number, page.name) == ("2024-03-05", "2", name)


def test_what_is_typed_wins_over_what_is_printed(desk):
    text = "第2版：综合新闻\n2024年3月5日　星期二\n\n" + TEXT
    form = as_rendered(look(desk, date="", number="3", name="民生", text=text))
    assert (form["date"], form["number"], form["name"]) == ("2024-03-05", "3", "民生")


def test_a_page_imported_again_keeps_its_name(desk):
    take_in(desk)
    text = "2版　要闻\n2024年3月5日　星期二\n\n" + TEXT
    assert as_rendered(look(desk, date="", number="", name="", text=text))["name"] == ""


def test_what_is_not_printed_is_asked_for_in_one_sentence(desk):
    shown = look(desk, date="", number="", name="")
    assert shown.context["form"].errors == {
        "date": ["这一版上没有印日期，请填写见报日期。"],
        "number": ["这一版上没有印版次，请填写版次。"],
    }
    assert as_rendered(shown)["text"].replace("\r\n", "\n").strip() == TEXT.strip()


@pytest.mark.parametrize(
    ("folio", "missing", "kept"),
    [
        ("2024年3月5日　星期二", "number", ("date", "2024-03-05")),
        ("第2版：综合新闻", "date", ("number", "2")),
    ],
)
def test_what_was_found_on_the_page_stays_in_the_form_while_the_rest_is_asked_for(desk, folio, missing, kept):
    shown = look(desk, date="", number="", name="", text=f"{folio}\n\n{TEXT}")
    assert list(shown.context["form"].errors) == [missing]
    name, value = kept
    assert as_rendered(shown)[name] == value


@pytest.mark.parametrize("sheet", ["第2、3版", "第2—3版", "2-3版", "第二、三版", "第02—03版 通版"])
def test_a_sheet_of_two_pages_asks_for_the_number(desk, sheet):
    shown = look(desk, number="", text=f"2024年3月5日 星期二\n{sheet}\n\n{TEXT}")
    assert shown.context["form"].errors == {"number": ["这一版上印有不止一个版次，请填写本版的版次。"]}


@pytest.mark.parametrize(
    ("folio", "number", "name"),
    [
        ("２０２４年３月５日　星期二　第２版　综合新闻", "2", "综合新闻"),
        ("二○二四年三月五日 第二版", "2", ""),
        ("2024年3月5日（星期二） 第2版", "2", ""),
        ("2024年3月5日·礼拜二·第12版", "12", ""),
        ("2024年3月5日 A03 民生", "A03", "民生"),
    ],
)
def test_printed_forms_of_date_and_number(desk, folio, number, name):
    form = as_rendered(look(desk, date="", number="", name="", text=f"{folio}\n\n{TEXT}"))
    assert (form["date"], form["number"], form["name"]) == ("2024-03-05", number, name)


def test_more_than_one_printed_date_or_number_is_said(desk):
    text = "2024年3月5日 星期二 第2版\n2024年3月6日 星期三 第3版\n\n" + TEXT
    shown = look(desk, date="", number="", text=text)
    assert shown.context["form"].errors == {
        "date": ["这一版上印有不止一个日期，请填写见报日期。"],
        "number": ["这一版上印有不止一个版次，请填写本版的版次。"],
    }


def test_a_printed_date_that_cannot_be_is_refused(desk):
    shown = look(desk, date="", text="1066年1月1日 星期一 第2版\n\n" + TEXT)
    assert shown.context["form"].errors == {"date": ["这一版上没有印日期，请填写见报日期。"]}


def test_report_counts_only_the_pages_stories(desk):
    take_in(desk)
    other = TEXT.replace("水利局", "交通局").replace("防汛", "防火")
    report = words(take_in(desk, number="3", text=other))
    # The doubt is about the second story, for which no section was found.
    assert "2 篇稿件 · 1 处疑点" in report


def test_doubts_about_the_part_on_another_page_name_that_page(desk):
    opening = "防汛进入关键期\n\n本报讯（记者 余波）全市防汛工作进入关键时期，各地加强巡查（下转3版）\n"
    take_in(desk, number="1", name="", text=opening)
    shown = look(desk, number="3", name="", text="（上接1版），排查隐患二十处。\n")
    assert "第1版第 1 行 没有找到合适的栏目" in words(shown)


def test_input_changed_after_the_preview_is_previewed_again(desk):
    looked_at = look(desk).context["form"].initial["looked_at"]
    response = desk.post(IMPORT, fields_of(text=TEXT + "另外一段。") | {"looked_at": looked_at, "_import": "1"})
    assert "内容与刚才预览的不同" in words(response)
    assert not Article.objects.exists()
    again = desk.post(IMPORT, as_rendered(response) | fields_of(text=TEXT) | {"_import": "1"})
    assert not Article.objects.exists()
    assert "另外一段" not in words(again)


def test_nothing_is_imported_without_a_preview(desk):
    desk.post(IMPORT, fields_of() | {"_import": "1"})
    assert not Article.objects.exists()


def test_reimport_keeps_an_editors_changes_and_reports_them(desk):
    take_in(desk)
    Article.objects.filter(headline="防汛进入关键期").update(headline="防汛工作再部署")
    shown = words(look(desk, number="02"))
    assert "1 篇没有变化" in shown
    assert "保留编辑的改动“防汛工作再部署”；版面上是“防汛进入关键期”。" in shown
    take_in(desk, number="02")
    assert sorted(Article.objects.values_list("headline", flat=True)) == [
        "水利局开展河湖保护整治行动",
        "防汛工作再部署",
    ]
    assert Page.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_in_common_chinese_encodings_are_read(desk, encoding):
    file = SimpleUploadedFile("2.txt", TEXT.encode(encoding))
    response = look(desk, text="", file=file)
    assert "识别结果 2 篇稿件" in words(response)
    assert response.context["form"].initial["text"] == TEXT


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04" + b"word/document.xml", "DOCX"),
        (b"", "空"),
        (b"  \n ", "空"),
        (b"\x00\x01\x02" * 50, "不是文字"),
        ("一行\n".encode() * 400_000, "2,000,000"),
    ],
    ids=["docx", "empty", "blank", "binary", "large"],
)
def test_wrong_file_is_refused_with_the_commands_message(desk, data, sentence, tmp_path):
    response = look(desk, text="", file=SimpleUploadedFile("page.txt", data))
    (error,) = response.context["form"].errors["file"]
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(Exception, match=re.escape(error)):
        read_page_text(path)
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "甲"}, "number"),
        ({"number": "2/3/4/5/6/7"}, "number"),
        ({"date": "2024-02-31"}, "date"),
        ({"date": "1066-01-01"}, "date"),
        ({"name": "版" * 41}, "name"),
        ({"way": "nowhere"}, "way"),
        ({"file": SimpleUploadedFile("2.txt", TEXT.encode())}, "file"),
    ],
    ids=["number", "long-number", "no-day", "too-early", "name", "way", "both"],
)
def test_pasted_text_survives_any_error(desk, wrong, field):
    response = look(desk, **wrong)
    assert field in response.context["form"].errors
    assert as_rendered(response)["text"].replace("\r\n", "\n").strip() == TEXT.strip()
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "前\x00后", "æˆ‘ä»¬" * 40, "题" * 33_000, "<script>alert(1)</script>{{7*7}}\u202e倒\u200b\n\n正文。"],
    ids=["none", "blank", "null", "garbled", "headline of 100 kB", "hostile"],
)
def test_hostile_text_is_shown_as_text(desk, text):
    response = look(desk, text=text)
    assert response.status_code == 200
    assert "<script>alert(1)" not in response.content.decode()
    assert ">49" not in response.content.decode()
    if response.context["form"].errors:
        return
    assert take_in(desk, text=text).status_code == 200
    for story in Article.objects.all():
        assert len(story.headline) <= 200


def test_seed_page_is_read_as_by_the_command(desk):
    text = next(SEED.glob("*.txt")).read_text()
    shown = words(look(desk, text=text, date="2023-07-20"))
    assert "识别结果 7 篇稿件 · 2 处疑点" in shown
    assert "版面上这篇稿件没有标题" in shown


def test_import_page_needs_its_permission(operator):
    for role, status in {"记者": 403, "编辑": 403, "值班主任": 403, "总编辑": 200, "运维": 200}.items():
        client = Client()
        client.force_login(account(f"user-{role}", role, role))
        assert client.get(IMPORT).status_code == status, role
        assert ("导入版面" in client.get("/admin/").content.decode()) == (status == 200)
