"""The desk's first page: tasks, the latest issues page by page, who is at work, the latest log entries.

Every number links to the list of what it counts. The number of queries does not depend on the size of the archive."""

import datetime

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editing
from articles.models import Article, AuditEntry, Issue, Note, OpenStory, Page, Placement, Problem, ReaderReport, Stage

from .base import how_many, linked
from .filters import states

ISSUES, MINE, DOUBTED, LINES, DAYS, SIGNED_AT_ONCE = 3, 6, 8, 12, 14, 24


def front(request) -> dict:
    user = request.user
    stories = admin.site.get_model_admin(Article).get_queryset(request)
    context = {"today": timezone.localdate()}
    if user.has_perm("articles.view_article"):
        context |= {"states": _states(stories), "tasks": _tasks(stories, user), "at_work": _at_work(stories, user)}
        context |= {"unsigned": _without_signer() if user.has_perm("articles.manage_accounts") else []}
        context |= {"notes": Note.objects.for_user(user)[:MINE]}
    if user.has_perm("articles.change_problem"):
        context |= {"reports": _reports(stories)}
    if user.has_perm("articles.view_page"):
        context |= {"pages_to_sign": _pages_to_sign(user)}
        context |= {"issues": _latest_issues(user), "doubted": _doubted_pages(user), "fortnight": _fortnight()}
    return context | {"log": _log(user)}


# Stories by their state


def _states(stories) -> list[dict]:
    """Drafts are counted by the stage of review that they wait for. What is counted a second time says so."""
    found = states(stories)
    pending, changes = found.pop("pending")
    shown = [_state(state, *each, state=state) for state, each in found.items() if state not in ("draft", "spiked")]
    again = [
        _state("pending", _of_these(pending), changes, state="pending"),
        _state("doubt", _of_these(_("in doubt")), stories.in_doubt(), doubts="open"),
    ]
    return [*shown, *again]


def _of_these(name):
    return _("of these: %(state)s") % {"state": name}


def _state(kind, name, stories, **narrowed):
    return {"kind": kind, "name": name, "number": stories.count(), "address": _list(**narrowed)}


def _list(model="article", **narrowed):
    return reverse(f"admin:articles_{model}_changelist", query=narrowed)


# What waits for the user


def _tasks(stories, user) -> list[dict]:
    """What waits for the user: the latest stories, and the address of the whole list."""
    stages = [stage for stage in Stage.required() if user.has_perm(stage.permission)]
    tasks = []
    for stage in stages:
        waiting = stories.waiting_for(stage).signable_by(user)
        tasks.append(_task(_("waiting for %(stage)s") % {"stage": stage.label}, waiting, state=stage.value))
    if not stages and user.has_perm("articles.change_article"):
        submitted = stories.filter(status=Article.Status.DRAFT)
        tasks.append(_task(_("you submitted"), submitted, state="draft"))
    if user.has_perm("articles.add_article"):
        written = stories.filter(status=Article.Status.WRITING, created_by=user).with_return()
        tasks.append(_task(_("you are writing"), written, state="writing"))
    return [task for task in tasks if task["number"]]


def _task(name, waiting, **narrowed):
    stories = waiting.newest_first().for_lists().with_open_problems()[:MINE]
    return {"name": name, "number": waiting.count(), "address": _list(**narrowed), "stories": stories}


def _without_signer() -> list[dict]:
    """The stories that wait for a stage that nobody may sign for them, stage by stage."""
    first = Stage.required()[0]
    found = [(stage, editing.without_signer(stage).newest_first()) for stage in Stage.required()]
    return [
        {
            "stage": stage.label,
            "number": number,
            "titles": linked(list(stories.only("title")[: MINE + 1]), MINE),
            "missing_roles": "" if editing.signers_of(stage).exists() else _roles_that_sign(stage),
            "author_might": stage == first and not settings.AUTHOR_MAY_SIGN,
        }
        for stage, stories in found
        if (number := stories.count())
    ]


def _roles_that_sign(stage) -> str:
    codename = stage.permission.removeprefix("articles.")
    names = Group.objects.filter(permissions__codename=codename).order_by("pk").values_list("name", flat=True)
    return _(" or ").join(names)


def _reports(stories):
    """What readers reported about these stories, the oldest first."""
    editing.delete_expired_reports()
    reports = ReaderReport.objects.open().filter(Exists(stories.filter(pk=OuterRef("article"))))
    shown = reports.select_related("article").only("text", "created_at", "article__title")[:MINE]
    return {"number": reports.count(), "shown": shown}


def _pages_to_sign(user):
    """The printed pages that wait for their final sign-off; None for users who may not give it."""
    if not user.has_perm(Stage.FINAL.permission):
        return None
    pages = Page.objects.to_sign().for_navigation().order_by("-issue__date", "order")
    waiting = list(pages[:SIGNED_AT_ONCE])
    return {
        "number": pages.count(),
        "pages": waiting[:MINE],
        "address": _list("page", sign="waiting"),
        "sign_all": reverse("admin:articles_page_sign", query={"page": [page.pk for page in waiting]}),
        "signed_at_once": len(waiting),
    }


# Who is at work


def _at_work(stories, user):
    # Exists() checks each open story; IN would first collect all stories of the archive.
    mine = Exists(stories.filter(pk=OuterRef("article")))
    at_work = OpenStory.objects.now().exclude(user=user).filter(mine)
    return at_work.select_related("article").defer("article__body", "article__imported").order_by("user", "-seen_at")


def _log(user):
    """The latest log entries; only the user's own if they may not read the log."""
    lines = AuditEntry.objects.excluding_logins().newest_first().defer("article__body", "article__imported")
    if not user.has_perm("articles.view_auditentry"):
        lines = lines.filter(user=user)
    return lines[:LINES]


# Issues and pages


def _latest_issues(user):
    printed = Placement.objects.visible_to(user).exclude(article__status__in=Article.GONE)
    pages = Page.objects.for_navigation().annotate(
        stories=how_many(printed, "page"),
        drafts=how_many(printed.filter(article__status=Article.Status.DRAFT), "page"),
        open_problems=how_many(Problem.objects.open().visible_to(user), "page"),
    )
    return Issue.objects.order_by("-date").prefetch_related(Prefetch("pages", pages))[:ISSUES]


def _doubted_pages(user):
    problems = Problem.objects.open().visible_to(user)
    pages = Page.objects.for_navigation().filter(pk__in=problems.values("page"))
    pages = pages.annotate(open_problems=how_many(problems, "page"))
    return pages.order_by("-issue__date", "order")[:DOUBTED]


def _fortnight() -> dict:
    """The two weeks up to the latest issue, day by day; and two plots with their numbers and maximum."""
    newest = Issue.objects.order_by("-date").values_list("date", flat=True).first() or timezone.localdate()
    dates = [newest - datetime.timedelta(days=back) for back in reversed(range(DAYS))]
    between = (dates[0], dates[-1])
    stories = _per_day(Article.objects.filter(date__range=between).exclude(status__in=Article.GONE), "date")
    pages = _per_day(Page.objects.filter(issue__date__range=between), "issue__date")
    problems = _per_day(Problem.objects.filter(page__issue__date__range=between), "page__issue__date")
    days = [_day(date, stories.get(date, 0), pages.get(date, 0), problems.get(date, 0)) for date in dates]
    plots = {"stories": [day["stories"] for day in days], "problems": [day["problems_a_page"] for day in days]}
    return {"days": days} | {name: {"numbers": numbers, "top": max(numbers)} for name, numbers in plots.items()}


def _per_day(rows, date):
    return dict(rows.order_by().values_list(date).annotate(Count("pk")))


def _day(date, stories, pages, problems):
    a_page = round(problems / pages, 1) if pages else 0
    return {"date": date, "stories": stories, "pages": pages, "problems": problems, "problems_a_page": a_page}
