"""纠错: readers report what is wrong in a public story, and editors see to it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, Article, ReaderReport

from .actors import Actor, record, require


def keep_report(article: Article, text: str, contact: str = "") -> ReaderReport:
    """Keep a reader's report, and delete those that are too old. It leaves no line in the log: lines are never deleted,
    and anybody may send reports."""
    delete_expired_reports()
    return ReaderReport.objects.create(article=article, text=text, contact=contact)


def delete_expired_reports() -> None:
    expired = ReaderReport.objects.expired()
    if expired.exists():  # a deletion would wait for other writers
        expired.delete()


@transaction.atomic
def close_report(report: ReaderReport, actor: Actor) -> None:
    """Mark a report as done. The log does not repeat what the reader wrote."""
    require(actor, "change_problem")
    done = ReaderReport.objects.open().filter(pk=report.pk)
    if done.update(done_at=timezone.now(), done_by=actor.user):
        detail = _("report of %(day)s") % {"day": timezone.localdate(report.created_at)}
        record(actor, Action.ANSWERED, report.article, detail)
