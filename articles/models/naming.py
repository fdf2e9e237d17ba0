from django.db import connections, models, router, transaction
from django.utils.translation import gettext_lazy as _

LONGEST_RENAMING = "10min"


class ShownInStories(models.Model):
    """A row that readers see in stories: a change of one of its fields `shown` changes `articles_showing_it()`."""

    shown: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, **kwargs):
        as_before = {name: getattr(self, name) for name in self.shown}
        changes = not self._state.adding and type(self).objects.filter(pk=self.pk).exclude(**as_before).exists()
        if changes:
            _allow_time()
        super().save(**kwargs)
        if changes:
            self.articles_showing_it().seen_changed()

    def articles_showing_it(self):
        raise NotImplementedError


def _allow_time():
    """For the rest of the transaction: a name may be in thousands of stories, and PostgreSQL writes the search index
    of each again."""
    connection = connections[router.db_for_write(ShownInStories)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST_RENAMING}'")


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
    nothing is at the address now."""

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
