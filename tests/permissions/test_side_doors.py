"""What readers see after every action that may show or hide a story, by every role.

TABLE says who changes what readers see, and how; nobody else changes anything. An address of the desk or the API or a
list action that is not tried here fails the tests.
"""

from datetime import date, timedelta
from functools import cached_property

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from articles import editing
from articles.api.desk.urls import desk as api_routes
from articles.editing import Actor
from articles.importing import import_issue
from articles.importing.sources import IssueSource, PageSource
from articles.models import ApiToken, Article, Problem, Section
from articles.roles import ROLES
from tests.desk.conftest import account
from tests.desk.forms import as_rendered
from tests.site.rows import picture

from .world import SUPERUSER, User, some_are_slow

pytestmark = pytest.mark.django_db
DAY = date(2023, 7, 20)
HEADS = {
    "before": "今年大旱之年粮食获丰收",
    "subject": "水利局扎实开展河湖保护",
    "after": "村里办起了小饭桌让老人吃上热饭",
}
TEXT = """今年大旱之年粮食获丰收

今年入夏以来，我县遭遇多年不遇的旱情，各镇村组织抽水抗旱，确保灌溉用水，粮食总产再创新高。

农技人员也走村入户，手把手指导农户科学管护，全县粮食喜获丰收。

陈小禾

水利局扎实开展河湖保护

连日来，水利局组织六十余人次，在县城各河道开展集中清理行动，取得良好成效。

志愿者还向沿岸群众发放宣传单，引导大家爱护身边的河湖。

曹璐

村里办起了小饭桌让老人吃上热饭

每到中午，村里的老人们就来到小饭桌吃饭，说说笑笑，其乐融融。

党员志愿者还上门服务，帮助老人解决生活困难。

王大力
"""
REPORTER, EDITOR, DUTY, CHIEF, OPERATOR = ROLES
PEOPLE = [*ROLES, SUPERUSER]
AMENDS = {CHIEF, SUPERUSER}
STATES = ["draft", "public", "pending", "merging"]
"""The subject is never public; public; or public with a pending change of its text, or a pending merge with the next
story, that needs its last sign-off."""


class Newsroom:
    """A page of three public stories, of which the middle one, the subject, is in the given state."""

    def __init__(self, state):
        self.people = {role: account(role, role, role) for role in ROLES}
        self.people[SUPERUSER] = User.objects.create(username="root", is_staff=True, is_superuser=True)
        import_issue(self.source(TEXT))
        stories = {article.headline: article for article in Article.objects.all()}
        self.stories = {place: stories[head] for place, head in HEADS.items()}
        self.subject = self.stories["subject"]
        self.page = self.subject.placements.get().page
        Problem.objects.all().delete()
        self.problem = Problem.objects.create(article=self.subject, page=self.page, code="no_headline", line=1)
        self.root = Actor.at_desk(self.people[SUPERUSER])
        Article.objects.filter(pk=self.subject.pk).update(created_by=self.people[REPORTER])
        with editing.changing(self.subject.pk, self.root) as change:
            change.article.deck = "——副题"
            change.article.save()
        self.step = editing.turn_block(self.subject.pk, self.root, 1, "subhead")
        if state == "draft":
            Article.objects.filter(pk=self.subject.pk).update(status="draft", withdrawn_at=None)
            self.subject.signoffs.all().delete()
            self.subject.revisions.exclude(version=Article.objects.get(pk=self.subject.pk).version).delete()
        if state in ("pending", "merging"):
            self._add_pending_change(state)

    def _add_pending_change(self, state):
        writer, first, second = (account(name, name, EDITOR) for name in ("writer", "first", "second"))
        second.groups.set(self.people[DUTY].groups.all())
        if state == "merging":
            editing.merge_with_next(self.subject.pk, Actor.at_desk(writer))
        else:
            with editing.changing(self.subject.pk, Actor.at_desk(writer)) as change:
                change.article.headline = "改过的题"
                change.article.save()
        for user in (first, second):
            editing.sign_off(self.subject.pk, Actor.at_desk(user))

    @staticmethod
    def source(text):
        return IssueSource(DAY, "", (PageSource("2", "综合新闻", "", text),))

    def seen_by_readers(self):
        return {place: self._seen(story) for place, story in self.stories.items()}

    @staticmethod
    def _seen(story):
        """What public() shows of a story; if it is not public, the status of its address."""
        article = Article.objects.public().filter(pk=story.pk).first()
        if article is None:
            return Client().get(f"/articles/{story.pk}/").status_code, []
        byline = [str(each) for each in article.contributions.all()]
        return 200, [*editing.snapshots.take(article).values(), byline, list(article.placements.values_list("page"))]


class Person:
    def __init__(self, room, person):
        self.room, self.user, self.actor = room, room.people[person], Actor.at_desk(room.people[person])
        self.desk = Client()
        self.desk.force_login(self.user)
        self.api_client = Client(headers={"Authorization": f"Bearer {ApiToken.objects.issue(self.user, '排版')[1]}"})

    @property
    def subject(self):
        return Article.objects.get(pk=self.room.subject.pk)

    @cached_property
    def form(self):
        return as_rendered(self.desk.get(self.change))

    @property
    def change(self):
        return reverse("admin:articles_article_change", args=[self.room.subject.pk])

    def save(self, **typed):
        if self.form.get("body"):
            self.desk.post(self.change, self.form | typed)

    def press(self, name, *args, **said):
        subject = self.subject
        version = editing.seen_version(subject, self.actor)
        said |= {"opened_version": version, "pending": subject.pending.version if subject.pending else ""}
        self.desk.post(reverse(f"admin:articles_article_{name}", args=[subject.pk, *args]), said)

    def choose(self, action):
        said = {"action": action, "_selected_action": [self.subject.pk], "notice": "内容有误。", "post": "yes"}
        self.desk.post(reverse("admin:articles_article_changelist"), said)

    def send(self, name, data=None, patch=False, more=()):
        subject = self.subject
        of_pending = subject.pending and name in {"sign_off", "discard", "rebase"}
        version = subject.pending.version if of_pending else editing.seen_version(subject, self.actor)
        send = self.api_client.patch if patch else self.api_client.post
        address = reverse(f"desk:{name}", args=[subject.pk, *more])
        send(address, data or {}, content_type="application/json", headers={"If-Match": f'"v{version}"'})

    def import_page(self, way):
        page = self.room.page
        said = {"date": "2023-07-20", "number": "2", "name": "综合新闻", "way": way, "_import": "1"}
        said["text"] = page.source_text.replace("扎实开展", "深入开展")
        form = as_rendered(self.desk.post(reverse("admin:articles_page_import"), said))
        if "looked_at" in form:
            self.desk.post(reverse("admin:articles_page_import"), said | {"looked_at": form["looked_at"]})

    def import_issue(self):
        text = self.room.page.source_text.replace("扎实开展", "深入开展")
        files = [SimpleUploadedFile("02 综合新闻.txt", text.encode())]
        said = {"date": "2023-07-20", "way": "draft"}
        form = as_rendered(self.desk.post(reverse("admin:articles_page_import_issue"), said | {"files": files}))
        if "looked_at" in form:
            self.desk.post(reverse("admin:articles_page_import_issue"), said | form | {"_import": "1"})

    def sign_page(self):
        address = reverse("admin:articles_page_sign", query={"page": self.room.page.pk})
        looked = self.desk.get(address).context
        states = {f"state-{each.page.pk}": each.state for each, _who in (looked or {}).get("reviews", [])}
        self.desk.post(address, states)

    def send_sign_page(self):
        address = reverse("desk:sign_page", args=["2023-07-20", "2"])
        seen = self.api_client.get(address).headers.get("ETag", '"x"')
        self.api_client.post(address, content_type="application/json", headers={"If-Match": seen})

    def send_undo_import(self):
        address = reverse("desk:undo_import", args=["2023-07-20", "2"])
        seen = self.api_client.get(address).headers.get("ETag", '"x"')
        self.api_client.post(address, content_type="application/json", headers={"If-Match": seen})

    def send_import(self):
        text = self.room.page.source_text.replace("扎实开展", "深入开展")
        data = {"date": "2023-07-20", "number": "2", "text": text}
        self.api_client.post(reverse("desk:desk_pages"), data, content_type="application/json")


def at(days):
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%d")


def moment(days):
    return (timezone.now() + timedelta(days=days)).isoformat()


def another_section():
    return Section.objects.exclude(pk=Article.objects.get(headline=HEADS["subject"]).section_id).first()


# The name of the address or action, after a colon the variant.
TRIED = {
    "change:text": lambda who: who.save(headline="别的题"),
    "change:byline": lambda who: who.save(**{"contributions-0-role": "摄影"}),
    "change:section": lambda who: who.save(section=another_section().pk),
    "change:day": lambda who: who.save(date="2023-07-19"),
    "change:past": lambda who: who.save(publish_at_0="2023-07-19"),
    "change:future": lambda who: who.save(publish_at_0=at(+2)),
    "change:place": lambda who: who.save(**{"placements-0-DELETE": "on"}),
    "block:split": lambda who: who.press("block", 1, "split"),
    "block:before": lambda who: who.press("block", 0, "before"),
    "block:after": lambda who: who.press("block", 1, "after"),
    "block:turn": lambda who: who.press("block", 0, "caption"),
    "merge": lambda who: who.press("merge"),
    "join": lambda who: who.press("join", opening=who.room.stories["before"].pk),
    "undo": lambda who: who.press("undo", who.room.step.pk),
    "sign": lambda who: who.press("sign"),
    "discard": lambda who: who.press("discard"),
    "rebase": lambda who: who.press("rebase"),
    "reopen": lambda who: who.press("reopen"),
    "submit": lambda who: who.press("submit"),
    "spike": lambda who: who.press("spike"),
    "unspike": lambda who: who.press("unspike"),
    "withdraw": lambda who: who.press("withdraw", notice="内容有误。"),
    "restore": lambda who: who.press("restore"),
    "restore_revision": lambda who: who.press("restore_revision", who.subject.revisions.earliest("version").version),
    "settle": lambda who: who.press("settle", who.room.problem.pk),
    "presence": lambda who: who.press("presence"),
    "preview": lambda who: who.press("preview"),
    "delete": lambda who: who.press("delete", post="yes"),
    "action:sign_off": lambda who: who.choose("sign_off"),
    "action:put_back_to_draft": lambda who: who.choose("put_back_to_draft"),
    "action:spike": lambda who: who.choose("spike"),
    "action:unspike": lambda who: who.choose("unspike"),
    "action:withdraw": lambda who: who.choose("withdraw"),
    "action:restore": lambda who: who.choose("restore"),
    "action:settle_problems": lambda who: who.choose("settle_problems"),
    "action:delete_selected": lambda who: who.choose("delete_selected"),
    "page_import:draft": lambda who: who.import_page("draft"),
    "page_import:printed": lambda who: who.import_page("printed"),
    "page_import_issue": lambda who: who.import_issue(),
    # Does not sign the subject's draft, which was edited; see tests/desk/test_page_signing.py.
    "page_sign": lambda who: who.sign_page(),
    "page_undo_import": lambda who: who.desk.post(
        reverse("admin:articles_page_undo_import", args=[who.room.page.pk]), {"post": "yes"}
    ),
    "issue_undo_import": lambda who: who.desk.post(
        reverse("admin:articles_issue_undo_import", args=[who.room.page.issue_id]), {"post": "yes"}
    ),
    "page_delete": lambda who: who.desk.post(_of_page(who, "page"), {"post": "yes"}),
    "issue_delete": lambda who: who.desk.post(_of_page(who, "issue"), {"post": "yes"}),
    "api story:text": lambda who: who.send("story", {"headline": "别的题"}, patch=True),
    "api story:byline": lambda who: who.send("story", {"authors": [{"name": "曹璐", "role": "编辑"}]}, patch=True),
    "api story:pictures": lambda who: who.send("story", {"pictures": [{"id": picture().pk}]}, patch=True),
    "api story:section": lambda who: who.send("story", {"section": another_section().slug}, patch=True),
    "api story:day": lambda who: who.send("story", {"date": "2023-07-19"}, patch=True),
    "api story:past": lambda who: who.send("story", {"publish_at": moment(-9)}, patch=True),
    "api story:future": lambda who: who.send("story", {"publish_at": moment(+2)}, patch=True),
    "api sign_off": lambda who: who.send("sign_off"),
    "api discard": lambda who: who.send("discard"),
    "api rebase": lambda who: who.send("rebase"),
    "api reopen": lambda who: who.send("reopen"),
    "api submit": lambda who: who.send("submit"),
    "api spike": lambda who: who.send("spike"),
    "api unspike": lambda who: who.send("unspike"),
    "api withdraw": lambda who: who.send("withdraw", {"notice": "内容有误。"}),
    "api restore": lambda who: who.send("restore"),
    "api correct": lambda who: who.send("correct", {"text": "更正。"}),
    "api split": lambda who: who.send("split", {"at": 1}),
    "api move:before": lambda who: who.send("move", {"at": 0, "to": "previous"}),
    "api move:after": lambda who: who.send("move", {"at": 1, "to": "next"}),
    "api turn": lambda who: who.send("turn", {"at": 0, "kind": "caption"}),
    "api merge": lambda who: who.send("merge"),
    "api join": lambda who: who.send("join", {"opening": who.room.stories["before"].pk}),
    "api undo": lambda who: who.send("undo", more=[who.room.step.pk]),
    "api restore_revision": lambda who: who.send(
        "restore_revision", more=[who.subject.revisions.earliest("version").version]
    ),
    "api problem": lambda who: who.send("problem", {"settled": True}, patch=True, more=[who.room.problem.pk]),
    "api desk_pages": lambda who: who.send_import(),
    "api sign_page": lambda who: who.send_sign_page(),
    "api undo_import": lambda who: who.send_undo_import(),
}
# These read, or create something new.
HARMLESS = {
    "changelist", "add", "history", "differences", "api stories", "api understand", "page_changelist", "page_add",
    "page_history", "issue_changelist", "issue_add", "issue_history", "revoke_preview", "revoke_previews",
    "api pictures", "api account", "api notes", "api revisions", "api revision", "api differences", "api steps",
    "api problems", "api proofreading", "api corrections", "api workload", "workload", "proofread", "page_proofread",
    "note", "word", "elsewhere", "galley", "page_elsewhere", "close_report",
}  # fmt: skip
# Page names and issue dates: tests/desk/test_lists.py. Credits of pictures: tests/api/desk/test_pictures.py.
# Mending and leaving doubts: tests/desk/test_proofreading.py, tests/api/desk/test_doubts.py.
# Amending corrections: tests/api/desk/test_corrections.py.
ELSEWHERE = {
    "page_change", "issue_change", "api picture", "mend", "dismiss", "api mend", "api found_doubt", "api correction",
}  # fmt: skip

# Actions that affect a pending step; the others are tried with a pending text.
WITH_PENDING_STEP = {
    "change:text", "block:split", "block:before", "block:after", "merge", "join", "undo", "sign", "discard", "rebase",
    "withdraw", "restore_revision", "action:sign_off", "page_import:printed", "api story:text", "api sign_off",
    "api discard", "api rebase", "api split", "api move:before", "api move:after", "api merge", "api join", "api undo",
    "api restore_revision",
}  # fmt: skip

ALL = set(PEOPLE)
CHANGED, GONE, MOVED = "changed", 410, 301
PUBLIC = {"public", "pending", "merging"}
# (actions, states of the subject, people who may, {story: what readers see then})
TABLE = [
    *(
        ({door}, PUBLIC, AMENDS, {"subject": CHANGED})
        for what in ("text", "byline", "section", "day", "past")
        for door in (f"change:{what}", f"api story:{what}")
    ),
    ({"api story:pictures"}, PUBLIC, AMENDS, {"subject": CHANGED}),
    ({"change:future", "api story:future"}, PUBLIC, AMENDS, {"subject": GONE}),
    ({"change:place", "block:split", "block:turn", "api split", "api turn"}, PUBLIC, AMENDS, {"subject": CHANGED}),
    ({"undo", "restore_revision", "api undo", "api restore_revision"}, PUBLIC, AMENDS, {"subject": CHANGED}),
    ({"block:before", "api move:before"}, PUBLIC, AMENDS, {"subject": CHANGED, "before": CHANGED}),
    ({"block:after", "api move:after"}, PUBLIC, AMENDS, {"subject": CHANGED, "after": CHANGED}),
    ({"block:before", "api move:before"}, {"draft"}, AMENDS, {"before": CHANGED}),
    ({"block:after", "api move:after"}, {"draft"}, AMENDS, {"after": CHANGED}),
    ({"merge", "api merge"}, PUBLIC, AMENDS, {"subject": CHANGED, "after": MOVED}),
    ({"join", "api join"}, PUBLIC, AMENDS, {"subject": MOVED, "before": CHANGED}),
    # Its address now redirects to the other story.
    ({"join", "api join"}, {"draft"}, AMENDS, {"subject": MOVED, "before": CHANGED}),
    ({"withdraw", "api withdraw", "action:withdraw"}, PUBLIC, AMENDS, {"subject": GONE}),
    ({"sign", "api sign_off", "action:sign_off"}, {"pending"}, AMENDS, {"subject": CHANGED}),
    ({"sign", "api sign_off", "action:sign_off"}, {"merging"}, AMENDS, {"subject": CHANGED, "after": MOVED}),
    (
        {"page_import:draft", "page_import:printed", "page_import_issue", "api desk_pages"},
        PUBLIC,
        AMENDS,
        {"subject": CHANGED},
    ),
]


def _of_page(who, what):
    page = who.room.page
    return reverse(f"admin:articles_{what}_delete", args=[page.pk if what == "page" else page.issue_id])


def expected(state, person, door):
    for doors, states, people, found in TABLE:
        if door in doors and state in states and person in people:
            return found
    return {}


def outcome(before, after):
    (_status, text), (status, now) = before, after
    return "same" if before == after else CHANGED if status == 200 and text != now else status


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", some_are_slow(PEOPLE))
def test_readers_see_only_the_changes_in_the_table(state, person):
    room = Newsroom(state)
    who, wrong = Person(room, person), []
    before = room.seen_by_readers()
    assert before["subject"][0] == (404 if state == "draft" else 200)
    doors = WITH_PENDING_STEP if state == "merging" else TRIED
    for door in doors:
        with transaction.atomic():
            TRIED[door](who)
            after = room.seen_by_readers()
            transaction.set_rollback(True)
        found = {place: outcome(before[place], after[place]) for place in before}
        found = {place: what for place, what in found.items() if what != "same"}
        if found != expected(state, person, door):
            wrong.append(f"{door}: readers see {found}")
    assert wrong == [], "\n".join(wrong)


def test_every_changing_address_and_action_is_tried():
    stories = admin.site.get_model_admin(Article)
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    named = {pattern.name for model in (Article, type_of("page"), type_of("issue")) for pattern in urls_of(model)}
    there = {
        *(name.removeprefix("articles_").removeprefix("article_") for name in named if name),
        *(f"action:{name}" for name in stories.get_actions(request)),
        *(f"api {pattern.name}" for pattern in api_routes),
    }
    tried = {door if door.startswith("action:") else door.split(":")[0] for door in TRIED}
    assert sorted(there - tried - HARMLESS - ELSEWHERE) == []
    assert sorted((tried | HARMLESS | ELSEWHERE) - there) == []


def type_of(name):
    return Article._meta.apps.get_model("articles", name)


def urls_of(model):
    return admin.site.get_model_admin(model).get_urls()
