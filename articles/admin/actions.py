"""What an editor does to many stories at once. Each says how many it touched, and stands in the log."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.characters import as_line, beginning
from articles.editing import Actor
from articles.models import Action, Article, Problem


@admin.action(description=_("Sign off for the next stage"), permissions=["sign"])
def sign_off(modeladmin, request, queryset):
    done = _each(modeladmin, request, queryset, editing.sign_off)
    sentence = ngettext("%(number)d story signed off.", "%(number)d stories signed off.", len(done))
    _tell(modeladmin, request, len(done), sentence)
    waiting = Article.objects.filter(pk__in=done, status=Article.Status.APPROVED, publish_at__gt=timezone.now()).count()
    if waiting:
        sentence = ngettext(
            "%(number)d of them waits for its time of publication.",
            "%(number)d of them wait for their time of publication.",
            waiting,
        )
        modeladmin.message_user(request, sentence % {"number": waiting}, messages.INFO)


@admin.action(description=_("Put back to draft"), permissions=["change_any"])
def put_back_to_draft(modeladmin, request, queryset):
    done = _each(modeladmin, request, queryset, editing.reopen)
    sentence = ngettext("%(number)d story put back to draft.", "%(number)d stories put back to draft.", len(done))
    _tell(modeladmin, request, len(done), sentence)


@admin.action(description=_("Withdraw from the site …"), permissions=["withdraw"])
def withdraw(modeladmin, request, queryset):
    """Asks what readers shall find in the stories' place; the second time round it is told."""
    notice = as_line(request.POST.get("notice", ""))
    if not notice:
        return modeladmin.desk_page(
            request, "article/withdraw.html", gettext("Withdraw from the site"), stories=queryset
        )
    done = _each(modeladmin, request, queryset, editing.withdraw, beginning(notice, 300))
    sentence = ngettext("%(number)d story withdrawn.", "%(number)d stories withdrawn.", len(done))
    _tell(modeladmin, request, len(done), sentence)
    if not done:
        typed = gettext("You had written: “%(text)s”") % {"text": notice}
        modeladmin.message_user(request, typed, messages.WARNING)
    return None


@admin.action(description=_("Put back on the site"), permissions=["withdraw"])
def restore(modeladmin, request, queryset):
    done = _each(modeladmin, request, queryset, editing.restore)
    sentence = ngettext("%(number)d story is back on the site.", "%(number)d stories are back on the site.", len(done))
    _tell(modeladmin, request, len(done), sentence)


@admin.action(description=_("Settle all their problems"), permissions=["settle"])
def settle_problems(modeladmin, request, queryset):
    settle_and_tell(modeladmin, request, Problem.objects.filter(article__in=queryset.values("pk")))


def settle_and_tell(modeladmin, request, problems):
    for article in Article.objects.filter(pk__in=problems.open().values("article")).only("title"):
        editing.record(Actor.at_desk(request.user), Action.SETTLED, article)
    number = problems.settle(request.user)
    _tell(modeladmin, request, number, ngettext("%(number)d problem settled.", "%(number)d problems settled.", number))


def _each(modeladmin, request, queryset, act, *args):
    """Does it to each story it may be done to; of the others it says why not. Returns the ids of those done."""
    by, done, refused = Actor.at_desk(request.user), [], {}
    for pk in queryset.order_by("pk").values_list("pk", flat=True):
        try:
            act(pk, by, *args)
        except editing.Refused as refusal:
            refused.setdefault(str(refusal), []).append(pk)
        else:
            done.append(pk)
    for sentence, stories in refused.items():
        number = ngettext(
            "%(number)d story was left as it is:", "%(number)d stories were left as they are:", len(stories)
        )
        modeladmin.message_user(request, f"{number % {'number': len(stories)}} {sentence}", messages.WARNING)
    return done


def _tell(modeladmin, request, number, sentence):
    if number:
        modeladmin.message_user(request, sentence % {"number": number}, messages.SUCCESS)
