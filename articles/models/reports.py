from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .audit import user_field

# The form tells readers this period.
KEPT_FOR = timedelta(days=90)


class ReaderReportQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(created_at__gt=timezone.now() - KEPT_FOR)

    def expired(self):
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR)

    def open(self):
        return self.kept().filter(done_at=None)


class ReaderReport(models.Model):
    """纠错: what a reader found wrong in a story. It may hold personal data, so it is deleted after KEPT_FOR, and is in
    no log, archive file or API."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reports", verbose_name=_("article"))
    text = models.TextField(_("What is wrong?"), max_length=1000)
    contact = models.CharField(_("How can we reach you?"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = user_field(_("who"))

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        default_permissions = []  # as for the story

    def __str__(self):
        return self.text
