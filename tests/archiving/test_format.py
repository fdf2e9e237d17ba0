"""FORMAT.md describes the archive as it is written, and its program reads one."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from articles import archiving
from articles.archiving import TABLES, write_archive
from articles.archiving.tables import FORMAT, is_user, joined
from articles.importing import import_issue, read_issue
from articles.models import Facsimile, Picture
from tests.importing.set_pages import front, write
from tests.pictures.folders import add
from tests.site.rows import later, printed, story

DOCUMENT = Path(archiving.__file__).with_name("FORMAT.md").read_text("utf-8")


def fields_of(model):
    for field in model._meta.concrete_fields:
        refers = field.is_relation and not is_user(field)
        yield f"{field.name} → {field.related_model._meta.model_name}" if refers else field.name
    yield from (f"{field.name}[]" for field in joined(model))


def test_every_table_and_field_is_described():
    described = re.findall(r"^\| `(\w+)` \| .+? \| (id, .+) \|$", DOCUMENT, re.MULTILINE)
    assert [name for name, _fields in described] == list(TABLES)
    for name, fields in described:
        assert fields.split(", ") == list(fields_of(TABLES[name])), f"Describe {name} in FORMAT.md."


def test_the_first_line_is_as_described():
    assert f"`{json.dumps(FORMAT)}`" in DOCUMENT


@pytest.mark.django_db
@pytest.mark.usefixtures("picture_folders")
def test_the_program_in_the_document_reads_an_archive(tmp_path):
    issue = tmp_path / "2024-03-05"
    issue.mkdir()
    write(front()[0], issue / "1.pdf")
    import_issue(read_issue(issue))
    add("河.jpg")
    printed("水利局")
    story("草稿", status="draft")
    story("明天", publish_at=later())
    archive, folder = tmp_path / "paper.jsonl", tmp_path / "taken out"
    archive.write_text("".join(f"{line}\n" for line in write_archive()), "utf-8")
    folder.mkdir()
    program = re.search(r"```python\n(.+?)```", DOCUMENT, re.DOTALL)[1]
    done = subprocess.run(
        [sys.executable, "-c", program, archive, folder], capture_output=True, text=True, encoding="utf-8", check=True
    )
    titles = [line.split("\t")[2] for line in done.stdout.splitlines()]
    assert titles == ["老渡口来了年轻的摆渡人", "引水石渠修到山坡上", "水利局"]
    digests = {*Picture.objects.values_list("digest", flat=True), *Facsimile.objects.values_list("digest", flat=True)}
    assert {sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()} == digests
