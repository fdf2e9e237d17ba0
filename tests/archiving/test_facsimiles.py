"""An archive carries the PDFs of pages: rows and files. The images are made again."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from articles.archiving import write_archive
from articles.importing import import_issue, read_issue
from articles.models import Facsimile
from tests.importing.set_pages import front, second, write_whole
from tests.pictures.folders import separate, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def issue(tmp_path_factory):
    folder = tmp_path_factory.mktemp("issues") / "2024-03-05"
    folder.mkdir()
    write_whole([front()[0], second()[0]], folder / "issue.pdf")
    return folder


@pytest.fixture(scope="module")
def archive(issue, tmp_path_factory, django_db_setup, django_db_blocker):
    """The lines of an archive with two pages of one PDF, of a database that is gone."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings():
        separate(settings, tmp_path_factory.mktemp("first"))
        import_issue(read_issue(issue))
        lines = list(write_archive())
        transaction.set_rollback(True)
    return lines


@pytest.fixture
def lines(archive, settings, tmp_path):
    separate(settings, tmp_path / "second")
    return archive


def read(lines, tmp_path):
    (tmp_path / "archive.jsonl").write_text("\n".join(lines), "utf-8")
    call_command("import_archive", str(tmp_path / "archive.jsonl"))


def test_rows_files_and_images_are_the_same_after_a_round_trip(lines, tmp_path, issue):
    read(lines, tmp_path)
    assert list(write_archive()) == lines
    assert sum(name.endswith(".pdf") for name in stored("originals")) == 1
    assert {each["name"] for row in Facsimile.objects.all() for each in row.renditions} <= set(stored("renditions"))
    assert {"p1-1000.webp", "p2-1000.webp"} <= set(stored("renditions"))
    report = import_issue(read_issue(issue))
    assert {story.outcome for story in report.stories} == {"unchanged"}


def test_an_archive_of_a_release_without_facsimiles_is_read(lines, tmp_path):
    old = [json.loads(line) for line in lines[:-1] if '"facsimile":' not in line]
    for line in old:
        if "placement" in line:
            del line["placement"]["zone"]
    old.append({"end": {"rows": len(old) - 1}})
    read([json.dumps(line, ensure_ascii=False) for line in old], tmp_path)
    assert not Facsimile.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"reading": []},
        {"sheet": 0},
        {"half": "upper"},
        {"digest": "../../etc"},
        {"renditions": [{"name": "../x.webp"}]},
        {"withheld": [[1]]},
        {"width": "wide"},
    ],
)
def test_a_forged_row_is_refused_with_its_line(lines, tmp_path, fields):
    at = next(number for number, line in enumerate(lines) if line.startswith('{"facsimile":'))
    row = json.loads(lines[at])
    row["facsimile"] |= fields
    with pytest.raises(CommandError, match=f"第 {at + 1} 行"):
        read([*lines[:at], json.dumps(row), *lines[at + 1 :]], tmp_path)
    assert not Facsimile.objects.exists()


def test_another_pdf_than_its_row_names_is_refused(lines, tmp_path):
    at = next(number for number, line in enumerate(lines) if line.startswith('{"original":{"facsimile"'))
    row = json.loads(lines[at])
    row["original"]["data"] = row["original"]["data"][4:]
    with pytest.raises(CommandError, match="与它的记录不符"):
        read([*lines[:at], json.dumps(row), *lines[at + 1 :]], tmp_path)
    assert not [name for name in stored("originals") if name.endswith(".pdf")]
