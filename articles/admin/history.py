"""What became of a story: its versions, sign-offs and everything else the log says, newest first; and any two versions
compared."""

import datetime
from itertools import pairwise
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, AuditEntry, Revision, Step

from .review import what_saving_costs

# What a change writes into the log stands there within this time of the version it made, with the same reason.
TOGETHER = datetime.timedelta(seconds=2)
# These make no version of their own.
BESIDE_VERSIONS = {Action.VOIDED, Action.SETTLED, Action.PREVIEWED, Action.CORRECTED}


class Entry(NamedTuple):
    """A line of the history: something done, the version it made, or both."""

    at: datetime.datetime
    user: AbstractBaseUser | None
    origin: str
    what: str
    detail: str
    revision: Revision | None
    changed: list[str]
    step: Step | None
    may_undo: bool


class ComparedField(NamedTuple):
    label: str
    passages: list[editing.Passage]


class StoryHistory:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        compare = self.admin_site.admin_view(self.differences_view)
        return [path("<int:pk>/differences/", compare, name="articles_article_differences"), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        article = self._visible(request, object_id)
        entries = history(article, Actor.at_desk(request.user))
        return self.desk_page(request, "article/history.html", _("History"), article=article, entries=entries)

    def differences_view(self, request, pk):
        article = self._visible(request, str(pk))
        by = Actor.at_desk(request.user)
        old, new = _two_versions(article, request.GET)
        return self.desk_page(
            request,
            "article/differences.html",
            _("Versions compared"),
            article=article,
            versions=[old, new],
            fields=compared(old, new),
            may_restore=editing.may_change(article, by),
            cost_of_saving=what_saving_costs(article, by),
        )

    def _visible(self, request, object_id):
        article = self.get_object(request, object_id)
        if article is None or not self.has_view_or_change_permission(request, article):
            raise Http404
        return article


def history(article, by: Actor) -> list[Entry]:
    """Everything that was done with the article and is known of it, the newest first."""
    revisions = list(article.revisions.newest_first())
    before = {newer.pk: older for newer, older in pairwise(revisions)}
    steps = {step.after[str(article.pk)]: step for step in article.steps.select_related("user")}
    made_by = _versions_made(revisions, AuditEntry.objects.of(article))
    logged = [_entry(line, revision, before, steps, by) for line, revision in made_by]
    claimed = {revision.pk for _line, revision in made_by if revision}
    silent = [_entry(None, revision, before, steps, by) for revision in revisions if revision.pk not in claimed]
    return sorted([*logged, *silent], key=lambda entry: entry.at, reverse=True)


def _versions_made(revisions, lines):
    """Each line of the log with the version that was made with it, or None."""
    free, pairs = list(revisions), []
    for line in lines:
        made = min(
            (each for each in free if _made_by(line, each)), key=lambda each: abs(each.at - line.at), default=None
        )
        if made:
            free.remove(made)
        pairs.append((line, made))
    return pairs


def _made_by(line, revision):
    same = revision.user_id == line.user_id and revision.why == line.detail[:200]
    return same and line.action not in BESIDE_VERSIONS and abs(revision.at - line.at) < TOGETHER


def _entry(line, revision, before, steps, by):
    source = line or revision
    step = steps.get(revision.version) if revision else None
    older = before.get(revision.pk) if revision else None
    return Entry(
        at=source.at,
        user=source.user,
        origin=source.get_origin_display(),
        what=line.get_action_display() if line else _("kept as it was found"),
        detail=(line.detail if line else "") or (revision.why if revision else ""),
        revision=revision,
        changed=[field for field, old, new in _pairs(older, revision) if old != new] if older else [],
        step=step,
        may_undo=bool(step) and not editing.why_not_undo(step, by),
    )


def _pairs(old, new):
    """(what a field is called, what it said, what it says) of two versions."""
    lines = zip(editing.as_lines(old.snapshot), editing.as_lines(new.snapshot), strict=True)
    return [(label, before, after) for (_name, label, before), (_same, _same_label, after) in lines]


def compared(old: Revision, new: Revision) -> list[ComparedField]:
    """The fields in which the two versions differ."""
    return [
        ComparedField(label, editing.differences(before, after))
        for label, before, after in _pairs(old, new)
        if before != after
    ]


def _two_versions(article, chosen):
    """The two versions asked for, the older one first; the last change where none was named."""
    revisions = {revision.version: revision for revision in article.revisions.select_related("user")}
    numbers = sorted(revisions)
    if not numbers:
        raise Http404
    new = _version(chosen.get("to"), revisions) or numbers[-1]
    old = _version(chosen.get("from"), revisions) or max([n for n in numbers if n < new], default=new)
    return (revisions[number] for number in sorted([old, new]))


def _version(typed, revisions):
    number = int(typed) if typed and typed.isdecimal() and len(typed) < 10 else None
    return number if number in revisions else None
