from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def this_month():
    return timezone.localdate().replace(day=1)


class FeeRateQuerySet(models.QuerySet):
    def in_month(self, month) -> dict[str, "FeeRate"]:
        """{role: its rate in this month}. A role's first rate also holds for the months before it."""
        rates: dict[str, FeeRate] = {}
        for rate in self.order_by("since"):
            if rate.role not in rates or rate.since <= month:
                rates[rate.role] = rate
        return rates


class FeeRate(models.Model):
    """What the newsroom pays a role (稿费标准), in whole yuan, from a month on."""

    role = models.CharField(
        _("role"),
        max_length=20,
        blank=True,
        help_text=_("As in the byline, e.g. 记者, 通讯员, 摄影. Blank: for names without a role."),
    )
    since = models.DateField(
        _("from month"), default=this_month, help_text=_("Any day of the first month in which it holds.")
    )
    per_story = models.PositiveIntegerField(_("for a story (yuan)"), default=0)
    per_thousand = models.PositiveIntegerField(_("for 1,000 characters (yuan)"), default=0)
    per_photograph = models.PositiveIntegerField(_("for a photograph (yuan)"), default=0)

    objects = FeeRateQuerySet.as_manager()

    class Meta:
        ordering = ["role", "-since"]
        verbose_name = _("fee rate")
        verbose_name_plural = _("fee rates")
        constraints = [
            models.UniqueConstraint(
                fields=["role", "since"],
                name="fee_rate_once_a_month",
                violation_error_message=_("There is already a rate for this role from this month on; change that one."),
            )
        ]

    def __str__(self):
        amounts = _("%(story)s a story, %(thousand)s for 1,000 characters, %(photograph)s a photograph")
        amounts %= {"story": self.per_story, "thousand": self.per_thousand, "photograph": self.per_photograph}
        return f"{self.role or _('no role named')} {self.since:%Y-%m}：{amounts}"
