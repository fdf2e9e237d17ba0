"""The rows of an archive are validated like input at the desk, and errors name line, table and field."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.commands import manage

ARCHIVE = Path(__file__).parents[1] / "stored" / "0.1.0" / "newspaper.jsonl.gz"
STORED = gzip.decompress(ARCHIVE.read_bytes()).decode().splitlines()
DEEP = json.loads("[" * 30 + "]" * 30)

WRONG = [
    ("section", "slug", "a b/../c?<"),
    ("section", "slug", ""),
    ("section", "name", "栏" * 41),
    ("section", "order", "1"),
    ("section", "order", True),
    ("section", "id", 0),
    ("author", "name", ""),
    ("author", "name", "名" * 61),
    ("author", "note", None),
    ("issue", "date", "20230720x"),
    ("issue", "date", "9999-12-31"),
    ("page", "number", "2\n3"),
    ("page", "residue", [{"line": "x"}]),
    ("page", "source_text", "a\0b"),
    ("article", "status", "bogus"),
    ("article", "status", ""),
    ("article", "origin", "elsewhere"),
    ("article", "headline", "题" * 201),
    ("article", "headline", 5),
    ("article", "headline", "\ud800"),
    ("article", "body", "一\0二"),
    ("article", "keywords", [1]),
    ("article", "keywords", "河湖"),
    ("article", "keywords", ["a\0"]),
    ("article", "section", "3"),
    ("article", "section", 3.0),
    ("article", "section_reason", {"headline": []}),
    ("article", "imported", {"byline": "曹璐"}),
    ("article", "publish_at", "2024-03-05T08:00:00"),
    ("article", "publish_at", "9999-12-31T23:59:59+00:00"),
    ("article", "version", -1),
    ("article", "created_by", "名" * 151),
    ("article", "created_by", 3),
    ("contribution", "role", "角" * 21),
    ("placement", "continued_on", "1" * 9),
    ("problem", "code", "no_such_doubt"),
    ("problem", "params", {"page": ["1"]}),
    ("revision", "origin", "thin air"),
    ("revision", "snapshot", []),
    ("revision", "snapshot", {"byline": [["曹璐", 1, 2, 3]]}),
    ("revision", "snapshot", {"publish_at": "yesterday"}),
    ("revision", "snapshot", {"date": "2024-13-45"}),
    ("revision", "snapshot", {"body": None}),
    ("revision", "snapshot", {"step": None}),
    ("revision", "snapshot", {"step": {"kind": "split", "others": []}}),
    ("revision", "snapshot", {"step": {"kind": "merge", "others": [{"article": 1}], "parts": []}}),
    ("signoff", "stage", "fourth"),
    ("signoff", "user", ""),
    ("correction", "kind", "rumour"),
    ("correction", "text", "误" * 2001),
    ("step", "kind", "dance"),
    ("step", "articles", ["1"]),
    ("step", "before", {}),
    ("step", "before", {"9": None}),
    ("step", "after", {"9": "x"}),
    ("auditentry", "action", "unheard_of"),
    ("auditentry", "detail", "细" * 501),
]


def lines_with(table, field, value):
    number = next(number for number, line in enumerate(STORED, start=1) if line.startswith(f'{{"{table}":'))
    row = json.loads(STORED[number - 1])
    row[table][field] = value
    return [*STORED[: number - 1], json.dumps(row), *STORED[number:]], number


def read(lines, folder):
    file = folder / "archive.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    call_command("import_archive", str(file))


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "field", "value"), WRONG, ids=lambda value: ascii(value)[:30])
def test_invalid_values_are_refused_with_line_table_and_field(table, field, value, tmp_path):
    lines, number = lines_with(table, field, value)
    with pytest.raises(CommandError) as refused:
        read(lines, tmp_path)
    sentence = str(refused.value)
    assert sentence.startswith(f"第 {number} 行无法读取：{table}, {field}: ")
    assert sentence.count("\n") == 0
    assert len(sentence) < 300
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("[" * 100_000, "第 3 行无法读取：括号嵌套过深。"),
        ("[" * 100_000 + "]" * 100_000, "第 3 行无法读取：括号嵌套过深。"),
        (json.dumps({"article": DEEP}), "第 3 行无法读取：括号嵌套过深。"),
        ('{"section": {"id": NaN}}', "第 3 行无法读取：不是有效的 JSON。"),
        ('{"section": null}', "第 3 行无法读取："),
        ("", "第 3 行无法读取："),
    ],
    ids=["open brackets", "brackets", "a deep row", "NaN", "null", "empty"],
)
def test_lines_that_are_not_rows_are_refused_by_number(line, sentence, tmp_path):
    with pytest.raises(CommandError, match=sentence):
        read([*STORED[:2], line, *STORED[2:]], tmp_path)


@pytest.mark.django_db
def test_too_long_lines_are_not_read_to_their_end(tmp_path, monkeypatch):
    longest = max(map(len, STORED)) + 1
    monkeypatch.setattr("articles.archiving.reading.MAX_LINE_LENGTH", longest)
    monkeypatch.setattr("articles.archiving.checking.MAX_LINE_LENGTH", longest)
    with pytest.raises(CommandError, match=f"第 2 行无法读取：超过了 {longest} 个字符。"):
        read([STORED[0], " " * 3 * longest, *STORED[1:]], tmp_path)
    read(STORED, tmp_path)


@pytest.mark.django_db
def test_blank_texts_and_escaped_backslashes_are_accepted(tmp_path):
    lines, _number = lines_with("article", "body", "")
    first = json.loads(next(line for line in lines if line.startswith('{"article":')))["article"]["id"]
    lines = [line.replace('"keywords":[', '"keywords":["\\\\u0000",') for line in lines]
    read(lines, tmp_path)
    article = Article.objects.get(pk=first)
    assert article.body == ""
    assert Article.objects.exclude(pk=first).first().keywords[0] == "\\u0000"


@pytest.mark.slow
def test_archives_are_utf_8_on_any_terminal(tmp_path):
    (tmp_path / "archive.jsonl").write_text("\n".join(STORED), "utf-8")
    foreign = {"PYTHONIOENCODING": "gb18030", "PYTHONUTF8": "0"}
    assert manage(tmp_path / "first", "import_archive", str(tmp_path / "archive.jsonl")).returncode == 0
    written = manage(tmp_path / "first", "export_archive", "-", **foreign)
    assert written.returncode == 0
    assert "芦苇荡里建起观鸟步道" in written.stdout
