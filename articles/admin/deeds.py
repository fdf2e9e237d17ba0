"""What is done to one story at a button of its own: problems settled, paragraphs rearranged, review signed.

The buttons stand in the story's form, so that whatever was typed there comes along: it is saved first, or refused with
everything still in its place, and only then is the deed done. Nothing typed is ever lost to a click elsewhere.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import editing
from articles.characters import as_line, beginning
from articles.editing import Actor, Refused
from articles.importing import read_people
from articles.models import Action, Article, OpenStory, Problem, Revision, Step

from .base import name_of
from .too_late import why_too_late

LONGEST_TYPED = 300


class StoryDeeds:
    """A mixin for the stories' ModelAdmin: an address of its own for each deed, to which buttons post."""

    def get_urls(self):
        deeds = [
            ("problems/<int:problem>", self.settle_view, "settle"),
            ("blocks/<int:at>/<slug:what>", self.block_view, "block"),
            ("merge", self.merge_view, "merge"),
            ("join", self.join_view, "join"),
            ("undo/<int:step>", self.undo_view, "undo"),
            ("sign", self.sign_view, "sign"),
            ("discard", self.discard_view, "discard"),
            ("rebase", self.rebase_view, "rebase"),
            ("reopen", self.reopen_view, "reopen"),
            ("withdraw", self.withdraw_view, "withdraw"),
            ("restore", self.restore_view, "restore"),
            ("revisions/<int:version>/restore", self.restore_revision_view, "restore_revision"),
            ("presence", self.presence_view, "presence"),
        ]
        return [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"articles_article_{name}",
            )
            for route, view, name in deeds
        ] + super().get_urls()

    # Steps

    def block_view(self, request, pk, at, what):
        acts = {
            "split": lambda by, version: editing.split(pk, by, at, version),
            "before": lambda by, version: editing.move_block(pk, by, at, -1, version),
            "after": lambda by, version: editing.move_block(pk, by, at, +1, version),
            "byline": lambda by, version: self._turn_into_byline(pk, by, at, version),
        } | {
            kind: lambda by, version, kind=kind: editing.turn_block(pk, by, at, kind, version) for kind in editing.KINDS
        }
        if what not in acts:
            raise Http404
        return self._step(request, pk, acts[what], at)

    def merge_view(self, request, pk):
        return self._step(request, pk, lambda by, version: editing.merge_with_next(pk, by, version))

    def join_view(self, request, pk):
        opening = _number(request.POST.get("opening", ""))

        def join(by, version):
            if not Article.objects.filter(pk=opening).exists():
                raise Refused(_("Choose the story that this one continues."))
            return editing.join(pk, by, opening, version)

        return self._step(request, pk, join)

    def _turn_into_byline(self, pk, by, at, version):
        blocks = editing.as_seen(get_object_or_404(Article, pk=pk), by).blocks
        people = read_people(blocks[at].text) if at < len(blocks) else []
        return editing.turn_into_byline(pk, by, at, people, version)

    def _step(self, request, pk, act, at=None):
        def step(by, version):
            self._tell_of_step(request, pk, act(by, version))

        return self._after_saving(request, pk, step, at)

    def _tell_of_step(self, request, pk, step):
        if step is None:
            self._tell_that_it_waits(request)
            return
        pk = Article.objects.get(pk=pk).merged_into_id or pk
        others = format_html_join(
            _(", "),
            '<a href="{}">{}</a>',
            ((_address(other.pk), other.title) for other in step.articles.exclude(pk=pk).order_by("pk")),
        )
        told = format_html(_("Done: {step}."), step=step)
        if others:
            told = format_html(_("Done: {step}. Also touched: {others}."), step=step, others=others)
        button = format_html(
            '<button class="desk-undo" form="article_form" formaction="{}">{}</button>',
            reverse("admin:articles_article_undo", args=[pk, step.pk]),
            _("Take back"),
        )
        self.message_user(request, format_html("{} {}", told, button), messages.SUCCESS)

    def undo_view(self, request, pk, step):
        step = get_object_or_404(Step, pk=step, articles=pk)

        def undo(by, version):
            editing.undo(step.pk, by)
            undone = _("Taken back: %(step)s.") % {"step": step.get_kind_display()}
            self.message_user(request, undone, messages.SUCCESS)

        return self._after_saving(request, pk, undo)

    # Review

    def sign_view(self, request, pk):
        def sign(by, version):
            article = Article.objects.get(pk=pk)
            if article.pending_id and not editing.waits(article, by):
                # Their form holds the public text; the pending version is named beside it.
                version = _number(request.POST.get("pending", ""))
            signoff = editing.sign_off(pk, by, version)
            done = _("“%(title)s”: %(stage)s signed off.") % {
                "title": signoff.article.title,
                "stage": signoff.get_stage_display(),
            }
            self.message_user(request, done, messages.SUCCESS)

        return self._after_saving(request, pk, sign)

    def discard_view(self, request, pk):
        def discard(by, version):
            editing.discard(pk, by, _number(request.POST.get("pending", "")))
            told = _("The change was discarded; its text stays in the history. Readers see what they saw.")
            self.message_user(request, told, messages.SUCCESS)

        # What is discarded is not saved first.
        return self._without_saving(request, pk, discard)

    def rebase_view(self, request, pk):
        def rebase(by, version):
            article = editing.rebase(pk, by, _number(request.POST.get("pending", "")))
            told = _("The pending version is made from version %(number)s now; look at both before you sign.")
            self.message_user(request, told % {"number": article.version}, messages.SUCCESS)

        return self._without_saving(request, pk, rebase)

    def reopen_view(self, request, pk):
        def reopen(by, version):
            editing.reopen(pk, by, version, _typed(request, "why"))
            self.message_user(request, _("The story is a draft again; its sign-offs are void."), messages.SUCCESS)

        return self._after_saving(request, pk, reopen)

    def withdraw_view(self, request, pk):
        def withdraw(by, version):
            editing.withdraw(pk, by, _typed(request, "notice"), version)
            self.message_user(request, _("The story is withdrawn."), messages.SUCCESS)

        return self._after_saving(request, pk, withdraw)

    def restore_view(self, request, pk):
        def restore(by, version):
            editing.restore(pk, by, version)
            self.message_user(request, _("The story is back on the site."), messages.SUCCESS)

        return self._after_saving(request, pk, restore)

    def restore_revision_view(self, request, pk, version):
        revision = get_object_or_404(Revision, article=pk, version=version)

        def bring_back(by, opened):
            self._tell_about_signoffs(request, editing.restore_revision(revision, by, opened))
            told = _("Version %(number)s was brought back, as a new version.") % {"number": version}
            self.message_user(request, told, messages.SUCCESS)

        return self._after_saving(request, pk, bring_back)

    # Problems

    def settle_view(self, request, pk, problem):
        """Settle a problem, or with `again` open it again. A script is answered with how the problem then stands."""
        if request.headers.get("accept", "").startswith("application/json"):
            with transaction.atomic():
                self._story(request, pk)
                problem = get_object_or_404(Problem, pk=problem, article=pk)
                self._settle(request, problem)
            return JsonResponse({"settled": problem.settled})
        return self._after_saving(request, pk, lambda by, version: self._settle_if_there(request, pk, problem))

    def _settle_if_there(self, request, pk, problem):
        problem = Problem.objects.filter(pk=problem, article=pk).first()
        if problem is None:
            raise Refused(_("This doubt is no longer there."))
        self._settle(request, problem)

    def _settle(self, request, problem):
        by, again = Actor.at_desk(request.user), "again" in request.GET
        if not by.may("change_problem"):
            raise PermissionDenied
        if problem.settled == again:
            problem.settled_at = None if again else timezone.now()
            problem.settled_by = None if again else request.user
            problem.save()
            if not again:
                editing.record(by, Action.SETTLED, problem.article, problem.sentence)

    # Who else is here

    def presence_view(self, request, pk):
        """Say that the story is still open here; answers with what its reader should know, as sentences."""
        article = self._story(request, pk)
        OpenStory.objects.seen(article, request.user)
        opened = request.POST.get("opened_version", "")
        current = editing.seen_version(article, Actor.at_desk(request.user))
        newer = _newer_version(article, current) if _number(opened) not in (0, current) else ""
        lost = why_too_late(article, Actor.at_desk(request.user))
        return JsonResponse({"others": who_else(article, request.user), "newer": newer, "lost": lost})

    # All of them

    def _story(self, request, pk):
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_or_change_permission(request, article):
            raise self.too_late(request, pk)
        return article

    def _after_saving(self, request, pk, act, at=None):
        """Save what was typed in the form that came along; then `act(by, version)`. A refusal of it is told.

        `at` is a block of the story as the form was read: where it no longer stands there, nothing is done to it.
        """
        by = Actor.at_desk(request.user)
        with transaction.atomic():
            article = self._story(request, pk)
            version, block = request.POST.get("opened_version", ""), _block(article, by, at)
            if "body" in request.POST:
                answer = self.changeform_view(request, str(pk), _address(pk))
                if not isinstance(answer, HttpResponseRedirect):
                    return answer
                article.refresh_from_db()
                version = editing.seen_version(article, by)
            self._try(request, act, version, moved=_block(article, by, at) != block)
        article.refresh_from_db()
        if "_next" in request.POST:
            return self.to_next_story(request, article)
        return redirect(_address(article.merged_into_id or pk))

    def _without_saving(self, request, pk, act):
        with transaction.atomic():
            self._story(request, pk)
            self._try(request, act, version="", moved=False)
        return redirect(_address(pk))

    def _try(self, request, act, version, moved):
        try:
            if moved:
                raise Refused(_("What you typed was saved. The paragraphs moved: choose the step again."))
            with transaction.atomic():
                act(Actor.at_desk(request.user), _number(version))
        except Refused as refusal:
            self.message_user(request, f"{refusal}{_given_back(request)}", messages.WARNING)


def _address(pk):
    return reverse("admin:articles_article_change", args=[pk])


def _typed(request, name):
    """What was typed into a field that no form checks, as a database takes it."""
    return beginning(as_line(request.POST.get(name, "").replace("\x00", "")), LONGEST_TYPED)


def _block(article, by, at):
    return editing.as_seen(article, by).blocks[at : at + 1] if at is not None else None


def _given_back(request):
    """What was typed for an action that was refused, to be copied from the message."""
    typed = _typed(request, "notice")
    return _("You had written: “%(text)s”") % {"text": typed} if typed else ""


def _number(version):
    """The version as a number; one that no story has where the form did not say."""
    return int(version) if str(version).isdecimal() and len(str(version)) < 10 else 0


def who_else(article, user) -> str:
    """Who else has the story open, as a sentence; empty where nobody has."""
    names = [name_of(each.user) for each in OpenStory.objects.by_others(article, user)]
    return _("%(names)s has this story open too.") % {"names": _(", ").join(names)} if names else ""


def _newer_version(article, version):
    revision = article.revisions.filter(version=version).select_related("user").first()
    who = name_of(revision and revision.user) or _("Somebody")
    return _("%(who)s saved a newer version. Yours can be compared with it when you save.") % {"who": who}
