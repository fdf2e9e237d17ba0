"""Steps over several stories, stored in the pending version of one public story, the carrier.

Until the last sign-off the other stories stay untouched and a split creates no new story; then the whole step is done
in one transaction. So there is one version to sign, and nothing is ever half published."""

from django.utils.translation import gettext as _

from articles.models import Action, Article, Problem, Revision, SignOff, Step

from . import pending, snapshots
from .actors import Actor, Refused, record
from .changes import locked
from .rearranging import record_step, state_of
from .snapshots import keep_current, keep_new
from .steps import ANSWERED, new_part, take_over


def why_stale() -> str:
    return _(
        "A story of this step has changed since, or another change of it waits. Discard the step and make it again."
    )


def apply(article: Article, actor: Actor, why: str = "") -> Step:
    """Carry out the step in the article's pending version, which has its last sign-off."""
    revision = pending.pending_revision(article)
    step = revision.snapshot["step"]
    others = [locked(other["article"]) for other in step["others"]]
    # Checked again, now that the others are locked.
    if pending.is_stale(article):
        raise Refused(why_stale())
    before = {str(each.pk): state_of(each) for each in [article, *others]}
    pending.apply(article, actor, why)
    for other, done in zip(others, step["others"], strict=True):
        _apply_to(other, done["changes"], article, revision, actor)
    parts = [_make(part, article, revision, actor) for part in step["parts"]]
    if step["kind"] == Step.Kind.JOIN:
        Problem.objects.open().filter(article=article, code__in=ANSWERED).settle(actor.user)
    return record_step(step["kind"], before, [article, *others, *parts], actor)


def _apply_to(other, changes, article, revision, actor):
    keep_current(other)
    other.signoffs.void()
    if changes.get("status") == Article.Status.MERGED:
        take_over(article, other, actor)
    else:
        snapshots.put_back(other, snapshots.take(other) | changes)
    kept = keep_new(other, actor, revision.why)
    if other.status == Article.Status.APPROVED:
        _sign_with(revision, kept)
    record(actor, Action.REARRANGED, other, revision.why)


def _make(part, article, revision, actor):
    made = new_part(article, part["headline"], part["body"], part.get("pictures", []), article.status, actor)
    _sign_with(revision, keep_new(made, actor, revision.why))
    return made


def _sign_with(revision, kept):
    """Copy the step's sign-offs to another story it changed."""
    for signoff in revision.signoffs.standing():
        SignOff.objects.create(article=kept.article, revision=kept, stage=signoff.stage, user=signoff.user)


def carrier_of(article: Article) -> Article | None:
    """The story whose pending version holds a step over this one, or None."""
    carriers = Article.objects.with_pending().filter(pending__snapshot__has_key="step").select_related("pending")
    for carrier in carriers.defer("body", "imported"):
        if article.pk in [other["article"] for other in pending.pending_revision(carrier).snapshot["step"]["others"]]:
            return carrier
    return None


def texts_of_step(revision: Revision) -> list[tuple[str, str, str]]:
    """(title, current text, new text) of each other story that the step in a pending version changes."""
    step = pending.step_of(revision) or {"parts": [], "others": []}
    parts = ["\n\n".join(filter(None, [part["headline"], part["body"]])) for part in step["parts"]]
    texts = [(_("New story from the split"), "", part) for part in parts]
    for other in step["others"]:
        if "body" in other["changes"] and (article := Article.objects.filter(pk=other["article"]).first()):
            texts.append((str(article), article.body, other["changes"]["body"]))
    return texts
