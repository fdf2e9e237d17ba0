from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def user_field(label=None, **options):
    """A foreign key to the user who did something; null if the account was deleted."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=label, **options
    )


class Origin(models.TextChoices):
    DESK = "desk", _("desk")
    API = "api", _("API")
    COMMAND = "command", _("command line")


class Action(models.TextChoices):
    CREATED = "created", pgettext_lazy("log", "created")
    CHANGED = "changed", pgettext_lazy("log", "changed")
    DELETED = "deleted", _("deleted")
    PROPOSED = "proposed", pgettext_lazy("log", "change waits for review")
    APPLIED = "applied", pgettext_lazy("log", "pending version published")
    DISCARDED = "discarded", pgettext_lazy("log", "pending version discarded")
    SIGNED = "signed", _("signed off")
    VOIDED = "voided", _("sign-offs void")
    SUBMITTED = "submitted", pgettext_lazy("log", "submitted for review")
    REOPENED = "reopened", _("put back to draft")
    SPIKED = "spiked", pgettext_lazy("log", "spiked")
    UNSPIKED = "unspiked", pgettext_lazy("log", "brought back")
    WITHDRAWN = "withdrawn", pgettext_lazy("log", "withdrawn")
    RESTORED = "restored", _("put back on the site")
    CORRECTED = "corrected", _("correction published")
    SETTLED = "settled", _("problems settled")
    ANSWERED = "answered", _("reader's report done")
    REARRANGED = "rearranged", _("parts rearranged")
    UNDONE = "undone", _("step undone")
    IMPORTED = "imported", _("imported")
    PREVIEWED = "previewed", _("preview link made")
    OPERATED = "operated", _("maintenance")
    REVOKED = "revoked", pgettext_lazy("log", "revoked")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    NOT_SIGNED_IN = "not_in", _("signing in failed")
    LOCKED_OUT = "locked_out", _("signing in locked")

    @classmethod
    def refusals(cls):
        return (cls.NOT_SIGNED_IN, cls.LOCKED_OUT)


class AuditQuerySet(models.QuerySet):
    def newest_first(self):
        return self.select_related("user", "article").order_by("-at", "-pk")

    def excluding_logins(self):
        return self.exclude(action__in=(Action.SIGNED_IN, Action.SIGNED_OUT, *Action.refusals()))


class AuditEntry(models.Model):
    """One line of the log. Lines are never changed or deleted."""

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    user = user_field(_("who"))
    origin = models.CharField(_("through"), max_length=10, choices=Origin)
    action = models.CharField(_("what was done"), max_length=12, choices=Action)
    article = models.ForeignKey(
        "articles.Article", models.SET_NULL, null=True, related_name="audit", verbose_name=_("article")
    )
    subject = models.CharField(
        _("to what"), max_length=240, help_text=_("As it was called then; rows may be gone later.")
    )
    detail = models.CharField(_("details"), max_length=500, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("log entry")
        verbose_name_plural = _("log of the desk")
        default_permissions = ["view"]

    def __str__(self):
        return f"{self.get_action_display()}：{self.subject}"
