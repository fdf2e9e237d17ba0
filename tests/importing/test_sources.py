"""Reading issue folders, and refusing those that cannot be imported."""

import datetime

import pytest

from articles.importing import SourceRefused, find_issue_folders, read_issue

from .pages import BUS, REEDS


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


def test_issue_folders_of_an_archive_are_found_in_order(tmp_path):
    for day in ("2024-03-06", "2024-03-05"):
        (tmp_path / "2024" / day).mkdir(parents=True)
        (tmp_path / "2024" / day / "1.txt").write_text(BUS, encoding="utf-8")
    (tmp_path / "2024" / "scans").mkdir()
    assert [folder.name for folder in find_issue_folders(tmp_path)] == ["2024-03-05", "2024-03-06"]


def test_folder_without_issues_is_refused(tmp_path):
    with pytest.raises(SourceRefused, match=r"issue\.toml"):
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
