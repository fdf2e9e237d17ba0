"""An archive restores everything in another database: rows, search results and readers' pages."""

import json

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from articles.archiving import TABLES, write_archive
from articles.editing import Actor, change_issue, changing, sign_off, withdraw
from articles.models import Article, Author, Correction, Dismissal, Issue, ListEntry, Section
from tests.commands import manage
from tests.site.rows import DAY, printed

pytestmark = pytest.mark.slow

SEARCHES = ["水利", "后白镇 糜林", "“三官一律”", "统战 -句容", "曹"]


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory):
    """The folder of an SQLite database with the seed issue."""
    folder = tmp_path_factory.mktemp("newspaper")
    assert manage(folder, "import_seed").returncode == 0
    return folder


@pytest.fixture(scope="module")
def archive(newspaper):
    export(newspaper, newspaper / "archive.jsonl")
    return newspaper / "archive.jsonl"


def export(var_dir, file):
    run = manage(var_dir, "export_archive", str(file))
    assert run.returncode == 0, run.stderr
    return file.read_text("utf-8")


# Prints, in another process and its database, what readers see.
SEEN = """
import json
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
from tests.archiving.test_round_trip import what_readers_see
print(json.dumps(what_readers_see(Client())))
"""


def what_readers_see(client):
    addresses = ["/", "/2023-07-20/", "/2023-07-20/2/", "/archive/", "/articles/3/", "/articles/7/", "/authors/8/"]
    pages = {address: client.get(address).content.decode() for address in addresses}
    results = {
        words: [result["id"] for result in client.get("/api/v1/search/", {"q": words}).json()["results"]]
        for words in SEARCHES
    }
    return {"pages": pages, "results": results}


def test_round_trip_through_sqlite_and_this_database(newspaper, archive, tmp_path, client, db):
    before = archive.read_text("utf-8")
    call_command("import_archive", str(archive))
    assert "\n".join(write_archive()) + "\n" == before
    call_command("export_archive", str(tmp_path / "2.jsonl"))
    assert manage(tmp_path / "third", "import_archive", str(tmp_path / "2.jsonl")).returncode == 0
    assert export(tmp_path / "third", tmp_path / "3.jsonl") == before
    folders = (newspaper, tmp_path / "third")
    first, third = (json.loads(manage(folder, "shell", "-v", "0", "-c", SEEN).stdout) for folder in folders)
    assert first == third == what_readers_see(client)
    assert first["results"]["水利"] == [3]


def test_round_trip_of_what_the_desk_did(db, tmp_path):
    use_every_desk_action()
    lines = list(write_archive())
    (tmp_path / "desk.jsonl").write_text("\n".join(lines), "utf-8")
    delete_everything()
    call_command("import_archive", str(tmp_path / "desk.jsonl"))
    assert list(write_archive()) == lines
    tables = {next(iter(json.loads(line))) for line in lines}
    # These have tests of their own.
    assert tables >= {*TABLES} - {
        "step",
        "problem",
        "picture",
        "picturecredit",
        "pictureuse",
        "facsimile",
        "note",
        "feerate",
    }


def test_only_tables_of_one_installation_are_left_out():
    left_out = {model._meta.model_name for model in apps.get_app_config("articles").get_models()} - TABLES.keys()
    # Add a new model to TABLES, after those it refers to, or here.
    assert left_out == {"account", "apitoken", "keptanswer", "latestchange", "openstory", "preview", "readerreport"}


def test_missing_accounts_are_created_inactive(db, tmp_path):
    use_every_desk_action()
    (tmp_path / "desk.jsonl").write_text("\n".join(write_archive()), "utf-8")
    delete_everything()
    get_user_model().objects.all().delete()
    call_command("import_archive", str(tmp_path / "desk.jsonl"))
    account = Article.objects.get(headline="签发的稿件").signoffs.first().user
    assert account.get_username() == "总编"
    assert not account.is_active
    assert not account.has_usable_password()


def test_new_rows_get_new_keys(archive, db):
    call_command("import_archive", str(archive))
    existing = set(Article.objects.values_list("pk", flat=True))
    assert printed("后来的稿件").pk not in existing
    Author.objects.create(name="后来的作者")
    assert Article.objects.search("水利").exists()


def test_database_with_a_newspaper_is_not_changed(archive, db):
    printed()
    with pytest.raises(CommandError, match="已有报纸内容"):
        call_command("import_archive", str(archive))
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda lines: lines[:-1], "最后一行缺失"),
        (lambda lines: [*lines[:5], lines[5][:-4], *lines[6:]], "第 6 行无法读取"),
        (lambda lines: [*lines[:5], '{"robot":{}}', *lines[6:]], "第 6 行无法读取"),
        (lambda lines: [*lines[:5], "[]", *lines[6:]], "第 6 行无法读取"),
        (lambda lines: [*lines[:5], lines[5].replace('"slug"', '"slag"'), *lines[6:]], "第 6 行无法读取"),
        (lambda lines: [lines[0], *lines[2:]], "第 {last} 行无法读取"),
        (lambda lines: [lines[0].replace("1", "2"), *lines[1:]], "第 1 行应为"),
        (lambda lines: lines[1:], "第 1 行应为"),
        (lambda lines: [], "第 1 行无法读取"),
        (lambda lines: [*lines, lines[1]], "行无法读取"),
        (lambda lines: [*lines[:2], *lines[1:]], "放不进数据库"),
        (lambda lines: [line.replace('"publish_at":"2023', '"publish_at":"x') for line in lines], "行无法读取"),
    ],
)  # fmt: skip
def test_damaged_archives_are_refused_with_the_line(archive, tmp_path, db, damage, sentence):
    lines = archive.read_text("utf-8").splitlines()
    damaged = damage(lines)
    (tmp_path / "damaged.jsonl").write_text("\n".join(damaged), "utf-8")
    sections = set(Section.objects.values_list("name", flat=True))
    with pytest.raises(CommandError, match=sentence.format(last=len(damaged))):
        call_command("import_archive", str(tmp_path / "damaged.jsonl"))
    assert not Article.objects.exists()
    assert set(Section.objects.values_list("name", flat=True)) == sections


def test_dangling_foreign_keys_are_refused(archive, tmp_path, db):
    lines = archive.read_text("utf-8").splitlines()
    orphaned = [line.replace('"article":3,', '"article":333,') for line in lines]
    (tmp_path / "damaged.jsonl").write_text("\n".join(orphaned), "utf-8")
    with pytest.raises(CommandError):
        call_command("import_archive", str(tmp_path / "damaged.jsonl"))


def test_export_to_a_pipe(newspaper, archive):
    run = manage(newspaper, "export_archive", "-")
    assert run.stdout == archive.read_text("utf-8")
    assert run.stderr == ""


def test_no_file_is_overwritten_or_left_incomplete(newspaper, tmp_path):
    (tmp_path / "kept.jsonl").write_text("mine", "utf-8")
    run = manage(newspaper, "export_archive", str(tmp_path / "kept.jsonl"))
    assert run.returncode == 1
    assert "已经存在" in run.stderr
    assert manage(newspaper, "export_archive", str(tmp_path / "nowhere" / "x.jsonl")).returncode == 1
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["kept.jsonl"]


def test_missing_archive_is_reported(db):
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_archive", "/nowhere.jsonl")


def use_every_desk_action():
    User = get_user_model()
    people = [User.objects.create_superuser(name) for name in ("初审员", "复审员", "总编")]
    article = printed("签发的稿件", status="draft", section="environment", byline=[("记者", "曹璐")])
    with changing(article.pk, Actor.at_desk(people[0]), why="改错字") as change:
        change.article.body = "改过的正文。"
        change.article.save()
    for person in reversed(people):
        sign_off(article.pk, Actor.of_api(person))
    ListEntry.objects.create(kind="leader", text="方同舟", replacement="县委副书记、县长")
    Dismissal.objects.create(article=article, code="pair", text="他说：【“】好", user=people[0])
    gone = printed("撤下的稿件", day=DAY.replace(year=2020))
    withdraw(gone.pk, Actor.at_desk(people[2]), "来源有误。")
    Correction.objects.create(article=article, text="“河”应为“湖”。", created_by=people[2])
    issue = Issue.objects.get(date=DAY)
    issue.date = DAY.replace(day=21)
    change_issue(issue, Actor.at_desk(people[2]))
    Author.objects.get(name="曹璐").absorb(Author.objects.filter(pk=Author.objects.create(name="曹　璐").pk))


def delete_everything():
    for model in reversed(TABLES.values()):
        model.objects.all().delete()
