"""Importing a page's PDF at the desk: the page is shown with its zones before anything is imported."""

import re

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.importing import import_issue, read_issue
from articles.models import Article, AuditEntry, Facsimile, Issue, Page, Picture
from tests.importing.set_pages import CANAL, FERRY, LIBRARY, front, second, text_of_front, write, write_whole
from tests.pictures.folders import separate, stored

from .conftest import account
from .forms import as_rendered

IMPORT = "/admin/articles/page/import/"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    separate(settings, tmp_path / "pictures")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    write(front()[0], folder / "1.pdf")
    write_whole([front()[0], second()[0]], folder / "whole.pdf")
    return folder


@pytest.fixture
def desk(db):
    client = Client()
    client.force_login(account("operator", "周运维", "运维"))
    return client


def upload(path, name=""):
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def look(desk, file=None, **fields):
    given = {"date": "2024-03-05", "number": "1", "name": "要闻", "text": "", "way": "draft"} | fields
    return desk.post(IMPORT, given | ({"file": file} if file else {}))


def confirm(desk, response, **fields):
    """Send the form of the preview as it is, without the file."""
    return desk.post(IMPORT, as_rendered(response) | fields | {"_import": "1"})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_preview_shows_the_page_with_zones_and_stories_and_writes_no_row(desk, made):
    response = look(desk, upload(made / "1.pdf"))
    html = response.content.decode()
    assert 'src="data:image/webp;base64,' in html
    assert html.count("<rect ") == 2
    assert [(story.number, story.title) for story in response.context["drawn"].stories] == [(1, FERRY), (2, CANAL)]
    # Each zone leads to its story.
    for number, headline in ((1, FERRY), (2, CANAL)):
        assert f'<a href="#story-{number}" class="zone-{number}"><title>{number} {headline}</title>' in html
        assert f'id="story-{number}"' in html
    assert "1.pdf 已经上传" in words(response)
    assert "识别结果 2 篇稿件" in words(response)
    assert not any(model.objects.exists() for model in (Article, Issue, Facsimile, Picture, AuditEntry))


def test_confirming_imports_the_kept_pdf_without_another_upload(desk, made):
    report = confirm(desk, look(desk, upload(made / "1.pdf")))
    assert "已导入 2024-03-05 一期" in words(report)
    facsimile = Facsimile.objects.get()
    assert (facsimile.name, facsimile.sheet) == ("1.pdf", 1)
    assert {each["name"] for each in facsimile.renditions} >= {"p1-400.webp", "p1-1000.webp", "p1-2400.webp"}
    assert Article.objects.get(headline=FERRY).placements.get().zone == [[536, 829, 9387, 5453]]
    # Whoever may import a page may import its pictures.
    assert Article.objects.get(headline=FERRY).picture_uses.get().picture.created_by.username == "operator"


def test_the_date_and_the_number_printed_in_the_pdf_need_not_be_typed(desk, made):
    form = as_rendered(look(desk, upload(made / "1.pdf"), date="", number="", name=""))
    assert (form["date"], form["number"], form["name"]) == ("2026-03-12", "2", "要闻")


def test_a_pdf_of_several_pages_asks_for_the_page_and_is_kept(desk, made):
    asked = look(desk, upload(made / "whole.pdf"), number="2")
    assert asked.context["form"].errors["sheet"] == ["这个 PDF 有 2 页。请给出只有一页的 PDF，或指明读取哪一页。"]
    shown = desk.post(IMPORT, as_rendered(asked) | {"sheet": "2"})
    assert [story.title for story in shown.context["drawn"].stories][1:] == [LIBRARY]
    confirm(desk, shown)
    facsimile = Facsimile.objects.get()
    assert (facsimile.name, facsimile.sheet, facsimile.page.number) == ("whole.pdf", 2, "2")


def test_the_text_in_the_field_has_the_words_and_the_pdf_the_zones(desk, made):
    text = text_of_front(front()[1]).replace(FERRY, "老渡口来了年轻人")
    response = look(desk, upload(made / "1.pdf"), text=text)
    assert [story.title for story in response.context["drawn"].stories] == ["老渡口来了年轻人", CANAL]
    confirm(desk, response)
    assert Article.objects.get(headline="老渡口来了年轻人").placements.get().zone
    assert Page.objects.get().source_text == text.replace("\r", "")


def test_another_number_of_the_page_is_looked_at_again_first(desk, made):
    shown = look(desk, upload(made / "whole.pdf"), sheet="1")
    again = confirm(desk, shown, sheet="2")
    assert "内容与刚才预览的不同" in words(again)
    assert not Issue.objects.exists()


def test_a_kept_pdf_that_is_gone_or_forged_is_asked_for_again(desk, made):
    shown = look(desk, upload(made / "1.pdf"))
    forged = desk.post(IMPORT, as_rendered(shown) | {"kept": "eyJkaWdlc3QiOiIuLi8uLi9ldGMifQ:x:y", "_import": "1"})
    assert forged.context["form"].errors["file"] == ["PDF 已不在这里保存，请重新选择。"]
    (name,) = [name for name in stored("originals") if name.endswith(".pdf")]
    storages["originals"].delete(f"{name[:2]}/{name}")
    gone = confirm(desk, shown)
    assert gone.context["form"].errors["file"] == ["PDF 已不在这里保存，请重新选择。"]
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"%PDF-1.7 broken", "1.pdf", "已损坏或不完整"),
        (b"words", "1.PDF", "文件名是 PDF，内容却不是"),
        (b"", "1.pdf", "空"),
    ],
)
def test_a_bad_pdf_is_refused_with_a_sentence_and_not_kept(desk, data, name, sentence):
    response = look(desk, SimpleUploadedFile(name, data))
    (error,) = response.context["form"].errors["file"]
    assert sentence in error
    assert stored("originals") == []


def test_a_public_page_gets_another_pdf_only_from_whoever_may_change_it(desk, made, tmp_path):
    folder = tmp_path / "2024-03-05"
    folder.mkdir()
    (folder / "1.txt").write_text(text_of_front(front()[1]), "utf-8")
    import_issue(read_issue(folder))
    response = look(desk, upload(made / "1.pdf"))
    (error,) = response.context["form"].errors["file"]
    assert "第 1 版已公开" in error
    chief = Client()
    chief.force_login(account("chief", "王主编", "总编辑"))
    confirm(chief, look(chief, upload(made / "1.pdf"), way="printed"))
    assert Facsimile.objects.get().page.number == "1"
