"""Importing issues and archives from the command line."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Issue, Problem

from .pages import BUS, FLOOD_OPENING, FLOOD_REST, REEDS

pytestmark = pytest.mark.django_db


def import_issue(capsys, *arguments):
    call_command("import_issue", *map(str, arguments))
    return capsys.readouterr().out


def test_report_lists_the_stories_of_an_issue(issue_folder, capsys):
    output = import_issue(capsys, issue_folder("2024-03-05", {"1": FLOOD_OPENING, "3": FLOOD_REST + "\n" + REEDS}))
    (flood,) = [line for line in output.splitlines() if "水库除险加固工程提前完工" in line]
    assert "顾长风" in flood
    assert "第1版(1) 第3版(1)" in flood
    assert "2024-03-05" in output.splitlines()[-1]


def test_report_lists_the_issues_of_an_archive_and_kept_fields(tmp_path, issue_folder, capsys):
    for day in ("2024-03-05", "2024-03-06"):
        issue_folder(day, {"1": BUS if day.endswith("5") else REEDS}, folder=f"archive/{day}")
    import_issue(capsys, tmp_path / "archive")
    Article.objects.filter(headline__startswith="城乡公交").update(headline="三条公交新线路今起开通")
    output = import_issue(capsys, tmp_path / "archive").splitlines()
    assert [line for line in output if "2024-03-06" in line]
    (kept,) = [line for line in output if "三条公交新线路今起开通" in line]
    assert "城乡公交新增三条线路" in kept


def test_broken_page_stops_only_its_issue_and_is_named(tmp_path, issue_folder, capsys):
    good = issue_folder("2024-03-05", {"1": BUS}, folder="archive/2024-03-05")
    broken = issue_folder("2024-03-06", {"1": BUS, "2": REEDS}, folder="archive/2024-03-06")
    (broken / "2.txt").write_bytes(b"%PDF-1.4\n")
    with pytest.raises(CommandError) as refusal:
        import_issue(capsys, good.parent)
    assert str(broken / "2.txt") in str(refusal.value)
    assert "其余 1 期已导入" in str(refusal.value)
    assert [issue.date.isoformat() for issue in Issue.objects.all()] == ["2024-03-05"]


def test_json_report_has_outcomes_and_doubts(issue_folder, capsys):
    output = json.loads(import_issue(capsys, issue_folder("2024-03-05", {"3": FLOOD_REST}), "--json"))
    (story,) = output["issues"][0]["stories"]
    assert story["outcome"] == "created"
    assert [doubt["code"] for doubt in story["doubts"]] == ["no_headline", "opening_not_held", "no_section"]
    assert story["places"] == ["第3版(1)"]


def test_dry_run_of_an_archive_saves_nothing(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": BUS}), "--dry-run")
    assert not Issue.objects.exists()


def test_stories_of_an_unprinted_page_wait_for_review(issue_folder, capsys):
    folder = issue_folder("2024-03-05", {"1": BUS})
    import_issue(capsys, folder, "--draft")
    assert Article.objects.get().status == Article.Status.DRAFT
    assert not Article.objects.public().exists()


def test_existing_story_keeps_its_status_on_reimport(issue_folder, capsys):
    folder = issue_folder("2024-03-05", {"1": BUS})
    import_issue(capsys, folder)
    import_issue(capsys, folder, "--draft")
    assert Article.objects.public().exists()


def test_dry_run_with_a_refused_issue_reports_no_imports(tmp_path, issue_folder, capsys):
    issue_folder("2024-03-05", {"1": BUS}, folder="archive/2024-03-05")
    broken = issue_folder("2024-03-06", {"1": BUS}, folder="archive/2024-03-06")
    (broken / "1.txt").write_bytes("一河清水".encode() * 20 + b"\xe6")
    with pytest.raises(CommandError) as refusal:
        import_issue(capsys, tmp_path / "archive", "--dry-run")
    assert "第 1 行" in str(refusal.value)
    assert "已导入" not in str(refusal.value)
    assert not Issue.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's statistics")
def test_import_updates_sqlite_statistics(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": BUS}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'articles_article'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's statistics")
def test_import_updates_postgresql_statistics(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": BUS}))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples, relallvisible > 0 FROM pg_class WHERE oid = 'articles_article'::regclass")
        assert cursor.fetchone() == (Article.objects.count(), True)


def test_report_counts_stories_by_how_sure_the_parser_is(issue_folder, capsys):
    lines = import_issue(capsys, issue_folder("2024-03-05", {"1": BUS + "\n新桥合龙\n", "2": REEDS})).splitlines()
    assert lines[-2] == "识别把握：无疑点 1 · 有疑点 1 · 无正文、不刊发 1"


def test_doubts_of_a_story_on_several_pages_say_which_page_their_line_is_on(issue_folder, capsys):
    import_issue(capsys, issue_folder("2024-03-05", {"1": FLOOD_OPENING}, folder="first/2024-03-05"))
    report = import_issue(capsys, issue_folder("2024-03-05", {"3": REEDS + "\n" + FLOOD_REST}))
    assert "? 第1版第 1 行：没有找到合适的栏目" in report


def test_report_lists_and_counts_the_doubts_that_the_desk_has(issue_folder, capsys):
    report = import_issue(capsys, issue_folder("2024-03-05", {"1": BUS, "2": REEDS, "3": FLOOD_REST}))
    assert "没有找到合适的栏目" in report
    assert f"{Problem.objects.open().count()} 处疑点" in report


def test_archive_ends_with_the_counts_and_what_was_left_out(tmp_path, issue_folder, capsys):
    for day in ("2024-03-05", "2024-03-06"):
        issue_folder(day, {"1": BUS if day.endswith("5") else FLOOD_REST}, folder=f"archive/{day}")
    (tmp_path / "archive" / "周四").mkdir()
    (tmp_path / "archive" / "周四" / "1.txt").write_text(REEDS, encoding="utf-8")
    *_, left_out, counts = import_issue(capsys, tmp_path / "archive").splitlines()
    assert "周四" in left_out
    assert counts == "识别把握：无疑点 1 · 有疑点 1"


def test_doubt_about_a_page_is_printed_once(issue_folder, capsys):
    garbled = (BUS + "\n" + REEDS).replace("，", "锟斤拷")
    output = import_issue(capsys, issue_folder("2024-03-05", {"1": garbled}))
    assert output.count("乱码") == 1
    assert {problem.code for problem in Problem.objects.all()} >= {"looks_garbled"}


def test_json_report_counts_and_names_what_was_left_out(issue_folder, capsys):
    folder = issue_folder("2024-03-05", {"1": BUS, "3": FLOOD_REST})
    (folder / "草稿.txt").write_text(REEDS, encoding="utf-8")
    output = json.loads(import_issue(capsys, folder, "--json"))
    assert output["issues"][0]["certainty"] == {"sure": 1, "doubted": 1, "empty": 0}
    assert "草稿.txt" in output["issues"][0]["warnings"][0]
    assert output["left_out"] == []
