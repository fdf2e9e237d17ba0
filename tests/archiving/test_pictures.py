"""An archive carries pictures: rows and originals. Renditions are made again."""

import json

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from articles.archiving import TABLES, write_archive
from articles.archiving.originals import PART
from articles.editing.pictures import pictures_of
from articles.models import Article, Picture
from articles.pictures.files import original_name
from tests.commands import manage
from tests.pictures.folders import add_to_a_story, separate, stored
from tests.site.rows import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(settings, tmp_path):
    """The lines of an archive with two pictures, each of which takes two lines; the database is empty again, and its
    folder another."""
    separate(settings, tmp_path / "first")
    printed()
    add_to_a_story(width=1200, height=800)
    lines = list(write_archive())
    for model in reversed(TABLES.values()):
        model.objects.all().delete()
    separate(settings, tmp_path / "second")
    return lines


def read(lines, tmp_path):
    (tmp_path / "archive.jsonl").write_text("\n".join(lines), "utf-8")
    call_command("import_archive", str(tmp_path / "archive.jsonl"))


def changed(lines, table, at=0, **fields):
    """The lines with other fields in one line of a table."""
    found = [number for number, line in enumerate(lines) if line.startswith(f'{{"{table}":')][at]
    row = json.loads(lines[found])
    row[table] |= fields
    return [*lines[:found], json.dumps(row, ensure_ascii=False), *lines[found + 1 :]]


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rows_and_files_are_the_same_after_a_round_trip(lines, tmp_path):
    assert [line[:12] for line in lines].count('{"original":') > 2
    read(lines, tmp_path)
    assert list(write_archive()) == lines
    assert files(tmp_path / "second") == files(tmp_path / "first")
    picture = Picture.objects.get(name="河.jpg")
    assert [str(credit) for credit in picture.credits.all()] == ["摄影 丁彤"]
    assert pictures_of(Article.objects.get()) == [
        {"digest": picture.digest, "number": 1, "caption": "河面", "alt": "船"}
    ]


@pytest.mark.slow
def test_pictures_pass_through_a_pipe_into_another_database(lines, tmp_path):
    (tmp_path / "archive.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    assert manage(tmp_path / "third", "import_archive", str(tmp_path / "archive.jsonl")).returncode == 0
    assert files(tmp_path / "third" / "pictures") == files(tmp_path / "first")
    exported = manage(tmp_path / "third", "export_archive", "-")
    assert exported.stdout.splitlines() == lines


def test_no_line_holds_more_than_a_part_of_a_picture(lines):
    assert max(map(len, lines)) < PART * 4 / 3 + 200


@pytest.mark.parametrize(
    ("table", "fields", "sentence"),
    [
        ("original", {"data": "AAAA"}, "与它的记录不符"),
        ("original", {"data": "no base64"}, "不是图片的一段"),
        ("original", {"data": None}, "不是图片的一段"),
        ("original", {"name": "x"}, "不是图片的一段"),
        ("original", {"picture": "ab"}, "与它的记录不符"),
        ("picture", {"digest": "../../etc"}, "行无法读取"),
        ("picture", {"suffix": "html"}, "行无法读取"),
        ("picture", {"focal_x": 101}, "行无法读取"),
        ("picture", {"renditions": [{"name": "../x.jpg"}]}, "行无法读取"),
        ("picture", {"renditions": [{"name": 1, "width": 1, "height": 1, "bytes": 1, "mime": "x"}]}, "行无法读取"),
        ("pictureuse", {"picture": 999}, "数据不全|放不进数据库|缺"),
    ],
)
def test_damaged_pictures_are_refused(lines, tmp_path, table, fields, sentence):
    with pytest.raises(CommandError, match=sentence):
        read(changed(lines, table, **fields), tmp_path)
    assert not Picture.objects.exists()
    assert not Article.objects.exists()


def test_a_lost_part_is_noticed(lines, tmp_path):
    at = next(number for number, line in enumerate(lines) if line.startswith('{"original":'))
    with pytest.raises(CommandError, match="与它的记录不符"):
        read([*lines[:at], *lines[at + 1 :]], tmp_path)


def test_a_picture_without_an_original_is_exported_and_named(settings, tmp_path, capsys):
    separate(settings, tmp_path)
    printed()
    add_to_a_story()
    storages["originals"].delete(original_name(Picture.objects.get(name="会场.jpg")))
    call_command("export_archive", str(tmp_path / "archive.jsonl"))
    assert "会场.jpg" in capsys.readouterr().err
    for model in reversed(TABLES.values()):
        model.objects.all().delete()
    separate(settings, tmp_path / "second")
    call_command("import_archive", str(tmp_path / "archive.jsonl"))
    assert "会场.jpg" in capsys.readouterr().err
    assert len(stored("originals")) == 1
    assert Picture.objects.count() == 2


def test_a_snapshot_with_forged_pictures_is_refused(lines, tmp_path):
    for pictures in (5, [5], [{"digest": 5}], [{"number": 0}], [{"number": True}], [{"alt": "x" * 301}]):
        imported = {"pictures": pictures}
        with pytest.raises(CommandError, match="行无法读取"):
            read(changed(lines, "article", imported=imported), tmp_path)
