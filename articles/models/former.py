from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerAddressQuerySet(models.QuerySet):
    def remember(self, path, **row):
        """Let the path lead to the row from now on, given as issue=, page= or section=."""
        blank = {"issue": None, "page": None, "section": None}
        self.update_or_create(path=path, defaults=blank | row)

    def row_at(self, path):
        """The issue, page or section that once stood at the path, or None."""
        former = self.filter(path=path).select_related("issue", "page__issue", "section").first()
        return former and (former.issue or former.page or former.section)


class FormerAddress(models.Model):
    """An address that readers knew before a date, a page number or a section's slug was changed. It is asked only where
    nothing stands at the address now."""

    path = models.CharField(_("address"), max_length=120, unique=True)
    issue = models.ForeignKey("articles.Issue", models.CASCADE, null=True, related_name="+")
    page = models.ForeignKey("articles.Page", models.CASCADE, null=True, related_name="+")
    section = models.ForeignKey("articles.Section", models.CASCADE, null=True, related_name="+")

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        default_permissions = []

    def __str__(self):
        return self.path
