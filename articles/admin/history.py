"""A story's history: its versions and log entries, latest first; and any two versions compared."""

import datetime
from collections import defaultdict
from itertools import pairwise
from types import SimpleNamespace

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Article
from articles.text.characters import beginning

from .base import as_number
from .review import save_warning

# A log entry and the version it belongs to have the same reason, and times no further apart.
SAME_EVENT_WINDOW = datetime.timedelta(seconds=2)
# Actions that create no version.
WITHOUT_VERSION = {Action.VOIDED, Action.SETTLED, Action.PREVIEWED, Action.CORRECTED}


class StoryHistory:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        compare = self.admin_site.admin_view(self.differences_view)
        return [path("<int:pk>/differences/", compare, name="articles_article_differences"), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        article = self.visible_story(request, object_id)
        page = history(article, Actor.at_desk(request.user), request.GET.get("page"))
        return self.desk_page(request, "article/history.html", _("History"), article=article, page=page)

    def differences_view(self, request, pk):
        article = self.visible_story(request, pk)
        actor = Actor.at_desk(request.user)
        old, new = _two_versions(article, request.GET)
        return self.desk_page(
            request,
            "article/differences.html",
            _("Versions compared"),
            article=article,
            versions=[old, new],
            fields=editing.compared(old, new),
            pictures=editing.pictures_compared(old, new),
            may_restore=editing.may_change(article, actor),
            opened_version=editing.seen_version(article, actor),
            save_warning=save_warning(article, actor),
        )


def history(article, actor: Actor, number) -> Page:
    """A page of log entries and versions, latest first; the last page if `number` is out of range. Only the versions on
    it are loaded with their text."""
    revisions = list(article.revisions.newest_first().defer("snapshot"))
    made_by = _versions_made(revisions, article.audit.select_related("user"))
    claimed = {revision.pk for _line, revision in made_by if revision}
    silent = [(None, revision) for revision in revisions if revision.pk not in claimed]
    done = sorted([*made_by, *silent], key=lambda pair: (pair[0] or pair[1]).at, reverse=True)
    paginator = Paginator(done, per_page=50)
    page = paginator.get_page(number)
    page.numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    page.object_list = _entries(article, actor, page.object_list, revisions)
    return page


def _before(revisions):
    """{version: the one it was made from}: for a public version the previous public one, for a pending version the
    previous one of either kind."""
    public = [revision for revision in revisions if revision.base_version is None]
    waiting = [(new, old) for new, old in pairwise(revisions) if new.base_version is not None]
    return dict(pairwise(public)) | dict(waiting)


def _entries(article, actor, done, revisions):
    before = _before(revisions)
    shown = [revision for _line, revision in done if revision]
    compared = {version.pk for revision in shown for version in (revision, before.get(revision)) if version}
    texts = dict(article.revisions.filter(pk__in=compared).values_list("pk", "snapshot"))
    versions = [revision.version for revision in revisions]
    steps = _steps(article, versions, {revision.version for revision in shown})
    return [
        _entry(line, revision, _changed(texts, before.get(revision), revision), steps, actor) for line, revision in done
    ]


def _changed(texts, older, revision):
    return [label for _name, label, *_texts in editing.differing(texts[older.pk], texts[revision.pk])] if older else []


def _steps(article, versions, shown):
    """{version: the step that created it} for the versions `shown`; the stories of a step come without their text. The
    version is the first one after the step's `before`: its `after` changes when a later step is undone."""
    key, made = str(article.pk), {}
    for pk, before in article.steps.values_list("pk", "before"):
        previous = (before[key] or {}).get("version", 0)
        made[pk] = min((version for version in versions if version > previous), default=None)
    touched = Prefetch("articles", Article.objects.defer("body", "imported"))
    steps = article.steps.filter(pk__in=[pk for pk, version in made.items() if version in shown])
    return {made[step.pk]: step for step in steps.defer("before").prefetch_related(touched)}


def _versions_made(revisions, lines):
    """[(log entry, the version created with it or None), …]"""
    free, pairs = defaultdict(list), []
    for revision in revisions:
        free[revision.user_id, revision.why].append(revision)
    for line in lines:
        alike = free[line.user_id, beginning(line.detail, 200)]
        made = min(
            (each for each in alike if _made_by(line, each)), key=lambda each: abs(each.at - line.at), default=None
        )
        if made:
            alike.remove(made)
        pairs.append((line, made))
    return pairs


def _made_by(line, revision):
    return line.action not in WITHOUT_VERSION and abs(revision.at - line.at) < SAME_EVENT_WINDOW


def _entry(line, revision, changed, steps, actor):
    source = line or revision
    step = steps.get(revision.version) if revision else None
    return SimpleNamespace(
        at=source.at,
        user=source.user,
        origin=source.get_origin_display(),
        what=line.get_action_display() if line else _("kept as it was found"),
        detail=(line.detail if line else "") or (revision.why if revision else ""),
        revision=revision,
        changed=changed,
        step=step,
        may_undo=bool(step) and not editing.why_not_undo(step, actor),
    )


def _two_versions(article, chosen):
    """The two versions requested, the older one first; by default the latest two."""
    numbers = list(article.revisions.order_by("version").values_list("version", flat=True))
    if not numbers:
        raise Http404
    new = _version(chosen.get("to"), numbers) or numbers[-1]
    old = _version(chosen.get("from"), numbers) or max([n for n in numbers if n < new], default=new)
    revisions = article.revisions.select_related("user").filter(version__in=[old, new]).order_by("version")
    # The first version is compared with itself.
    return list(revisions) * (2 if old == new else 1)


def _version(typed, numbers):
    return as_number(typed) if as_number(typed) in numbers else None
