"""The writer's own name in the byline: proposed in new stories or, until the account has one, offered as 用我的名字."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import own_name, snapshots, why_not_claim
from articles.models import Account

from .base import RelatedByName

ROLE = "记者"


def offer_own_name(form) -> str:
    """Keep the form's box `sign_as_me` if the writer may claim their name; returns why not, or ""."""
    user = form.actor and form.actor.user
    writes = user and "body" in form.fields and not form.waits and user.has_perm("articles.add_contribution")
    if not writes or Account.objects.author_of(user):
        del form.fields["sign_as_me"]
        return ""
    if reason := why_not_claim(user):
        del form.fields["sign_as_me"]
        return reason
    form.fields["sign_as_me"].label = gettext("Use my name: %(name)s") % {"name": f"{ROLE} {own_name(user)}"}
    return ""


def add_own_name(form, article) -> None:
    """Put the writer into the byline, if they asked for it."""
    if form.cleaned_data.get("sign_as_me"):
        author = editing.claim_name(form.actor)
        byline = snapshots.take(article)["byline"]
        if author.pk not in {pk for pk, *_rest in byline}:
            editing.write_byline(article, [*byline, [author.pk, author.name, ROLE, ""]])


def proposed_byline(user) -> list[dict]:
    """The rows that the byline of a new story begins with."""
    author = Account.objects.author_of(user)
    return [{"author": author.pk, "role": ROLE, "order": 1}] if author else []


class OwnNameInline(RelatedByName, admin.StackedInline):
    """On an account's page, for those who may change the account."""

    model = Account
    fields = ["author"]
    autocomplete_fields = ["author"]
    can_delete = False
    verbose_name_plural = _("Bylines")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("auth.view_user")

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("auth.change_user")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("auth.change_user")
