from django.db import connections, models, router, transaction
from django.utils.translation import gettext_lazy as _

RENAME_TIMEOUT = "10min"


class ShownInStories(models.Model):
    """A row shown in stories. Saving a change to one of its `shown` fields marks `articles_showing_it()` as changed."""

    shown: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, **kwargs):
        values = {name: getattr(self, name) for name in self.shown}
        changes = not self._state.adding and type(self).objects.filter(pk=self.pk).exclude(**values).exists()
        if changes:
            extend_timeout()
        super().save(**kwargs)
        if changes:
            self.articles_showing_it().seen_changed()


def extend_timeout():
    """For this transaction: a new name or section changes every story with it, perhaps thousands."""
    connection = connections[router.db_for_write(ShownInStories)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{RENAME_TIMEOUT}'")


class FormerAddressQuerySet(models.QuerySet):
    def remember(self, path, **row):
        """Redirect the path to a row, given as issue=, page= or section=."""
        blank = {"issue": None, "page": None, "section": None}
        self.update_or_create(path=path, defaults=blank | row)

    def row_at(self, path):
        former = self.filter(path=path).select_related("issue", "page__issue", "section").first()
        return former and (former.issue or former.page or former.section)


class FormerAddress(models.Model):
    """An address from before a date, page number or slug was changed, queried before responding with 404."""

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
