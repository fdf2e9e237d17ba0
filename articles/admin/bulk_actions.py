from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Article, Problem
from articles.text.characters import beginning

from .base import typed_line, typed_notice
from .review import lost_by_withdrawing


@admin.action(description=_("Sign off for the next stage"), permissions=["sign"])
def sign_off(modeladmin, request, queryset):
    signed = ngettext_lazy("%(number)d story signed off.", "%(number)d stories signed off.", "number")
    done = _each(request, queryset, signed, editing.sign_off)
    waiting = Article.objects.filter(pk__in=done, status=Article.Status.APPROVED, publish_at__gt=timezone.now()).count()
    if waiting:
        sentence = ngettext(
            "%(number)d of them waits for its time of publication.",
            "%(number)d of them wait for their time of publication.",
            waiting,
        )
        messages.info(request, sentence % {"number": waiting})


@admin.action(description=_("Put back to draft"), permissions=["change_any"])
def put_back_to_draft(modeladmin, request, queryset):
    reopened = ngettext_lazy("%(number)d story put back to draft.", "%(number)d stories put back to draft.", "number")
    _each(request, queryset, reopened, editing.reopen)


@admin.action(description=_("Spike"), permissions=["change"])
def spike(modeladmin, request, queryset):
    spiked = ngettext_lazy("%(number)d story spiked.", "%(number)d stories spiked.", "number")
    _each(request, queryset, spiked, editing.spike)


@admin.action(description=_("Bring back spiked stories"), permissions=["change"])
def unspike(modeladmin, request, queryset):
    brought_back = ngettext_lazy("%(number)d story brought back.", "%(number)d stories brought back.", "number")
    _each(request, queryset, brought_back, editing.unspike)


@admin.action(description=_("Withdraw from the site …"), permissions=["withdraw"])
def withdraw(modeladmin, request, queryset):
    notice = typed_line(request, "notice")
    if not notice:
        stories = [(story, lost_by_withdrawing(story)) for story in queryset.select_related("pending__user")]
        return modeladmin.desk_page(
            request, "article/withdraw.html", gettext("Withdraw from the site"), stories=stories
        )
    withdrawn = ngettext_lazy("%(number)d story withdrawn.", "%(number)d stories withdrawn.", "number")
    if not _each(request, queryset, withdrawn, editing.withdraw, beginning(notice, 300)):
        messages.warning(request, typed_notice(request))
    return None


@admin.action(description=_("Put back on the site"), permissions=["withdraw"])
def restore(modeladmin, request, queryset):
    restored = ngettext_lazy(
        "%(number)d story is back on the site.", "%(number)d stories are back on the site.", "number"
    )
    _each(request, queryset, restored, editing.restore)


@admin.action(description=_("Settle all their problems"), permissions=["settle"])
def settle_problems(modeladmin, request, queryset):
    settle_all(request, Problem.objects.filter(article__in=queryset.values("pk")))


def settle_all(request, problems):
    for article in Article.objects.filter(pk__in=problems.open().values("article")).only("title"):
        editing.record(Actor.at_desk(request.user), Action.SETTLED, article)
    if number := problems.settle(request.user):
        sentence = ngettext("%(number)d problem settled.", "%(number)d problems settled.", number)
        messages.success(request, sentence % {"number": number})


def _each(request, queryset, sentence, act, *args):
    """Call `act` for each story; show the number done and why others were refused. Returns the ids of those done."""
    actor, done, refused = Actor.at_desk(request.user), [], {}
    for pk in queryset.order_by("pk").values_list("pk", flat=True):
        try:
            act(pk, actor, *args)
        except editing.Refused as refusal:
            refused.setdefault(str(refusal), []).append(pk)
        else:
            done.append(pk)
    for reason, stories in refused.items():
        number = ngettext(
            "%(number)d story was left as it is:", "%(number)d stories were left as they are:", len(stories)
        )
        messages.warning(request, f"{number % {'number': len(stories)}} {reason}")
    if done:
        messages.success(request, sentence % {"number": len(done)})
    return done
