"""What leaves one database arrives in another as it was: rows, what a search finds, and what readers see."""

import json

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from articles.archiving import TABLES, write_archive
from articles.editing import Actor, change_issue, changing, sign_off, withdraw
from articles.models import Article, Author, Correction, Issue, Section
from tests.commands import manage
from tests.site.rows import DAY, printed

pytestmark = pytest.mark.slow

SEARCHES = ["水利", "后白镇 糜林", "“三官一律”", "统战 -句容", "曹"]


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory):
    """A database of its own, an embedded one, with the seed issue in it; returns its folder."""
    folder = tmp_path_factory.mktemp("newspaper")
    assert manage(folder, "import_seed").returncode == 0
    return folder


@pytest.fixture(scope="module")
def archive(newspaper):
    """The newspaper as a file."""
    export(newspaper, newspaper / "archive.jsonl")
    return newspaper / "archive.jsonl"


def export(var_dir, file):
    run = manage(var_dir, "export_archive", str(file))
    assert run.returncode == 0, run.stderr
    return file.read_text("utf-8")


# What a reader sees, printed by another process from its own database, or found in this one.
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
    found = {
        words: [result["id"] for result in client.get("/api/v1/search/", {"q": words}).json()["results"]]
        for words in SEARCHES
    }
    return {"pages": pages, "found": found}


def test_from_sqlite_through_this_database_and_back_everything_is_equal(newspaper, archive, tmp_path, client, db):
    before = archive.read_text("utf-8")
    call_command("import_archive", str(archive))
    assert "\n".join(write_archive()) + "\n" == before
    call_command("export_archive", str(tmp_path / "2.jsonl"))
    assert manage(tmp_path / "third", "import_archive", str(tmp_path / "2.jsonl")).returncode == 0
    assert export(tmp_path / "third", tmp_path / "3.jsonl") == before
    folders = (newspaper, tmp_path / "third")
    first, third = (json.loads(manage(folder, "shell", "-v", "0", "-c", SEEN).stdout) for folder in folders)
    assert first == third == what_readers_see(client)
    assert first["found"]["水利"] == [3]


def test_all_the_desk_did_survives_too(db, tmp_path):
    everything_the_desk_does()
    lines = list(write_archive())
    (tmp_path / "desk.jsonl").write_text("\n".join(lines), "utf-8")
    empty()
    call_command("import_archive", str(tmp_path / "desk.jsonl"))
    assert list(write_archive()) == lines
    tables = {next(iter(json.loads(line))) for line in lines}
    assert tables >= {*TABLES} - {"step", "problem"}


def test_every_table_is_archived_but_what_belongs_to_one_installation():
    left_out = {model._meta.model_name for model in apps.get_app_config("articles").get_models()} - TABLES.keys()
    # A new model belongs into TABLES, behind those it points to, or here.
    assert left_out == {"account", "apitoken", "openstory", "preview"}


def test_who_signed_stays_known_where_the_account_is_not(db, tmp_path):
    everything_the_desk_does()
    (tmp_path / "desk.jsonl").write_text("\n".join(write_archive()), "utf-8")
    empty()
    get_user_model().objects.all().delete()
    call_command("import_archive", str(tmp_path / "desk.jsonl"))
    account = Article.objects.get(headline="签发的稿件").signoffs.first().user
    assert account.get_username() == "总编"
    assert not account.is_active
    assert not account.has_usable_password()


def test_the_next_rows_get_keys_of_their_own(archive, db):
    call_command("import_archive", str(archive))
    held = set(Article.objects.values_list("pk", flat=True))
    assert printed("后来的稿件").pk not in held
    Author.objects.create(name="后来的作者")
    assert Article.objects.search("水利").exists()


def test_a_database_that_holds_a_newspaper_is_left_alone(archive, db):
    printed()
    with pytest.raises(CommandError, match="已有报纸内容"):
        call_command("import_archive", str(archive))
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("harm", "sentence"),
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
def test_a_broken_archive_is_refused_with_its_line_and_nothing_is_written(archive, tmp_path, db, harm, sentence):
    lines = archive.read_text("utf-8").splitlines()
    harmed = harm(lines)
    (tmp_path / "harmed.jsonl").write_text("\n".join(harmed), "utf-8")
    sections = set(Section.objects.values_list("name", flat=True))
    with pytest.raises(CommandError, match=sentence.format(last=len(harmed))):
        call_command("import_archive", str(tmp_path / "harmed.jsonl"))
    assert not Article.objects.exists()
    assert set(Section.objects.values_list("name", flat=True)) == sections


def test_a_row_that_points_to_none_is_refused(archive, tmp_path, db):
    lines = archive.read_text("utf-8").splitlines()
    orphaned = [line.replace('"article":3,', '"article":333,') for line in lines]
    (tmp_path / "harmed.jsonl").write_text("\n".join(orphaned), "utf-8")
    with pytest.raises(CommandError):
        call_command("import_archive", str(tmp_path / "harmed.jsonl"))


def test_through_a_pipe(newspaper, archive):
    run = manage(newspaper, "export_archive", "-")
    assert run.stdout == archive.read_text("utf-8")
    assert run.stderr == ""


def test_no_file_is_overwritten_or_left_half_written(newspaper, tmp_path):
    (tmp_path / "kept.jsonl").write_text("mine", "utf-8")
    run = manage(newspaper, "export_archive", str(tmp_path / "kept.jsonl"))
    assert run.returncode == 1
    assert "已经存在" in run.stderr
    assert manage(newspaper, "export_archive", str(tmp_path / "nowhere" / "x.jsonl")).returncode == 1
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["kept.jsonl"]


def test_a_missing_archive_is_told_in_a_sentence(db):
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_archive", "/nowhere.jsonl")


def everything_the_desk_does():
    User = get_user_model()
    people = [User.objects.create_superuser(name) for name in ("初审员", "复审员", "总编")]
    article = printed("签发的稿件", status="draft", section="environment", byline=[("记者", "曹璐")])
    with changing(article.pk, Actor.at_desk(people[0]), why="改错字") as change:
        change.article.body = "改过的正文。"
        change.article.save()
    for person in reversed(people):
        sign_off(article.pk, Actor.of_api(person))
    gone = printed("撤下的稿件", day=DAY.replace(year=2020))
    withdraw(gone.pk, Actor.at_desk(people[2]), "来源有误。")
    Correction.objects.create(article=article, text="“河”应为“湖”。", created_by=people[2])
    issue = Issue.objects.get(date=DAY)
    issue.date = DAY.replace(day=21)
    change_issue(issue, Actor.at_desk(people[2]))
    Author.objects.get(name="曹璐").absorb(Author.objects.filter(pk=Author.objects.create(name="曹　璐").pk))


def empty():
    for model in reversed(TABLES.values()):
        model.objects.all().delete()
