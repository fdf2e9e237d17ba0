"""Actions on one story, each with a button: settling problems, rearranging paragraphs, signing off.

The buttons submit the story's form. What was typed is saved first, or shown again with its errors; only then is the
action run, so that no click loses text."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import editing
from articles.addresses import absolute
from articles.editing import Actor, Forbidden, Refused
from articles.importing import read_people
from articles.models import Article, OpenStory, Problem, ReaderReport, Revision, Step
from articles.text.characters import beginning

from .base import as_number, name_of, typed_line, typed_notice
from .edit_conflicts import why_too_late
from .review import lost_by_withdrawing, missing_in_pictures
from .uploads import add_rows


class StoryActions:
    """A mixin for the stories' ModelAdmin: one URL for each action."""

    def get_urls(self):
        views = {
            "settle": ("problems/<int:problem>", self.settle_view),
            "mend": ("proofreading/<slug:key>/mend", partial(self.after_saving, mend)),
            "close_report": ("reports/<int:report>/close", partial(self.after_saving, close_report)),
            "dismiss": ("proofreading/<slug:key>", self.dismiss_view),
            "block": ("blocks/<int:at>/<slug:what>", partial(self.after_saving, change_block)),
            "merge": ("merge", partial(self.after_saving, merge)),
            "join": ("join", partial(self.after_saving, join)),
            "undo": ("undo/<int:step>", self.undo_view),
            "submit": ("submit", partial(self.after_saving, submit)),
            "spike": ("spike", partial(self.after_saving, spike)),
            "unspike": ("unspike", partial(self.after_saving, unspike)),
            "note": ("note", partial(self.after_saving, leave_note)),
            "sign": ("sign", partial(self.after_saving, sign)),
            "discard": ("discard", partial(self.after_saving, discard)),
            "rebase": ("rebase", partial(self.after_saving, rebase)),
            "reopen": ("reopen", partial(self.after_saving, reopen)),
            "withdraw": ("withdraw", partial(self.after_saving, withdraw)),
            "restore": ("restore", partial(self.after_saving, restore)),
            "restore_revision": ("revisions/<int:number>/restore", partial(self.after_saving, restore_revision)),
            "preview": ("preview", self.preview_view),
            "revoke_previews": ("previews/revoke", partial(self.after_saving, revoke_previews)),
            "revoke_preview": ("previews/<int:number>/revoke", partial(self.after_saving, revoke_previews)),
            "presence": ("presence", self.presence_view),
        }
        return [
            path(f"<int:pk>/{route}/", self.admin_site.admin_view(require_POST(view)), name=f"articles_article_{name}")
            for name, (route, view) in views.items()
        ] + super().get_urls()

    def after_saving(self, act, request, pk, **kwargs):
        """Save the submitted form, then call `act(request, pk, actor, version, **kwargs)` and show the message that it
        returns or its refusal. `at` is the index of a block when the form was loaded; nothing is done if another block
        is there now."""
        actor, at = Actor.at_desk(request.user), kwargs.get("at")
        if act not in WITHOUT_SAVING:
            add_rows(request)
        with transaction.atomic():
            article = self.visible_story(request, pk)
            version, block = as_number(request.POST.get("opened_version", "")), _block(article, actor, at)
            if "body" in request.POST and act not in WITHOUT_SAVING:
                answer = self.changeform_view(request, str(pk), _address(pk))
                if act is sign and _typed_nothing(answer):
                    messages.warning(
                        request, _("Not signed: the story was changed meanwhile. Read the new version, then sign it.")
                    )
                    return redirect(_address(pk))
                if not isinstance(answer, HttpResponseRedirect):
                    return answer
                article.refresh_from_db()
                version = editing.seen_version(article, actor)
            try:
                if _block(article, actor, at) != block:
                    raise Refused(_("What you typed was saved. The paragraphs moved: choose the step again."))
                with transaction.atomic():
                    done = act(request, pk, actor, version, **kwargs)
            except Refused as refusal:
                messages.warning(request, f"{refusal}{typed_notice(request)}")
            else:
                if done:
                    messages.success(request, done)
        article.refresh_from_db()
        if "_next" in request.POST and act not in WITHOUT_SAVING:
            return self.to_next_story(request, article)
        if page := request.POST.get("proofread"):
            return redirect(_proofread_address(page))
        return redirect(_address(article.merged_into_id or pk))

    def undo_view(self, request, pk, step):
        # 404 before complaining about unsaved changes.
        get_object_or_404(Step, pk=step, articles=pk)
        return self.after_saving(undo, request, pk, step=step)

    def settle_view(self, request, pk, problem):
        """Settle a problem, or reopen it with ?again. A script gets JSON with the new state."""
        if not request.headers.get("accept", "").startswith("application/json"):
            return self.after_saving(settle, request, pk, problem=problem)
        with transaction.atomic():
            self.visible_story(request, pk)
            get_object_or_404(Problem, pk=problem, article=pk)
            problem = _settle(request, pk, problem)
        return JsonResponse({"settled": problem.settled})

    def dismiss_view(self, request, pk, key):
        """Keep that somebody has looked at a doubt of the proofreading; as settle_view."""
        if not request.headers.get("accept", "").startswith("application/json"):
            return self.after_saving(dismiss, request, pk, key=key)
        with transaction.atomic():
            self.visible_story(request, pk)
            try:
                dismissed = editing.dismiss(pk, Actor.at_desk(request.user), key, "again" in request.GET)
            except Refused:
                # The script submits the form instead, and the page that comes back says why.
                return JsonResponse({}, status=409)
        return JsonResponse({"settled": dismissed})

    def preview_view(self, request, pk):
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        try:
            preview = editing.make_preview(Actor.at_desk(request.user), article)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(_address(pk))
        link = absolute(request, preview.get_absolute_url())
        return self.desk_page(
            request, "article/preview.html", _("Preview link"), article=article, link=link, until=preview.until
        )

    def presence_view(self, request, pk):
        """Record that the story is open here; return sentences about other editors and newer versions."""
        article, actor = self.visible_story(request, pk), Actor.at_desk(request.user)
        OpenStory.objects.heartbeat(article, request.user)
        opened = as_number(request.POST.get("opened_version", ""))
        current = editing.seen_version(article, actor)
        newer = _newer_version(article, current) if opened not in (0, current) else ""
        lost = why_too_late(article, actor)
        return JsonResponse({"others": other_editors(article, request.user), "newer": newer, "lost": lost})


# Steps


def change_block(request, pk, actor, version, at, what):
    if what == "split":
        step = editing.split(pk, actor, at, version)
    elif what in ("before", "after"):
        step = editing.move_block(pk, actor, at, -1 if what == "before" else +1, version)
    elif what == "byline":
        blocks = editing.as_seen(get_object_or_404(Article, pk=pk), actor).blocks
        people = read_people(blocks[at].text) if at < len(blocks) else []
        step = editing.turn_into_byline(pk, actor, at, people, version)
    elif what in editing.KINDS:
        step = editing.turn_block(pk, actor, at, what, version)
    else:
        raise Http404
    return _step_done(request, pk, step)


def merge(request, pk, actor, version):
    return _step_done(request, pk, editing.merge_with_next(pk, actor, version))


def join(request, pk, actor, version):
    opening = as_number(request.POST.get("opening", ""))
    if not Article.objects.filter(pk=opening).exists():
        raise Refused(_("Choose the story that this one continues."))
    return _step_done(request, pk, editing.join(pk, actor, opening, version))


def _step_done(request, pk, step):
    if step is None:
        return warn_that_it_waits(request)
    pk = Article.objects.get(pk=pk).merged_into_id or pk
    others = format_html_join(
        _(", "),
        '<a href="{}">{}</a>',
        ((_address(other.pk), other.title) for other in step.articles.exclude(pk=pk).order_by("pk")),
    )
    done = format_html(_("Done: {step}."), step=step)
    if others:
        done = format_html(_("Done: {step}. Also touched: {others}."), step=step, others=others)
    button = format_html(
        '<button class="desk-undo" form="article_form" formaction="{}">{}</button>',
        reverse("admin:articles_article_undo", args=[pk, step.pk]),
        _("Take back"),
    )
    return format_html("{} {}", done, button)


def undo(request, pk, actor, version, step):
    return _("Taken back: %(step)s.") % {"step": editing.undo(step, actor).get_kind_display()}


# Review


def sign(request, pk, actor, version):
    article = Article.objects.get(pk=pk)
    if article.pending_id and not editing.waits(article, actor):
        # The form holds the public text, but the pending version is signed.
        version = _pending(request)
    missing = missing_in_pictures(article)
    signoff = editing.sign_off(pk, actor, version)
    for sentence in missing:
        messages.warning(request, sentence)
    return _("“%(title)s”: %(stage)s signed off.") % {
        "title": signoff.article.title,
        "stage": signoff.get_stage_display(),
    }


def discard(request, pk, actor, version):
    editing.discard(pk, actor, _pending(request))
    return _("The change was discarded; its text stays in the history. Readers see what they saw.")


def rebase(request, pk, actor, version):
    article = editing.rebase(pk, actor, _pending(request))
    sentence = _("The pending version is made from version %(number)s now; look at both before you sign.")
    return sentence % {"number": article.version}


def submit(request, pk, actor, version):
    editing.submit(pk, actor, version)
    return _("The story was submitted; it waits for the first review.")


def reopen(request, pk, actor, version):
    article = editing.reopen(pk, actor, version, _typed(request, "reason") or _typed(request, "why"))
    if article.status == Article.Status.WRITING:
        return _("The story was put back to its writer, with your reason.")
    return _("The story is a draft again; its sign-offs are void.")


def spike(request, pk, actor, version):
    editing.spike(pk, actor, version, _typed(request, "reason"))
    return _("The story was spiked. It is in no queue, and can be brought back from the list of spiked stories.")


def unspike(request, pk, actor, version):
    editing.unspike(pk, actor, version)
    return _("The story is back.")


def leave_note(request, pk, actor, version):
    editing.leave_note(Article.objects.get(pk=pk), actor, _typed(request, "note"))
    return _("Your note stands below.")


def withdraw(request, pk, actor, version):
    lost = lost_by_withdrawing(Article.objects.select_related("pending__user").get(pk=pk))
    editing.withdraw(pk, actor, _typed(request, "notice"), version)
    return _("The story is withdrawn.") + lost


def restore(request, pk, actor, version):
    editing.restore(pk, actor, version)
    return _("The story is back on the site.")


def restore_revision(request, pk, actor, version, number):
    revision = get_object_or_404(Revision, article=pk, version=number)
    warn_about_signoffs(request, editing.restore_revision(revision, actor, version))
    return _("Version %(number)s was brought back, as a new version.") % {"number": number}


# Actions before which the form is not saved.
WITHOUT_SAVING = (discard, rebase)


def warn_about_signoffs(request, change):
    if change.waiting:
        warn_that_it_waits(request)
    elif change.hidden:
        messages.warning(request, _("Readers no longer see the story; until its time they find a notice in its place."))
    elif change.amended:
        messages.warning(request, _("The story stays public; you are responsible for the change."))
    elif change.reopened or change.voided:
        messages.warning(request, _("The text was changed: the sign-offs are void, and it must be reviewed again."))


def warn_that_it_waits(request):
    messages.warning(
        request, _("Your change waits for review. Until it is signed off readers see the story as it was.")
    )


# Problems and previews


def settle(request, pk, actor, version, problem):
    _settle(request, pk, problem)


def _settle(request, pk, problem):
    try:
        return editing.settle(pk, Actor.at_desk(request.user), problem, "again" in request.GET)
    except Forbidden:
        raise PermissionDenied from None


def close_report(request, pk, actor, version, report):
    report = ReaderReport.objects.kept().filter(pk=report, article=pk).first()
    if report is None:
        raise Refused(_("This report is no longer there."))
    editing.close_report(report, actor)
    return _("The reader’s report is done.")


def mend(request, pk, actor, version, key):
    doubt, change = editing.mend(pk, actor, version, key)
    warn_about_signoffs(request, change)
    return _("Mended: %(wrong)s → %(right)s.") % {"wrong": doubt.finding.wrong, "right": doubt.finding.right or "–"}


def dismiss(request, pk, actor, version, key):
    editing.dismiss(pk, actor, key, "again" in request.GET)


def revoke_previews(request, pk, actor, version, number=None):
    revoked = editing.revoke_previews(actor, Article.objects.get(pk=pk), number)
    sentence = ngettext("%(number)d preview link revoked.", "%(number)d preview links revoked.", revoked)
    level = messages.SUCCESS if revoked else messages.INFO
    messages.add_message(request, level, sentence % {"number": revoked})


# What the request says


def _address(pk):
    return reverse("admin:articles_article_change", args=[pk])


def _proofread_address(page):
    """Of the list from which a doubt was mended: of a page, or of the stories that wait."""
    number = as_number(page)
    return (
        reverse("admin:articles_page_proofread", args=[number])
        if number
        else reverse("admin:articles_article_proofread")
    )


def _typed_nothing(answer) -> bool:
    """Whether a form was refused only because of a newer version: all it would change is what the other person did."""
    clash = (getattr(answer, "context_data", None) or {}).get("conflict")
    if not clash or clash["contested"] or clash["kept"]:
        return False
    form = answer.context_data["adminform"].form
    errors = [error.code for errors in form.errors.as_data().values() for error in errors]
    return errors == ["newer_version"] and not form.cleaned_data.get("why")


def _pending(request):
    return as_number(request.POST.get("pending", ""))


def _typed(request, name):
    """At most 300 characters, which is what the columns hold."""
    return beginning(typed_line(request, name), 300)


def _block(article, actor, at):
    return editing.as_seen(article, actor).blocks[at : at + 1] if at is not None else None


def other_editors(article, user) -> str:
    """Who else has the story open, as a sentence, or ""."""
    names = [name_of(each.user) for each in OpenStory.objects.by_others(article, user)]
    return _("%(names)s has this story open too.") % {"names": _(", ").join(names)} if names else ""


def _newer_version(article, version):
    revision = article.revisions.filter(version=version).select_related("user").first()
    who = name_of(revision and revision.user) or _("Somebody")
    return _("%(who)s saved a newer version. Yours can be compared with it when you save.") % {"who": who}
