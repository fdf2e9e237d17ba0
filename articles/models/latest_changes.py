"""What last happened to each story that readers know, numbered in the order of the commits."""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# By how much a number made by SQLite, whose clock counts milliseconds, may be behind the time of the change.
SQLITE_DELAY = timedelta(milliseconds=2)


def number_of(moment: datetime) -> int:
    """Microseconds since 1970, the unit of `LatestChange.number`."""
    return (moment - EPOCH) // MICROSECOND


class LatestChangeQuerySet(models.QuerySet):
    def write(self, article, is_new=False):
        """Record that a story was saved."""
        kind = kind_of(article)
        if kind is None:
            if not is_new:
                self.filter(pk=article.pk).delete()
            return
        if not is_new and self._update(article.pk, kind, article.publish_at):
            return
        # What was merged before anybody saw it concerns nobody.
        if kind != Kind.MERGED:
            self.create(article=article, kind=kind, publish_at=article.publish_at)

    def _update(self, pk, kind, publish_at):
        back = When(kind__in=(Kind.WITHDRAWN, Kind.MERGED), then=Value(Kind.RESTORED))
        # Until its time has come, readers have not seen the story.
        unseen = When(publish_at__gt=timezone.now(), then=F("kind"))
        if kind == Kind.CREATED:
            kind = Case(back, unseen, default=Value(Kind.CHANGED))
        return self.filter(pk=pk).update(kind=kind, publish_at=publish_at, number=None)

    def write_new(self, articles):
        """Record the stories of a bulk insert."""
        rows = [LatestChange(article_id=article.pk, kind=kind_of(article), publish_at=article.publish_at)
                for article in articles if article.pk and kind_of(article)]  # fmt: skip
        self.bulk_create(rows, batch_size=1000)

    def known(self, now):
        """The changes of stories that readers see at `now`, or whose notice of withdrawal or new address they find."""
        articles = LatestChange._meta.get_field("article").related_model.objects
        # Each looked up by key while the changes are read in order.
        found = [articles.public(now), articles.withdrawn(), articles.merged_into_public()]
        condition = Q()
        for each in found:
            condition |= Q(Exists(each.filter(pk=OuterRef("pk"))))
        return self.filter(condition)

    def last_publication(self, now):
        """The last time at which a story became public by its time, up to `now`; None if there is no story."""
        published = self.filter(publish_at__lte=now).order_by("-publish_at")
        return published.values_list("publish_at", flat=True).first()


class LatestChange(models.Model):
    """One row for each story that is or will be public, is withdrawn or merged; each change replaces the last.

    Triggers set `number` when it is null. On PostgreSQL they do so at the commit, one transaction after the other: no
    change is committed later with a smaller number. SQLite has one writer at a time. Numbers are times, so that they
    keep growing when an older backup is restored."""

    class Kind(models.TextChoices):
        CREATED = "created", pgettext_lazy("change", "created")
        CHANGED = "changed", pgettext_lazy("change", "changed")
        CORRECTED = "corrected", pgettext_lazy("change", "corrected")
        WITHDRAWN = "withdrawn", pgettext_lazy("change", "withdrawn")
        RESTORED = "restored", pgettext_lazy("change", "restored")
        MERGED = "merged", pgettext_lazy("change", "merged into another")

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("article")
    )
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    publish_at = models.DateTimeField(_("publish at"), db_index=True, help_text="The story's, when it was saved.")
    number = models.BigIntegerField(
        null=True, unique=True, help_text="Microseconds since 1970, or more where two changes would have the same."
    )

    objects = LatestChangeQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("latest change")
        verbose_name_plural = _("latest changes")
        default_permissions = []

    def __str__(self):
        return f"{self.article_id} {self.kind}"

    @property
    def at(self) -> datetime:
        """When readers could see it."""
        return timezone.localtime(max(EPOCH + self.number * MICROSECOND, self.publish_at))

    @property
    def kind_if_public(self):
        """A story taken off the site until later comes back by its time, without a change."""
        return Kind.RESTORED if self.kind in (Kind.WITHDRAWN, Kind.MERGED) else self.kind


Kind = LatestChange.Kind


def kind_of(article) -> str | None:
    """The kind of change that made the story what it is; None if readers do not know it and will not by themselves."""
    if article.status == "merged":
        return Kind.MERGED
    is_approved = article.status == "approved"
    if is_approved and (article.withdrawn_at is None or article.publish_at <= timezone.now()):
        return Kind.CREATED
    return Kind.WITHDRAWN if article.withdrawn_at else None


def fill(articles, changes) -> None:
    """Add the rows of stories that have none, in the order of their last changes. Given managers, for migrations.

    No number is larger than the one that the change had before, so that programs do not get it again."""
    now, previous, rows = timezone.now(), 0, []
    stories = articles.exclude(pk__in=changes.values("pk")).only("status", "publish_at", "withdrawn_at", "updated_at")
    changed = [(min(max(each.publish_at, each.updated_at), now), each) for each in stories.order_by("pk")]
    for moment, each in sorted(changed, key=lambda pair: pair[0]):
        if kind := kind_of(each):
            previous = max(number_of(moment - SQLITE_DELAY), previous + 1)
            rows.append(changes.model(article_id=each.pk, kind=kind, publish_at=each.publish_at, number=previous))
    changes.bulk_create(rows, batch_size=1000)
