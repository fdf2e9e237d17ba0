from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.parsing.problems import sentence

from .audit import user_field
from .printed import sees_only_their_own


class ProblemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def visible_to(self, user):
        """Those of the stories that the user sees at the desk."""
        return self.filter(article__created_by=user) if sees_only_their_own(user) else self

    def settle(self, user):
        """Settle the open problems on behalf of the user. Returns their number."""
        return self.open().update(settled_at=timezone.now(), settled_by=user)


class Problem(models.Model):
    """A doubt about an imported article, for an editor to settle."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="problems", verbose_name=_("article"))
    page = models.ForeignKey(
        "articles.Page", models.CASCADE, null=True, related_name="problems", verbose_name=_("page")
    )
    code = models.CharField(_("code"), max_length=40)
    line = models.PositiveIntegerField(_("source line"), null=True)
    params = models.JSONField(default=dict, editable=False)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = user_field(_("settled by"), blank=True)

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
        return sentence(self.code, self.params, translate=gettext)
