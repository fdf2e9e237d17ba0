"""Recording a step that rearranges stories, and undoing it."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, Article, Problem, Step

from . import snapshots
from .actors import Actor, Refused, Stale
from .changes import Change, begin, locked, why_not_change
from .pending import propose, seen_version, waits
from .pictures import pictures_of
from .snapshots import keep_new


@contextmanager
def rearranging(kind: Step.Kind, actor: Actor, pk, version):
    """Yield a Rearrangement, recorded at the end, and the first article taken for it."""
    with transaction.atomic():
        rearrangement = Rearrangement(kind, actor)
        yield rearrangement, rearrangement.take(pk, version)
        rearrangement.finish()


@dataclass
class Rearrangement:
    """The stories that one step touches, and what they were before."""

    kind: Step.Kind
    actor: Actor
    changes: dict[int, Change] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    before: dict[str, dict] = field(default_factory=dict)
    new: list[Article] = field(default_factory=list)
    step: Step | None = None

    def take(self, pk, version=None):
        """Lock an article for this step to change. Raises Stale or Refused."""
        article = locked(pk, version, self.actor)
        if reason := why_not_change(article, self.actor):
            raise Refused(reason)
        self.seen[pk] = seen_version(article, self.actor)
        self.changes[pk] = begin(article, self.actor)
        self.before[str(pk)] = state_of(article)
        return article

    def finish(self):
        label = str(Step.Kind(self.kind).label)
        if self.kind != Step.Kind.TURN and any(change.waits(self.actor) for change in self.changes.values()):
            self._propose(label)
            return
        # In reverse, because savepoints are nested.
        for change in reversed(self.changes.values()):
            change.finish(self.actor, label, Action.REARRANGED)
        if any(change.waiting for change in self.changes.values()):
            return  # turned in the pending version: the history holds its earlier texts
        for article in self.new:
            keep_new(article, self.actor, label)
        touched = [*(change.article for change in self.changes.values()), *self.new]
        self.step = record_step(self.kind, self.before, touched, self.actor)

    def _propose(self, label):
        """Roll back, and store the step in the pending version of one public story for pending_steps.apply()."""
        merged = Article.Status.MERGED
        carrier = next(each for each in self.changes.values() if each.was_public and each.article.status != merged)
        others = [self._as_other(each) for each in self.changes.values() if each is not carrier]
        parts = [_as_part(part) for part in self.new]
        text = snapshots.changed(carrier.before, snapshots.take(carrier.article))
        # The first savepoint contains the others.
        first = next(iter(self.changes.values()))
        transaction.savepoint_rollback(first.savepoint)
        transaction.savepoint_commit(first.savepoint)
        for other in others:
            _take_again(other)
        article = locked(carrier.article.pk, self.seen[carrier.article.pk], self.actor)
        if article.pending and article.pending.snapshot.get("step"):
            raise Refused(_a_change_waits(article))
        step = {"kind": str(self.kind), "others": others, "parts": parts}
        if propose(article, text | {"step": step}, self.actor, label) is None:
            raise Refused(_("This step changes nothing in the text of “%(title)s”.") % {"title": article})

    def _as_other(self, change):
        after = snapshots.take(change.article)
        return {
            "article": change.article.pk,
            "version": self.seen[change.article.pk],
            "changes": snapshots.changed(change.before, after),
        }


def record_step(kind: str, before: dict[str, dict], touched: list[Article], actor: Actor) -> Step:
    """Record a step; stories that are not in `before` were created by it."""
    created = {str(article.pk): None for article in touched}
    after = {str(article.pk): article.version for article in touched}
    step = Step.objects.create(kind=kind, user=actor.user, before=created | before, after=after)
    step.articles.set(touched)
    return step


def _as_part(article):
    """What pending_steps needs to create the story split off. An older release stored no pictures."""
    return {"headline": article.headline, "body": article.body, "pictures": pictures_of(article)}


def _take_again(other):
    """Lock a story again after rolling back released its lock."""
    article = locked(other["article"])
    if article.pending:
        raise Refused(_a_change_waits(article))
    if article.version != other["version"]:
        raise Stale(article)


def _a_change_waits(article):
    sentence = _("A change of “%(title)s” waits for review already. Sign it off or discard it first.")
    return sentence % {"title": article}


def state_of(article):
    """A snapshot with placements, problems and the story merged into. It is stored, so a key added here needs a default
    in _put_back() for steps of older releases."""
    return snapshots.take(article) | {
        "version": article.version,
        "merged_into": article.merged_into_id,
        "placements": list(article.placements.values_list("pk", flat=True)),
        "zones": {str(pk): zone for pk, zone in article.placements.values_list("pk", "zone")},
        "problems": list(article.problems.values_list("pk", flat=True)),
        "open_problems": list(article.problems.open().values_list("pk", flat=True)),
    }


def _put_back(article, step, actor, why):
    state = step.before[str(article.pk)]
    change = begin(article)
    if state is None:
        # Created by the step: merge it into the story it came from.
        origin = step.articles.exclude(pk=article.pk).get()
        article.status, article.merged_into = Article.Status.MERGED, origin
        article.save()
        article.placements.all().delete()
    else:
        was_merged = article.status == Article.Status.MERGED
        article.merged_into_id = state["merged_into"]
        article.status = state["status"] if was_merged else article.status
        article.placements.exclude(pk__in=state["placements"]).delete()
        for pk, zone in state.get("zones", {}).items():
            article.placements.filter(pk=pk).update(zone=zone)
        snapshots.put_back(article, state)
        Problem.objects.filter(pk__in=state["problems"]).update(article=article)
        Problem.objects.filter(pk__in=state["open_problems"]).update(settled_at=None, settled_by=None)
    change.finish(actor, why, Action.UNDONE)


def why_not_undo(step: Step, actor: Actor) -> str:
    if step.undone_at:
        return _("This step was taken back already.")
    if step.articles.count() < len(step.after):
        return _("One of the stories of this step was deleted; it can no longer be taken back.")
    for article in step.articles.all():
        if waits(article, actor):
            return _("Readers see “%(title)s”. Only the chief editor takes this step back.") % {"title": article}
        if step.after[str(article.pk)] != article.version:
            return _("“%(title)s” has been changed since; the step can no longer be taken back.") % {"title": article}
        if article.status != Article.Status.MERGED and (reason := why_not_change(article, actor)):
            return reason
    return ""


@transaction.atomic
def undo(step_pk, actor: Actor) -> Step:
    step = Step.objects.select_for_update().get(pk=step_pk)
    list(step.articles.select_for_update().order_by("pk"))
    if reason := why_not_undo(step, actor):
        raise Refused(reason)
    why = _("Step taken back: %(step)s.") % {"step": step.get_kind_display()}
    for article in step.articles.order_by("pk"):
        _put_back(article, step, actor, why)
        _update_earlier_steps(article, step)
    step.undone_at = timezone.now()
    step.save()
    return step


def _update_earlier_steps(article, step):
    """Let the step before this one be undone next: the story again has the content that it left."""
    key = str(article.pk)
    version = (step.before[key] or {}).get("version")
    for earlier in article.steps.filter(undone_at=None).exclude(pk=step.pk):
        if earlier.after[key] == version:
            earlier.after[key] = article.version
            earlier.save()
