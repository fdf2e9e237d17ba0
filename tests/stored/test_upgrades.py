"""Data stored by 0.1.0, or lacking a new field, or with a removed one, can be read."""

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

from articles import editing, search
from articles.editing import Actor, changing
from articles.importing import import_issue, read_issue
from articles.models import TEXTS, Article, Revision, Step
from newsroom.databases import database
from tests.commands import manage
from tests.desk.forms import as_rendered

HERE = Path(__file__).parent
BACKUP, ARCHIVE = HERE / "0.1.0" / "newspaper.backup", HERE / "0.1.0" / "newspaper.jsonl.gz"
PRINTED = "3日，南湖湿地观鸟步道建成开放，步道全长两公里，沿途设有六处观鸟亭和三处科普长廊。"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("stored")
    with zipfile.ZipFile(BACKUP) as backup:
        backup.extract("database.sqlite3", folder)
    file = (folder / "database.sqlite3").rename(folder / "newsroom.sqlite3")
    done = manage(folder, "migrate")
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(params=["database", pytest.param("archive", marks=pytest.mark.django_db)])
def newspaper(request, monkeypatch, tmp_path):
    """The newspaper of 0.1.0: its migrated database, or its archive imported into the tests' database."""
    if request.param == "archive":
        call_command("import_archive", unpacked(tmp_path))
        yield
    else:
        yield from opened(shutil.copy(request.getfixturevalue("migrated"), tmp_path), request, monkeypatch)


def opened(file, request, monkeypatch):
    tests_own = connections[DEFAULT_DB_ALIAS]
    settings = connections.configure_settings({DEFAULT_DB_ALIAS: database(f"sqlite:///{file}")})
    with request.getfixturevalue("django_db_blocker").unblock():
        monkeypatch.setitem(connections.databases, DEFAULT_DB_ALIAS, settings[DEFAULT_DB_ALIAS])
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        yield
        connection.close()
    connections[DEFAULT_DB_ALIAS] = tests_own


def unpacked(folder):
    file = folder / "newspaper.jsonl"
    file.write_bytes(gzip.decompress(ARCHIVE.read_bytes()))
    return str(file)


@pytest.fixture
def chief(newspaper):
    return Actor.at_desk(User.objects.create_superuser("chief"))


@pytest.fixture
def desk(client, chief):
    client.force_login(chief.user)
    return client


def story(headline):
    return Article.objects.get(headline=headline)


def outcomes(folder):
    return [report.outcome.value for report in import_issue(read_issue(folder)).stories]


def form_of(client, article):
    return as_rendered(client.get(f"/admin/articles/article/{article.pk}/change/"))


@pytest.fixture
def without(newspaper):
    """without("deck") removes that field from stored data, as if it were new."""

    def removed(field):
        for revision in Revision.objects.all():
            revision.snapshot.pop(field, None)
            revision.save()
        for step in Step.objects.all():
            for state in filter(None, step.before.values()):
                state.pop(field, None)
            step.save()
        for article in Article.objects.all():
            article.imported.pop(field, None)
            Article.objects.filter(pk=article.pk).update(imported=article.imported)

    return removed


FIELDS = [None, *TEXTS, "byline", "section"]


@pytest.mark.parametrize("field", FIELDS)
def test_importing_the_same_pages_again_changes_nothing(newspaper, without, field, settings):
    without(field)
    versions = list(Article.objects.order_by("pk").values_list("version", "updated_at"))
    assert outcomes(settings.BASE_DIR / "seeds") == ["unchanged"] * 7
    if field is None:
        assert outcomes(HERE / "issue") == ["kept", "kept", "unchanged", "kept", "unchanged", "unchanged"]
    assert list(Article.objects.order_by("pk").values_list("version", "updated_at")) == versions


def test_import_keeps_edits_of_a_field_it_did_not_know(newspaper, without, chief):
    library = story("图书馆延长开放时间")
    without("deck")
    with changing(library.pk, chief) as change:
        change.article.deck = "周五周六开到九点"
        change.article.save()
    assert outcomes(HERE / "issue")[-1] == "kept"
    assert story("图书馆延长开放时间").deck == "周五周六开到九点"


def test_corrected_page_updates_unedited_stories(newspaper, without, tmp_path):
    without("kicker")
    shutil.copytree(HERE / "issue", tmp_path / "issue")
    page = tmp_path / "issue" / "2.txt"
    page.write_text(page.read_text("utf-8").replace("开放到晚上九点", "开放到晚上十点"), "utf-8")
    assert outcomes(tmp_path / "issue")[-1] == "updated"
    assert "晚上十点" in story("图书馆延长开放时间").body


def test_readers_see_the_same_as_before(newspaper, client):
    assert search.is_complete()
    assert [found.headline for found in Article.objects.public().search("观鸟步道")] == ["芦苇荡里建起观鸟步道"]
    assert Article.objects.search("油烟净化").count() == 1
    library = client.get(story("图书馆延长开放时间").get_absolute_url()).content.decode()
    assert "“周五”应为“周四”。" in library
    withdrawn = client.get(story("老街夜市重新开张").get_absolute_url())
    assert withdrawn.status_code == 410
    assert "已撤下" in withdrawn.content.decode()
    merged = client.get(story("春耕农机提前检修").get_absolute_url())
    assert (merged.status_code, merged["Location"]) == (301, story("村里办起小饭桌").get_absolute_url())
    assert client.get(story("水库清淤").get_absolute_url()).status_code == 404


@pytest.mark.parametrize("newspaper", ["database"], indirect=True)
def test_index_forgets_what_it_held_before_the_upgrade(newspaper):
    reeds = Article.objects.filter(headline="芦苇荡里建起观鸟步道")
    for headline, typed in [("蘆葦蕩里建起觀鳥步道", "芦苇荡"), ("王　斌領獎1,000元", "王斌领奖1000元")]:
        Article.objects.filter(pk=reeds.get().pk).update(headline=headline)
        reeds = Article.objects.filter(headline=headline)
        assert reeds.get() in Article.objects.search(typed)[:1]
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_article")
        cursor.execute("CREATE VIRTUAL TABLE temp.left_over USING fts5vocab(main, articles_search, row)")
        assert cursor.execute("SELECT term FROM temp.left_over").fetchall() == []
        cursor.execute("DROP TABLE temp.left_over")


@pytest.mark.parametrize("field", FIELDS)
def test_old_story_can_be_edited_and_its_history_read(desk, without, field):
    without(field)
    reeds = story("芦苇荡里建起观鸟步道")
    form = form_of(desk, reeds)
    saved = desk.post(f"/admin/articles/article/{reeds.pk}/change/", form | {"headline": "芦苇荡里有了观鸟步道"})
    assert saved.status_code == 302
    assert story("芦苇荡里有了观鸟步道").version == reeds.version + 1
    history = desk.get(f"/admin/articles/article/{reeds.pk}/history/")
    assert any("主题" in entry.changed for entry in history.context["page"])
    for versions in ({}, {"from": 1, "to": 2}, {"from": 1, "to": reeds.version + 1}):
        assert desk.get(f"/admin/articles/article/{reeds.pk}/differences/", versions).status_code == 200


def test_saving_without_changes_creates_no_version(chief, without):
    without("dateline")
    for article in Article.objects.exclude(status="merged"):
        with changing(article.pk, chief) as change:
            pass
        assert not change.amended
        assert not change.voided
    assert not Revision.objects.filter(user=chief.user).exists()


def test_old_sign_offs_stay_valid(chief, without):
    without("kicker")
    draft = story("水库清淤")
    assert [signoff.stage for signoff in draft.signoffs.standing()] == ["first"]
    with changing(draft.pk, chief) as change:
        change.article.date = change.article.date.replace(day=1)
        change.article.save()
    assert editing.sign_off(draft.pk, chief).stage == "second"


@pytest.mark.parametrize("field", FIELDS)
def test_restoring_a_version_keeps_fields_it_lacks(chief, without, field):
    reeds = story("芦苇荡里建起观鸟步道")
    deck = reeds.deck
    without(field)
    editing.restore_revision(reeds.revisions.get(version=1), chief)
    reeds.refresh_from_db()
    assert reeds.body.startswith(PRINTED)
    assert reeds.deck == (deck if field == "deck" else "")
    assert [author.name for author in reeds.authors.all()] == ["沈知秋"]


@pytest.mark.parametrize("field", FIELDS)
def test_old_steps_can_be_undone(chief, without, field):
    without(field)
    for step in Step.objects.filter(undone_at=None).order_by("-pk"):
        editing.undo(step.pk, chief)
    bus, table = story("城乡公交新增三条线路"), story("村里办起小饭桌")
    assert [bus.status, table.status, story("春耕农机提前检修").status] == ["approved"] * 3
    if field != "body":
        assert bus.body.count("\n\n") == 1
        assert "无人植保机" not in table.body


def test_removed_fields_are_ignored(desk, chief):
    reeds = story("芦苇荡里建起观鸟步道")
    for revision in reeds.revisions.all():
        revision.snapshot |= {"colour": "红", "byline": [[*credit, "more"] for credit in revision.snapshot["byline"]]}
        revision.save()
    Article.objects.filter(pk=reeds.pk).update(imported=reeds.imported | {"colour": "红"})
    assert desk.get(f"/admin/articles/article/{reeds.pk}/history/").status_code == 200
    editing.restore_revision(reeds.revisions.get(version=1), chief)
    assert outcomes(HERE / "issue")[0] == "unchanged"


@pytest.mark.slow
def test_backup_is_restored_and_migrated(tmp_path):
    restored = manage(tmp_path / "second", "restore", str(BACKUP))
    assert restored.returncode == 0, restored.stderr
    assert "16 篇稿件" in restored.stdout
    assert manage(tmp_path / "second", "migrate").returncode == 0
    again = manage(tmp_path / "second", "import_seed", "--json")
    assert {story["outcome"] for story in json.loads(again.stdout)["stories"]} == {"unchanged"}


@pytest.fixture
def lines(tmp_path):
    return [json.loads(line) for line in Path(unpacked(tmp_path)).read_text("utf-8").splitlines()]


def read(lines, tmp_path):
    file = tmp_path / "changed.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    call_command("import_archive", str(file))


def rows(lines, table):
    return [line[table] for line in lines if table in line]


@pytest.mark.django_db
def test_fields_missing_in_an_archive_get_their_default(lines, tmp_path):
    for row in rows(lines, "article"):
        for name in ("deck", "section_reason", "withdrawn_at", "version"):
            row.pop(name)
    for row in rows(lines, "correction"):
        row.pop("kind")
    read(lines, tmp_path)
    reeds = story("芦苇荡里建起观鸟步道")
    assert (reeds.deck, reeds.section_reason, reeds.withdrawn_at, reeds.version) == ("", {}, None, 1)
    assert story("图书馆延长开放时间").corrections.get().kind == "correction"


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "field"), [("section", "slug"), ("article", "body"), ("article", "date")])
def test_required_fields_missing_in_an_archive_are_refused(lines, tmp_path, table, field):
    del rows(lines, table)[0][field]
    number = next(number for number, line in enumerate(lines, start=1) if table in line)
    with pytest.raises(CommandError, match=f"第 {number} 行无法读取：.*{field}"):
        read(lines, tmp_path)
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_archive_with_an_unknown_field_is_refused(lines, tmp_path):
    for row in rows(lines, "author"):
        row["colour"] = "红"
    with pytest.raises(CommandError, match="author 的字段“colour”本版本（存档格式 1）不认识"):
        read(lines, tmp_path)
    assert not Article.objects.exists()
