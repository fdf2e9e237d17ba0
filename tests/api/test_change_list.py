"""/api/v1/changes/: what last happened to each story, for programs that keep a copy."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import editing
from articles.archiving import TABLES, write_archive
from articles.editing import Actor
from articles.importing import import_issue, read_issue
from articles.models import Article, Author, Correction, Issue, LatestChange, Page, Section
from articles.pictures.changing import change_picture
from tests.desk.conftest import account
from tests.site.rows import illustrate, later, picture, printed, story

pytestmark = pytest.mark.django_db
CHANGES = "/api/v1/changes/"
COMMAND = Actor.command()


def commit():
    """What PostgreSQL does at a commit: tests run in a transaction that never ends."""
    connection.check_constraints()


class Program:
    """Reads the list as a program does; `poll()` returns the entries since the last one, as (kind, key)."""

    def __init__(self, client, address=CHANGES):
        self.client, self.checkpoint, self.entries = client, address, []

    def poll(self):
        commit()
        self.entries, address = [], self.checkpoint
        while address:
            response = self.client.get(address)
            assert response.status_code == 200, response.content.decode()
            page = response.json()
            self.entries += page["results"]
            self.checkpoint, address = page["checkpoint"], page["next"]
        return [(entry["kind"], entry["id"]) for entry in self.entries]


@pytest.fixture
def program(client):
    return Program(client)


@pytest.fixture
def clock(monkeypatch):
    """clock(minutes) -> move the time on."""

    def move(minutes):
        moment = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


def test_each_action_has_its_kind(program):
    article = story()
    assert program.poll() == [("created", article.pk)]
    with editing.changing(article.pk, COMMAND) as change:
        change.article.headline = "新题"
        change.article.save()
    assert program.poll() == [("changed", article.pk)]
    editing.publish_correction(Correction(article=article, text="“河”应为“湖”。"), COMMAND)
    assert program.poll() == [("corrected", article.pk)]
    assert program.entries[0]["article"]["corrections"][0]["text"] == "“河”应为“湖”。"
    editing.withdraw(article.pk, COMMAND, "应作者要求撤下。")
    assert program.poll() == [("withdrawn", article.pk)]
    (entry,) = program.entries
    assert (entry["article"], entry["notice"], entry["merged_into"]) == (None, "应作者要求撤下。", None)
    editing.restore(article.pk, COMMAND)
    assert program.poll() == [("restored", article.pk)]
    assert program.entries[0]["article"]["title"] == "新题"
    assert program.poll() == []


def test_split_merge_and_undo(program):
    first, second = printed("甲", body="甲一。\n\n甲二。"), printed("乙")
    program.poll()
    step = editing.split(first.pk, COMMAND, 1)
    part = Article.objects.get(origin="rearranged")
    assert program.poll() == [("changed", first.pk), ("created", part.pk)]
    editing.undo(step.pk, COMMAND)
    assert sorted(program.poll()) == [("changed", first.pk), ("merged", part.pk)]
    step = editing.merge_with_next(first.pk, COMMAND)
    assert sorted(program.poll()) == [("changed", first.pk), ("merged", second.pk)]
    merged = next(entry for entry in program.entries if entry["kind"] == "merged")
    assert (merged["article"], merged["merged_into"]) == (None, first.pk)
    editing.undo(step.pk, COMMAND)
    assert sorted(program.poll()) == [("changed", first.pk), ("restored", second.pk)]


def test_what_readers_do_not_see_is_not_listed(program, db):
    story("草稿", status="draft")
    scheduled = story("明天", publish_at=later())
    public = story("公开")
    assert program.poll() == [("created", public.pk)]
    editor = Actor.at_desk(account("editor", "李编辑", "编辑"))
    with editing.changing(public.pk, editor) as change:
        change.article.headline = "待审"
        change.article.save()
    with editing.changing(scheduled.pk, COMMAND) as change:
        change.article.headline = "后天"
        change.article.save()
    draft = story("又一篇草稿", status="draft")
    draft.save()
    assert program.poll() == []


def test_scheduled_stories_are_listed_at_their_time(program, clock):
    moment = later()
    stories = [story(f"明天第{number}条", publish_at=moment) for number in range(5)]
    seen = story("今天")
    assert program.poll() == [("created", seen.pk)]
    clock(61)
    program.checkpoint += "&page_size=2"
    assert program.poll() == [("created", each.pk) for each in stories]
    assert program.entries[0]["at"] == timezone.localtime(moment).isoformat()
    assert program.poll() == []
    stories[0].save()
    assert program.poll() == [("changed", stories[0].pk)]


def test_a_story_published_by_time_while_the_list_is_read(program, client, clock):
    scheduled = story("一小时后", publish_at=later())
    many = [story(f"第{number}条") for number in range(4)]
    commit()
    page = client.get(CHANGES, {"page_size": 2}).json()
    clock(61)
    program.checkpoint = page["next"]
    assert program.poll() == [("created", scheduled.pk), *(("created", each.pk) for each in many[2:])]


def test_a_scheduled_story_that_is_put_back_and_approved_later_is_new(program, clock):
    article = story("明天", publish_at=later())
    editing.reopen(article.pk, COMMAND, why="再核实")
    assert not LatestChange.objects.exists()
    clock(61)
    article.refresh_from_db()
    article.status = "approved"
    article.save()
    assert program.poll() == [("created", article.pk)]


def test_hidden_until_later(program, clock):
    article = story()
    program.poll()
    with editing.changing(article.pk, COMMAND) as change:
        change.article.publish_at = later()
        change.article.save()
    assert program.poll() == [("withdrawn", article.pk)]
    story("别的")
    program.poll()
    clock(61)
    assert program.poll() == [("restored", article.pk)]


def test_idle_checkpoint_answers_304_until_something_happens(program, client):
    story()
    program.poll()
    response = client.get(program.checkpoint)
    assert response.json() == {"next": None, "checkpoint": program.checkpoint, "results": []}
    known = {"If-None-Match": response["ETag"]}
    assert client.get(program.checkpoint, headers=known).status_code == 304
    story("又一篇")
    commit()
    assert client.get(program.checkpoint, headers=known).status_code == 200


def rename(model, **names):
    def change():
        row = model.objects.filter(**{"slug": "environment"} if model is Section else {}).first()
        for name, value in names.items():
            setattr(row, name, value)
        row.save()

    return change


def merge_people():
    Author.objects.create(name="曹路").absorb(Author.objects.filter(name="曹璐"))


def merge_sections():
    Section.objects.get(slug="politics").absorb(Section.objects.filter(slug="environment"))


def move_issue():
    issue = Issue.objects.get()
    issue.date = date(2023, 7, 21)
    editing.change_issue(issue, COMMAND)


@pytest.mark.parametrize(
    "change",
    [
        rename(Author, name="曹路"),
        rename(Section, name="环保"),
        rename(Page, name="要闻"),
        rename(Issue, number="12345"),
        merge_people,
        merge_sections,
        move_issue,
    ],
)
def test_renames_and_moves_list_the_stories_that_show_them(program, change):
    article = printed(byline=[("记者", "曹璐")], section="environment")
    story("另一篇")
    program.poll()
    change()
    assert program.poll() == [("changed", article.pk)]


def test_another_photographer_lists_the_story(program):
    article = illustrate(printed(), picture())
    program.poll()
    change_picture(article.picture_uses.get().picture, COMMAND, ["丁彤"])
    assert program.poll() == [("changed", article.pk)]
    assert program.entries[0]["article"]["pictures"][0]["credits"][0]["name"] == "丁彤"


PAGE = (
    "村里办起了小饭桌让老人吃上热乎饭\n\n每到中午，村里的老人们就来到小饭桌吃饭，说说笑笑。\n\n陈小禾\n\n"
    "党员志愿者还上门服务，帮助老人解决生活困难。\n\n王大力\n"
)


def test_an_import_is_listed_and_a_second_one_lists_nothing(program, issue_folder):
    folder = issue_folder("2024-03-05", {"2": PAGE})
    import_issue(read_issue(folder))
    listed = program.poll()
    assert {kind for kind, _pk in listed} == {"created"}
    assert [entry["article"]["placements"][0]["page"] for entry in program.entries] == ["2"] * len(listed)
    import_issue(read_issue(folder))
    assert program.poll() == []


def test_another_order_on_the_page_lists_the_stories(program, issue_folder):
    other = "今年大旱之年粮食获丰收\n\n抽水抗旱，灌溉用水。\n\n李明\n"
    import_issue(read_issue(issue_folder("2024-03-05", {"2": f"{other}\n{PAGE}"})))
    program.poll()
    before = {entry["id"]: entry["article"]["placements"] for entry in program.entries}
    import_issue(read_issue(issue_folder("2024-03-05", {"2": f"{PAGE}\n{other}"}, "again")))
    program.poll()
    after = {entry["id"]: entry["article"]["placements"] for entry in program.entries}
    shown = {
        article.pk: list(article.placements.values_list("order", flat=True)) for article in Article.objects.public()
    }
    moved = {pk for pk, orders in shown.items() if [each["order"] for each in before[pk]] != orders}
    assert moved
    assert moved <= after.keys()


def test_a_bulk_insert_takes_one_more_query(program):
    stories = [Article(headline=f"第{number}条", body="正文。", status="approved") for number in range(100)]
    with CaptureQueriesContext(connection) as captured:
        Article.objects.bulk_create(stories)
    assert len([query for query in captured if 'INTO "articles_latestchange"' in query["sql"]]) == 1
    assert program.poll() == [("created", each.pk) for each in stories]


def test_all_pages_take_the_same_number_of_queries(client):
    for number in range(12):
        illustrate(printed(f"第{number}条", byline=[("记者", f"甲{number}")], section="politics"), picture(f"{number}"))
    editing.withdraw(story("撤下").pk, COMMAND, "撤下。")
    commit()

    def queries(size):
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(CHANGES, {"page_size": size}).json()["results"]) == size
        return len(captured)

    assert queries(2) == queries(12) == 8
    assert queries(13) == 10


def test_a_replica_that_lags_behind_does_not_move_the_checkpoint(program, client):
    story()
    program.poll()
    ahead = program.checkpoint
    number = LatestChange.objects.get().number
    # The replica does not have the story yet, nor the one whose time has come.
    LatestChange.objects.update(number=number - 10, publish_at=timezone.now() - timedelta(minutes=2))
    assert client.get(ahead).json() == {"next": None, "checkpoint": ahead, "results": []}
    LatestChange.objects.update(number=number)
    late = story("随后")
    assert program.poll() == [("created", late.pk)]


def test_fields_and_wrong_cursors(client):
    story("题")
    commit()
    (entry,) = client.get(CHANGES, {"fields": "id,title"}).json()["results"]
    assert entry["article"].keys() == {"id", "title"}
    for cursor in ("zzz", "", "Y2hhbmdlcyAx"):
        assert client.get(CHANGES, {"cursor": cursor}).status_code == 400
    assert client.get(CHANGES, {"changed_since": "2023-07-20"}).status_code == 400


def test_no_change_is_missed_when_the_clock_was_set_back(program):
    first, second = story(), story("又一篇")
    program.poll()
    LatestChange.objects.filter(pk=second.pk).update(number=LatestChange.objects.get(pk=second.pk).number + 10**12)
    program.poll()
    second.save()
    first.save()
    third = story("第三篇")
    assert sorted(program.poll()) == [("changed", first.pk), ("changed", second.pk), ("created", third.pk)]


def known_rows():
    return {row.pk: row.kind for row in LatestChange.objects.all()}


def test_an_archive_brings_the_list_along(program, tmp_path):
    withdrawn, scheduled = story("撤下"), story("明天", publish_at=later())
    first, second = printed("甲"), printed("乙")
    story("草稿", status="draft")
    editing.withdraw(withdrawn.pk, COMMAND, "撤下。")
    editing.merge_with_next(first.pk, COMMAND)
    program.poll()
    (tmp_path / "archive.jsonl").write_text("\n".join(write_archive()), "utf-8")
    for model in reversed(TABLES.values()):
        model._base_manager.all().delete()
    call_command("import_archive", str(tmp_path / "archive.jsonl"))
    assert known_rows() == {
        withdrawn.pk: "withdrawn", scheduled.pk: "created", first.pk: "created", second.pk: "merged"
    }  # fmt: skip
    # Nothing has happened since the program's last poll.
    assert program.poll() == []
    assert len(Program(program.client).poll()) == 3


def test_migration_lists_known_stories_in_the_order_of_their_changes(program):
    older, newer = story("先"), story("后", publish_at=timezone.make_aware(datetime(2020, 1, 1)))
    Article.objects.filter(pk=newer.pk).update(updated_at=timezone.make_aware(datetime(2020, 1, 2)))
    commit()
    LatestChange.objects.all().delete()
    migration = import_module("articles.migrations.0027_latest_changes")
    migration.list_known_stories(apps, connection.schema_editor())
    assert program.poll() == [("created", newer.pk), ("created", older.pk)]
    assert program.entries[0]["at"] == "2020-01-01T23:59:59.998000+08:00"


def test_what_was_public_is_listed_for_superusers_changes_too(program, client):
    chief = User.objects.create(username="总编辑", is_superuser=True)
    article = story()
    program.poll()
    editing.withdraw(article.pk, Actor.at_desk(chief), "撤下。")
    article.refresh_from_db()
    article.headline = "撤下后又改"
    article.save()
    assert program.poll() == [("withdrawn", article.pk)]
