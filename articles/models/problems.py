from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.parsing.problems import sentence


class ProblemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def settle(self, user):
        """Settle those still open in the user's name; returns how many there were."""
        return self.open().update(settled_at=timezone.now(), settled_by=user)


class Problem(models.Model):
    """A doubt about an article that waits for an editor's eye."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="problems", verbose_name=_("article"))
    page = models.ForeignKey(
        "articles.Page", models.CASCADE, null=True, related_name="problems", verbose_name=_("page")
    )
    code = models.CharField(_("code"), max_length=40)
    line = models.PositiveIntegerField(_("source line"), null=True)
    params = models.JSONField(default=dict, editable=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering = ["article", "line", "id"]
        verbose_name = _("problem")
        verbose_name_plural = _("problems")

    def __str__(self):
        return self.sentence

    @property
    def settled(self):
        return self.settled_at is not None

    @property
    def sentence(self):
        """What an editor reads, in the language of the interface."""
        return sentence(self.code, self.params, translate=gettext)
