from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.Model):
    """One rearrangement of stories (split, merged, a paragraph moved), kept so that it can be taken back."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGE = "merge", _("merged")
        MOVE = "move", _("paragraph moved")
        TURN = "turn", _("paragraph turned")
        JOIN = "join", _("continuation joined")

    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    articles = models.ManyToManyField("articles.Article", related_name="steps")
    before = models.JSONField(help_text="Snapshot of each article before the step, by its id; null where it was made.")
    after = models.JSONField(help_text="Version of each article after the step, by its id.")
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions = []

    def __str__(self):
        return self.get_kind_display()
