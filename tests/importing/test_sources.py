"""Reading issue folders, and refusing those that cannot be imported."""

import datetime
import re

import pytest

from articles.importing import SourceRefused, find_issue_folders, left_out_below, read_issue
from articles.importing.file_names import date_of_folder, page_of_file

from .pages import BUS, REEDS


def names_in(sentences):
    """The name after the colon of each sentence."""
    return [re.search(r"[:：] ?(.+?)[.。]( |$|[\u4e00-\u9fff])", sentence)[1] for sentence in sentences]


def refusal(folder):
    with pytest.raises(SourceRefused) as caught:
        read_issue(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_manifest_with_date_number_and_pages(tmp_path):
    (tmp_path / "issue.toml").write_text(
        'date = 2024-03-05\nnumber = "第9012期"\n[[pages]]\nnumber = "A04"\nname = "城事"\nfile = "four.txt"\n',
        encoding="utf-8",
    )
    (tmp_path / "four.txt").write_text(BUS, encoding="utf-8")
    issue = read_issue(tmp_path)
    assert (issue.date, issue.number) == (datetime.date(2024, 3, 5), "第9012期")
    assert [(page.number, page.name, page.text) for page in issue.pages] == [("A04", "城事", BUS)]


def test_dated_folder_needs_no_manifest(tmp_path):
    folder = tmp_path / "20240305"
    folder.mkdir()
    (folder / "10.txt").write_text(BUS, encoding="utf-8")
    (folder / "02_综合新闻.txt").write_text(REEDS, encoding="utf-8")
    (folder / "notes.txt").write_text("not a page", encoding="utf-8")
    issue = read_issue(folder)
    assert issue.date == datetime.date(2024, 3, 5)
    assert [(page.number, page.name) for page in issue.pages] == [("2", "综合新闻"), ("10", "")]
    assert names_in(issue.left_out) == ["notes.txt"]


def test_issue_folders_of_an_archive_are_found_in_order(tmp_path):
    for day in ("2024-03-06", "2024-03-05"):
        (tmp_path / "2024" / day).mkdir(parents=True)
        (tmp_path / "2024" / day / "1.txt").write_text(BUS, encoding="utf-8")
    (tmp_path / "2024" / "scans").mkdir()
    assert [folder.name for folder in find_issue_folders(tmp_path)] == ["2024-03-05", "2024-03-06"]


@pytest.mark.parametrize(
    "name",
    ["2024.3.5", "20240305", "2024_03_05", "2024年3月5日", "２０２４－３－５", "2024-03-05（星期二）",
     "青河日报2024-3-5", "二○二四年三月五日", "2024/03/05", "2024年3月/5日", "202403/05"],
)  # fmt: skip
def test_dates_of_folders(tmp_path, name):
    assert date_of_folder(tmp_path / name) == datetime.date(2024, 3, 5)


@pytest.mark.parametrize("name", ["2024-03-05 副本", "2024-02-30", "scans", "2024", "2024.3.5-6", "2024-03-05/1"])
def test_folders_without_one_date(tmp_path, name):
    assert date_of_folder(tmp_path / name) is None


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("02", ("2", "")), ("２", ("2", "")), ("②", ("2", "")), ("第二版", ("2", "")), ("二", ("2", "")),
        ("头版", ("1", "")), ("a2", ("A2", "")), ("A叠02版", ("A02", "")), ("P2", ("2", "")), ("page_02", ("2", "")),
        ("第2版要闻", ("2", "要闻")), ("02综合新闻", ("2", "综合新闻")), ("04（副刊）", ("4", "副刊")),
        ("第二版：三农", ("2", "三农")), ("要闻2版", ("2", "要闻")), ("20240305_A02", ("A02", "")),
        ("青河日报2024年3月5日第二版", ("2", "")), ("p01", ("1", "")), ("P_03", ("3", "")),
        ("二版定稿", ("2", "")), ("2版终稿", ("2", "")), ("1版清样", ("1", "")), ("1版_v2", ("1", "")),
    ],
)  # fmt: skip
def test_pages_of_files(name, page):
    assert page_of_file(name, datetime.date(2024, 3, 5)) == page


@pytest.mark.parametrize(
    "name", ["notes", "通知2", "2月计划", "2稿", "第三产业", "2024", "2024-03-06_02", "2024-03-05"]
)
def test_files_without_a_page(name):
    assert page_of_file(name, datetime.date(2024, 3, 5)) is None


def test_what_is_not_taken_in_is_named_with_the_reason(tmp_path):
    folder = tmp_path / "2024年3月5日"
    (folder / "照片").mkdir(parents=True)
    for name in ("1.TXT", "2 - 副本.txt", "要闻2.txt", "3.doc", ".DS_Store", "~$1.txt"):
        (folder / name).write_text(BUS, encoding="utf-8")
    issue = read_issue(folder)
    assert [page.number for page in issue.pages] == ["1"]
    assert names_in(issue.left_out) == ["2 - 副本.txt", "3.doc", "照片", "要闻2.txt"]


def test_many_names_are_counted(tmp_path):
    folder = tmp_path / "2024-03-05"
    folder.mkdir()
    for name in ("1.txt", *(f"{number}.jpg" for number in range(10, 20))):
        (folder / name).write_text(BUS, encoding="utf-8")
    (sentence,) = read_issue(folder).left_out
    assert "16.jpg、17.jpg" in sentence
    assert "18.jpg" not in sentence
    assert " 2 " in sentence.partition("17.jpg")[2]


def test_text_files_that_the_manifest_does_not_name_are_named(tmp_path):
    (tmp_path / "issue.toml").write_text('date = 2024-03-05\n[[pages]]\nfile = "1.txt"\n', encoding="utf-8")
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).write_text(BUS, encoding="utf-8")
    assert names_in(read_issue(tmp_path).left_out) == ["2.txt"]


def test_one_page_in_two_files_is_refused(tmp_path):
    folder = tmp_path / "2024-03-05"
    folder.mkdir()
    for name in ("A2.txt", "A02.txt"):
        (folder / name).write_text(BUS, encoding="utf-8")
    assert "A2" in refusal(folder)


def test_folders_of_an_archive_that_are_no_issues_are_named(tmp_path):
    for day in ("2024-03-05", "星期三的报纸"):
        (tmp_path / "2024" / day).mkdir(parents=True)
        (tmp_path / "2024" / day / "1.txt").write_text(BUS, encoding="utf-8")
    (tmp_path / "2024" / "empty").mkdir()
    (tmp_path / "6.txt").write_text(BUS, encoding="utf-8")
    stray, undated = left_out_below(tmp_path)
    assert "6.txt" in stray
    assert "星期三的报纸" in undated
    assert "2024-03-05" not in undated


def test_folder_without_issues_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match=r"issue\.toml"):
        find_issue_folders(tmp_path)


def test_folders_that_are_no_issues_are_named_in_the_refusal(tmp_path):
    (tmp_path / "星期三的报纸").mkdir()
    (tmp_path / "星期三的报纸" / "1.txt").write_text(BUS, encoding="utf-8")
    with pytest.raises(SourceRefused, match="星期三的报纸"):
        find_issue_folders(tmp_path)


def test_missing_manifest_is_named(tmp_path):
    assert str(tmp_path / "issue.toml") in refusal(tmp_path)


@pytest.mark.parametrize("date", ["2024-02-31", '"2024-13-01"', '"Tuesday"', "1204-01-01", "true"])
def test_invalid_date_is_shown_with_the_correct_format(tmp_path, date):
    (tmp_path / "issue.toml").write_text(f'date = {date}\n[[pages]]\nfile = "1.txt"\n', encoding="utf-8")
    (tmp_path / "1.txt").write_text(BUS, encoding="utf-8")
    message = refusal(tmp_path)
    assert date.strip('"').lower() in message.lower()
    assert "2023-07-20" in message


@pytest.mark.parametrize(
    ("manifest", "part"),
    [
        ("", "date"),
        ("date = 2024-03-05", "[[pages]]"),
        ("date = 2024-03-05\npages = 3", "[[pages]]"),
        ("date = 2024-03-05\n[[pages]]\nnumber = 1", "page.txt"),
        ("date = 2024-03-05\n[[pages]]\nfile = ", "seeds/issue.toml"),
        ('date = 2024-03-05\n[[pages]]\nnumber = "front"\nfile = "1.txt"', "FRONT"),
        ('date = 2024-03-05\n[[pages]]\nnumber = 1\nfile = "1.txt"\n[[pages]]\nnumber = 1\nfile = "1.txt"', "1"),
        ('date = 2024-03-05\n[[pages]]\nfile = "../secret.txt"', "../secret.txt"),
        ('date = 2024-03-05\n[[pages]]\nfile = "gone.txt"', "gone.txt"),
        (f'date = 2024-03-05\n[[pages]]\nname = "{"版" * 41}"\nfile = "1.txt"', "40"),
        ('date = 2024-03-05\n[[pages]]\nname = "要闻\\u0000"\nfile = "1.txt"', "要闻?"),
        (f'date = 2024-03-05\nnumber = "{"1" * 21}"\n[[pages]]\nfile = "1.txt"', "20"),
    ],
)
def test_faulty_manifest_is_refused_with_what_to_correct(tmp_path, manifest, part):
    (tmp_path / "issue.toml").write_text(manifest, encoding="utf-8")
    (tmp_path / "1.txt").write_text(BUS, encoding="utf-8")
    assert part in refusal(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_pages_are_decoded_from_every_encoding(tmp_path, encoding):
    (tmp_path / "issue.toml").write_text('date = 2024-03-05\n[[pages]]\nfile = "1.txt"\n', encoding="utf-8")
    (tmp_path / "1.txt").write_bytes(BUS.replace("\n", "\r\n").encode(encoding))
    assert read_issue(tmp_path).pages[0].text == BUS


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "1.txt"),
        (b" \n\n", "1.txt"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        ("城鄉公車新增三條路線，票價不變。".encode("big5"), "UTF-8"),
        (b"\xb3\xc7\xcf\x00\x01\x02\xff\xfe\xfa", "1.txt"),
    ],
)
def test_other_files_are_named_for_what_they_look_like(tmp_path, data, part):
    (tmp_path / "issue.toml").write_text('date = 2024-03-05\n[[pages]]\nfile = "1.txt"\n', encoding="utf-8")
    (tmp_path / "1.txt").write_bytes(data)
    message = refusal(tmp_path)
    assert "1.txt" in message
    assert part in message
