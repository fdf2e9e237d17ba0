"""The desk's first page: what waits and for whom, the latest issues page by page, who is at work, the latest log.

Every number links to the list that holds exactly what it counted. The number of queries does not grow with the
archive.
"""

import datetime
from typing import NamedTuple

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, AuditEntry, Issue, OpenStory, Page, Placement, Problem, Stage

from .base import how_many
from .filters import states

ISSUES, MINE, DOUBTED, LINES, DAYS = 3, 6, 8, 12, 14


class Day(NamedTuple):
    date: datetime.date
    stories: int
    pages: int
    problems: int

    @property
    def problems_a_page(self):
        return round(self.problems / self.pages, 1) if self.pages else 0


def front(request) -> dict:
    """The context of the desk's first page, as far as its user may see it."""
    user = request.user
    stories = admin.site.get_model_admin(Article).get_queryset(request)
    context = {"today": timezone.localdate()}
    if user.has_perm("articles.view_article"):
        context |= {"states": _states(stories), "tasks": _tasks(stories, user), "at_work": _at_work(stories, user)}
    if user.has_perm("articles.view_page"):
        context |= {"pages_to_sign": _pages_to_sign(user)}
        context |= {"issues": _latest_issues(), "doubted": _doubted_pages(), "fortnight": _fortnight()}
    return context | {"log": _log(user)}


# Stories by their state


def _states(stories) -> list[dict]:
    """How many stories are in each state, and the list that shows them."""
    counted = [_state(state, label, found, state=state) for state, (label, found) in states(stories).items()]
    return [*counted, _state("doubt", _("in doubt"), stories.in_doubt(), doubts="open")]


def _state(kind, name, stories, **narrowed):
    return {"kind": kind, "name": name, "number": stories.count(), "address": _list(**narrowed)}


def _list(model="article", **narrowed):
    return reverse(f"admin:articles_{model}_changelist", query=narrowed)


# What waits for the user


def _tasks(stories, user) -> list[dict]:
    """What waits for the user: the newest stories, and the list with all of them."""
    stages = [stage for stage in Stage.required() if user.has_perm(stage.permission)]
    tasks = [_to_sign(stories, user, stage) for stage in stages]
    if not stages and user.has_perm("articles.change_article"):
        drafts = stories.filter(status=Article.Status.DRAFT)
        tasks.append(_task(_("your drafts"), drafts, state="draft"))
    return [task for task in tasks if task["number"]]


def _to_sign(stories, user, stage):
    waiting = stories.waiting_for(stage).signable_by(user)
    return _task(_("waiting for %(stage)s") % {"stage": stage.label}, waiting, state=stage.value)


def _task(name, waiting, **narrowed):
    stories = waiting.newest_first().for_lists().with_open_problems()[:MINE]
    return {"name": name, "number": waiting.count(), "address": _list(**narrowed), "stories": stories}


def _pages_to_sign(user):
    """The printed pages that wait for one final sign-off, and how many there are; nothing for who may not give it."""
    if not user.has_perm(Stage.FINAL.permission):
        return None
    pages = Page.objects.to_sign().for_navigation().order_by("-issue__date", "order")
    return {"number": pages.count(), "pages": pages[:MINE], "address": _list("page", sign="waiting")}


# Who is at work


def _at_work(stories, user):
    # Exists, story by story: a list of all stories to look in takes as long as the archive is large.
    mine = Exists(stories.filter(pk=OuterRef("article")))
    at_work = OpenStory.objects.now().exclude(user=user).filter(mine)
    return at_work.select_related("article").defer("article__body", "article__imported").order_by("user", "-seen_at")


def _log(user):
    """The last lines of the log; who may not read all of it sees what they did themselves."""
    lines = AuditEntry.objects.excluding_logins().newest_first().defer("article__body", "article__imported")
    if not user.has_perm("articles.view_auditentry"):
        lines = lines.filter(user=user)
    return lines[:LINES]


# Issues and pages


def _latest_issues():
    printed = Placement.objects.exclude(article__status=Article.Status.MERGED)
    pages = Page.objects.for_navigation().annotate(
        stories=how_many(printed, "page"),
        drafts=how_many(printed.filter(article__status=Article.Status.DRAFT), "page"),
        open_problems=how_many(Problem.objects.open(), "page"),
    )
    return Issue.objects.order_by("-date").prefetch_related(Prefetch("pages", pages))[:ISSUES]


def _doubted_pages():
    """The pages with open problems, the newest first, each with how many."""
    pages = Page.objects.for_navigation().filter(pk__in=Problem.objects.open().values("page"))
    pages = pages.annotate(open_problems=how_many(Problem.objects.open(), "page"))
    return pages.order_by("-issue__date", "order")[:DOUBTED]


def _fortnight() -> dict:
    """The two weeks up to the newest issue, day by day; and the numbers of two plots, with the highest of each."""
    newest = Issue.objects.order_by("-date").values_list("date", flat=True).first() or timezone.localdate()
    dates = [newest - datetime.timedelta(days=back) for back in reversed(range(DAYS))]
    between = (dates[0], dates[-1])
    stories = _a_day(Article.objects.filter(date__range=between).exclude(status=Article.Status.MERGED), "date")
    pages = _a_day(Page.objects.filter(issue__date__range=between), "issue__date")
    problems = _a_day(Problem.objects.filter(page__issue__date__range=between), "page__issue__date")
    days = [Day(date, stories.get(date, 0), pages.get(date, 0), problems.get(date, 0)) for date in dates]
    plots = {"stories": [day.stories for day in days], "problems": [day.problems_a_page for day in days]}
    return {"days": days} | {name: {"numbers": numbers, "top": max(numbers)} for name, numbers in plots.items()}


def _a_day(rows, date):
    return dict(rows.order_by().values_list(date).annotate(Count("pk")))
