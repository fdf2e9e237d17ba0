from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .audit import Origin, user_field


class RevisionQuerySet(models.QuerySet):
    def newest_first(self):
        return self.select_related("user").order_by("-version")


class Revision(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions", verbose_name=_("article"))
    version = models.PositiveIntegerField(_("version"))
    base_version = models.PositiveIntegerField(
        null=True,
        help_text="Of a pending version: the public version it was made from. Null for all others.",
    )
    at = models.DateTimeField(_("time"))
    user = user_field(_("who"))
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
        return f"{self.article}（{self.version}）"


class Stage(models.TextChoices):
    """三审: the stages of review before publication, each signed by another person."""

    FIRST = "first", pgettext_lazy("review", "first review")
    SECOND = "second", pgettext_lazy("review", "second review")
    FINAL = "final", pgettext_lazy("review", "final review")

    @property
    def permission(self):
        return f"articles.sign_{self.value}"

    @classmethod
    def required(cls):
        """The stages in use, in order, by settings.REVIEW_STAGES (1 to 3)."""
        first, second, final = cls
        return {1: [final], 2: [first, final], 3: [first, second, final]}[settings.REVIEW_STAGES]


class SignOffQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(voided_at=None)

    def under_review(self):
        """The standing sign-offs of a story's pending version or, if it has none, of the story."""
        return self.standing().filter(models.Q(article__pending=None) | models.Q(article__pending=models.F("revision")))

    def void(self) -> int:
        return self.standing().update(voided_at=timezone.now())


class SignOff(models.Model):
    """A person's approval of one revision at one stage. Later edits void it."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="signoffs", verbose_name=_("article"))
    revision = models.ForeignKey("articles.Revision", models.RESTRICT, related_name="signoffs")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("time"), auto_now_add=True)
    voided_at = models.DateTimeField(_("void since"), null=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "stage"], condition=models.Q(voided_at=None), name="signoff_once_a_stage"
            ),
            models.UniqueConstraint(
                fields=["revision", "user"], condition=models.Q(voided_at=None), name="signoff_once_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()}：{self.user}"


class Step(models.Model):
    """A rearrangement of stories (split, merged, a paragraph moved) that can be undone."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split")
        MERGE = "merge", _("merged")
        MOVE = "move", _("paragraph moved")
        TURN = "turn", _("paragraph turned")
        JOIN = "join", _("continuation joined")

    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    user = user_field(_("who"))
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
