from django.db import connections, models, router, transaction

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
    """For the rest of the transaction: a name may stand in thousands of stories, and PostgreSQL writes the search index
    of each again."""
    connection = connections[router.db_for_write(ShownInStories)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST_RENAMING}'")
