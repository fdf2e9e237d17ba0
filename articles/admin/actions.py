"""What an editor does to many stories at once. Each says how many it touched, and stands in each story's history."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Problem


@admin.action(description=_("Approve for publication"), permissions=["change"])
def approve(modeladmin, request, queryset):
    moved = _move(request, queryset, Article.Status.APPROVED, gettext("Approved for publication."))
    sentence = ngettext("%(number)d story approved.", "%(number)d stories approved.", len(moved))
    _tell(modeladmin, request, len(moved), sentence)
    waiting = Article.objects.filter(pk__in=moved, publish_at__gt=timezone.now()).count()
    if waiting:
        sentence = ngettext(
            "%(number)d of them waits for its time of publication.",
            "%(number)d of them wait for their time of publication.",
            waiting,
        )
        modeladmin.message_user(request, sentence % {"number": waiting}, messages.INFO)


@admin.action(description=_("Put back to draft"), permissions=["change"])
def put_back_to_draft(modeladmin, request, queryset):
    moved = _move(request, queryset, Article.Status.DRAFT, gettext("Put back to draft."))
    sentence = ngettext("%(number)d story put back to draft.", "%(number)d stories put back to draft.", len(moved))
    _tell(modeladmin, request, len(moved), sentence)


@admin.action(description=_("Withdraw from the site"), permissions=["change"])
def withdraw(modeladmin, request, queryset):
    moved = _move(request, queryset, Article.Status.WITHDRAWN, gettext("Withdrawn."))
    sentence = ngettext("%(number)d story withdrawn.", "%(number)d stories withdrawn.", len(moved))
    _tell(modeladmin, request, len(moved), sentence)


@admin.action(description=_("Settle all their problems"), permissions=["settle"])
def settle_problems(modeladmin, request, queryset):
    settle_and_tell(modeladmin, request, Problem.objects.filter(article__in=queryset.values("pk")))


def settle_and_tell(modeladmin, request, problems):
    in_doubt = Article.objects.filter(pk__in=problems.open().values("article"))
    _log(request, in_doubt, gettext("Problems settled."))
    number = problems.settle(request.user)
    _tell(modeladmin, request, number, ngettext("%(number)d problem settled.", "%(number)d problems settled.", number))


def _move(request, queryset, status, entry):
    """Moves those not there yet, one entry in each one's history; returns their ids."""
    others = Article.objects.filter(pk__in=queryset.values("pk")).exclude(status=status)
    moved = list(others.values_list("pk", flat=True))
    stories = Article.objects.filter(pk__in=moved)
    _log(request, stories, entry)
    stories.move_to(status)
    return moved


def _log(request, stories, entry):
    LogEntry.objects.log_actions(request.user.pk, stories.only("title"), CHANGE, entry)


def _tell(modeladmin, request, number, sentence):
    if number:
        modeladmin.message_user(request, sentence % {"number": number}, messages.SUCCESS)
    else:
        sentence = gettext("There was nothing to do: all of them are in that state.")
        modeladmin.message_user(request, sentence, messages.INFO)
