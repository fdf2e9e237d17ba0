"""A story's review: stages, sign-offs, warnings and badges; and the review queue."""

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor, snapshots
from articles.models import Action, Article, Picture, Problem, Stage
from articles.models.articles import TITLE_LENGTH
from articles.text.body import captions_in
from articles.text.characters import beginning

from .base import name_of


def waiting_version(article, actor: Actor) -> dict | None:
    """The pending version for the story's page: `others` are the other stories of its step, `parts` the titles of the
    stories that a split will create."""
    revision = article.pending
    if revision is None:
        return None
    is_mine, is_stale = revision.user == actor.user, editing.is_stale(article)
    step = editing.step_of(revision) or {"others": [], "parts": []}
    return {
        "is_mine": is_mine,
        "who": name_of(revision.user),
        "others": Article.objects.filter(pk__in=[other["article"] for other in step["others"]]),
        "parts": [part["headline"] or beginning(part["body"], TITLE_LENGTH) for part in step["parts"]],
        "is_stale": is_stale,
        "may_discard": is_mine or actor.may("change_any_article"),
        "may_rebase": is_stale and not editing.step_of(revision) and editing.may_change(article, actor),
    }


def review_of(article, actor: Actor) -> dict:
    status, states = article.status, editing.approval(article)
    signed = any(state.signoff for state in states)
    pending = (status == Article.Status.DRAFT and signed) or article.is_scheduled
    returns = editing.may_return(article, actor)
    return {
        "stages": states,
        "next": editing.next_stage(article),
        "missing": missing_in_pictures(article),
        "why_not_sign": editing.why_not_sign(article, actor),
        "may_submit": not editing.why_not_submit(article, actor),
        "returned": _last_return(article) if status == Article.Status.WRITING else None,
        "may_return": returns and actor.may("change_any_article"),
        "may_reopen": pending and not returns and actor.may("change_any_article"),
        "may_spike": not editing.why_not_spike(article, actor),
        "may_unspike": status == Article.Status.SPIKED and not editing.why_not_by_role(article, actor),
        "may_withdraw": status == Article.Status.APPROVED and actor.may("withdraw_article"),
        "lost_by_withdrawing": lost_by_withdrawing(article),
        "may_restore": status == Article.Status.WITHDRAWN and actor.may("withdraw_article"),
    }


def lost_by_withdrawing(article) -> str:
    if article.pending is None:
        return ""
    who = name_of(article.pending.user) or _("Somebody")
    return _("The change by %(who)s that waits for review is discarded with it; its text stays in the history.") % {
        "who": who
    }


def _last_return(article):
    """The log's line about the story being put back to its writer, unless it was submitted again since."""
    actions = (Action.REOPENED, Action.SUBMITTED)
    last = article.audit.filter(action__in=actions).select_related("user").order_by("-pk").first()
    return last if last and last.action == Action.REOPENED else None


def proofreading_of(article, actor: Actor) -> dict:
    """The doubts of the proofreading about the text that the actor sees, and what the actor may do about them."""
    seen = editing.as_seen(Article.objects.prefetch_related("dismissals__user").get(pk=article.pk), actor)
    doubts = editing.doubts_of(seen)
    return {
        "doubts": doubts,
        "open": len(editing.open_doubts(doubts)),
        "may_mend": editing.may_change(article, actor),
    }


def save_warning(article, actor: Actor) -> str:
    """What saving a changed text does to the sign-offs and to what readers see; "" if nothing."""
    if article.is_public and actor.may("amend_public_article"):
        return _(
            "Readers see this story. What you change they see at once, and it stands in your name. A time of "
            "publication in the future takes it off the site until then."
        )
    if article.is_public and article.pending_id:
        return _("Readers see version %(number)s. What you change waits with the rest of the pending version.") % {
            "number": article.version
        }
    if article.is_public:
        return _("Readers see this story. What you change waits for review; until then they see the present version.")
    if article.is_scheduled:
        return _("This story is signed off. Changing its text puts it back to draft; it must be signed off again.")
    if article.status == Article.Status.WITHDRAWN:
        return _("This story is withdrawn. Changing its text puts it back to draft; it must be signed off again.")
    signoffs = [state.signoff for state in editing.approval(article) if state.signoff]
    signed = [f"{signoff.get_stage_display()} {name_of(signoff.user)}" for signoff in signoffs]
    if signed:
        return _("Changing the text voids these sign-offs: %(signed)s.") % {"signed": _(", ").join(signed)}
    return ""


def missing_in_pictures(article) -> list[str]:
    """A sentence for the pictures without caption, and one for those without photographer, of what is under review."""
    if not (article.pending_id or article.last_picture):
        return []
    content = article.pending.snapshot if article.pending_id else snapshots.take(article)
    pictures, captions = content.get("pictures", []), captions_in(content["body"])
    digests = [each["digest"] for each in pictures]
    credited = set(Picture.objects.filter(digest__in=digests, credits__isnull=False).values_list("digest", flat=True))
    uncaptioned = [each for each in pictures if not captions.get(each["number"], each["caption"])]
    uncredited = [each for each in pictures if each["digest"] not in credited]
    sentences = [
        _listed(_("Without caption: %(pictures)s."), uncaptioned),
        _listed(_("Without photographer: %(pictures)s."), uncredited),
    ]
    return [sentence for sentence in sentences if sentence]


def _listed(sentence, pictures):
    return sentence % {"pictures": "、".join(f"图{each['number']}" for each in pictures)} if pictures else ""


def state_badge(article):
    if article.is_scheduled:
        return _badge("scheduled", pgettext("story", "scheduled"))
    if article.is_public:
        return _badge("public", pgettext("story", "published"))
    return _badge(article.status, article.get_status_display())


@admin.display(description=gettext_lazy("status"), ordering="status")
def state(article):
    """The story's state, and who signed it, from the prefetched `article.standing_signoffs`."""
    if article.status != article.Status.DRAFT and not article.pending_id:
        return state_badge(article)
    signed = {signoff.stage: signoff for signoff in article.standing_signoffs}
    waiting = next((stage for stage in Stage.required() if stage not in signed), None)
    badge = _badge("draft", _("waiting for %(stage)s") % {"stage": waiting.label}) if waiting else state_badge(article)
    names = format_html_join(
        "", " <small>{} {}</small>", ((s.get_stage_display(), name_of(s.user)) for s in signed.values())
    )
    if article.pending_id:
        badge = format_html("{} {} {}", state_badge(article), _badge("pending", _("change waits")), badge)
    return badge + names


@admin.display(description=gettext_lazy("doubts"), ordering="open_problems", empty_value="")
def doubts(row):
    """Needs the annotation `open_problems`; empty for none."""
    return _badge("doubt", row.open_problems) if row.open_problems else ""


def _badge(kind, text):
    return format_html('<span class="desk-badge desk-{}">{}</span>', kind, text)


WORK = {"writing", "draft", "pending", "scheduled", *Stage.values}
"""States in which stories wait for somebody. The others hold the whole archive, which is listed by date only."""


class StoryList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        stories = super().get_queryset(request, exclude_parameters)
        if self.params.get("state") != "spiked":
            stories = stories.exclude(status=Article.Status.SPIKED)
        is_work = self.params.get("state") in WORK or "doubts" in self.params
        if is_work and ORDER_VAR not in self.params:
            stories = stories.order_by(_in_doubt().desc(), "-date", "pk")
        return stories.for_lists().with_open_problems().with_signoffs()


def _in_doubt():
    return Exists(Problem.objects.open().filter(article=OuterRef("pk")))


def next_story(stories, article, actor):
    """The first story after `article` in the queue, or None: a problem left open on purpose does not come up again."""
    return editing.review_queue(stories, actor).after_in_desk_order(article).first()


def end_of_round(queue):
    number = queue.count()
    if not number:
        return gettext("No story waits for review.")
    address = reverse("admin:articles_article_change", args=[queue.values_list("pk", flat=True).first()])
    sentence = ngettext(
        "No further story waits behind this one. %(number)d stands before it:",
        "No further story waits behind this one. %(number)d stand before it:",
        number,
    )
    begin = gettext("start from the first")
    return format_html('{} <a href="{}">{}</a>', sentence % {"number": number}, address, begin)
