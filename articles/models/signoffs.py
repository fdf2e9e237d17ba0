from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """三审: the reviews a story passes before it is public, each by another person."""

    FIRST = "first", pgettext_lazy("review", "first review")
    SECOND = "second", pgettext_lazy("review", "second review")
    FINAL = "final", pgettext_lazy("review", "final review")

    @property
    def permission(self):
        return f"articles.sign_{self.value}"

    @classmethod
    def required(cls):
        """The stages this newspaper asks for, in order; settings.REVIEW_STAGES says how many (1 to 3)."""
        return {1: [cls.FINAL], 2: [cls.FIRST, cls.FINAL], 3: [cls.FIRST, cls.SECOND, cls.FINAL]}[
            settings.REVIEW_STAGES
        ]


class SignOffQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(voided_at=None)

    def under_review(self):
        """Those that stand for the pending version of a story or, where there is none, for the story."""
        return self.standing().filter(models.Q(article__pending=None) | models.Q(article__pending=models.F("revision")))

    def void(self):
        """Take back those that stand; returns how many there were."""
        return self.standing().update(voided_at=timezone.now())


class SignOff(models.Model):
    """One person's word that a story may go on, given for the text of one revision. A later edit voids it."""

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
