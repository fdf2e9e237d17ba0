from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .audit import Origin


class RevisionQuerySet(models.QuerySet):
    def newest_first(self):
        return self.select_related("user").order_by("-version")


class Revision(models.Model):
    """One version of an article as it was saved: by whom, when, why, and all it said."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions", verbose_name=_("article"))
    version = models.PositiveIntegerField(_("version"))
    base_version = models.PositiveIntegerField(
        null=True,
        help_text="Of a pending version: the public version it was made from. Null for all others.",
    )
    at = models.DateTimeField(_("time"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    origin = models.CharField(_("through"), max_length=10, choices=Origin)
    why = models.CharField(_("why"), max_length=200, blank=True)
    snapshot = models.JSONField(_("content"), help_text="As articles.editing.snapshots takes it.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "version"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="revision_once_a_version")]

    def __str__(self):
        return f"{self.article} ({self.version})"
