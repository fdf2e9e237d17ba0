"""Whole issues and archives from the command line."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Issue

from .pages import BUS, FLOOD_OPENING, FLOOD_REST, REEDS

pytestmark = pytest.mark.django_db


def import_issue(capsys, *arguments):
    call_command("import_issue", *map(str, arguments))
    return capsys.readouterr().out


def test_one_issue_is_told_story_by_story(issue_folder, capsys):
    told = import_issue(capsys, issue_folder("2024-03-05", {"1": FLOOD_OPENING, "3": FLOOD_REST + "\n" + REEDS}))
    (flood,) = [line for line in told.splitlines() if "水库除险加固工程提前完工" in line]
    assert "顾长风" in flood
    assert "第1版(1) 第3版(1)" in flood
    assert "2024-03-05" in told.splitlines()[-1]


def test_an_archive_is_told_issue_by_issue_and_what_was_kept_is_shown(tmp_path, issue_folder, capsys):
    for day in ("2024-03-05", "2024-03-06"):
        issue_folder(day, {"1": BUS if day.endswith("5") else REEDS}, folder=f"archive/{day}")
    import_issue(capsys, tmp_path / "archive")
    Article.objects.filter(headline__startswith="城乡公交").update(headline="三条公交新线路今起开通")
    told = import_issue(capsys, tmp_path / "archive").splitlines()
    assert [line for line in told if "2024-03-06" in line]
    (kept,) = [line for line in told if "三条公交新线路今起开通" in line]
    assert "城乡公交新增三条线路" in kept


def test_one_broken_page_stops_only_its_issue_and_is_named(tmp_path, issue_folder, capsys):
    good = issue_folder("2024-03-05", {"1": BUS}, folder="archive/2024-03-05")
    broken = issue_folder("2024-03-06", {"1": BUS, "2": REEDS}, folder="archive/2024-03-06")
    (broken / "2.txt").write_bytes(b"%PDF-1.4\n")
    with pytest.raises(CommandError) as refusal:
        import_issue(capsys, good.parent)
    assert str(broken / "2.txt") in str(refusal.value)
    assert "其余 1 期已导入" in str(refusal.value)
    assert [issue.date.isoformat() for issue in Issue.objects.all()] == ["2024-03-05"]


def test_as_json_every_story_tells_its_outcome_and_its_doubts(issue_folder, capsys):
    told = json.loads(import_issue(capsys, issue_folder("2024-03-05", {"3": FLOOD_REST}), "--json"))
    (story,) = told["issues"][0]["stories"]
    assert story["outcome"] == "created"
    assert [doubt["code"] for doubt in story["doubts"]] == ["no_headline", "opening_not_held"]
    assert story["places"] == ["第3版(1)"]


def test_a_dry_run_of_an_archive_writes_nothing(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": BUS}), "--dry-run")
    assert not Issue.objects.exists()


def test_stories_of_a_page_not_printed_yet_wait_for_review(issue_folder, capsys):
    folder = issue_folder("2024-03-05", {"1": BUS})
    import_issue(capsys, folder, "--draft")
    assert Article.objects.get().status == Article.Status.DRAFT
    assert not Article.objects.public().exists()


def test_a_story_held_already_keeps_its_status_when_its_page_comes_again(issue_folder, capsys):
    folder = issue_folder("2024-03-05", {"1": BUS})
    import_issue(capsys, folder)
    import_issue(capsys, folder, "--draft")
    assert Article.objects.public().exists()


def test_a_dry_run_claims_no_import_where_an_issue_is_refused(tmp_path, issue_folder, capsys):
    issue_folder("2024-03-05", {"1": BUS}, folder="archive/2024-03-05")
    broken = issue_folder("2024-03-06", {"1": BUS}, folder="archive/2024-03-06")
    (broken / "1.txt").write_bytes("一河清水".encode() * 20 + b"\xe6")
    with pytest.raises(CommandError) as refusal:
        import_issue(capsys, tmp_path / "archive", "--dry-run")
    assert "第 1 行" in str(refusal.value)
    assert "已导入" not in str(refusal.value)
    assert not Issue.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks for SQLite's figures")
def test_after_an_import_the_database_knows_how_much_it_holds_and_so_how_to_search_it(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": BUS}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'articles_article'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for PostgreSQL's figures")
def test_after_an_import_the_server_knows_at_once_how_much_it_holds_and_that_it_is_there(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": BUS}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples, relallvisible > 0 FROM pg_class WHERE oid = 'articles_article'::regclass")
        assert cursor.fetchone() == (Article.objects.count(), True)
