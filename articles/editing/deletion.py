"""What may be deleted: nothing that readers could ever see."""

from itertools import pairwise

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article


def was_ever_public(article: Article) -> bool:
    """Whether a reader could see the story at any time, now or before."""
    if article.is_public or article.withdrawn_at:
        return True
    kept = article.revisions.filter(base_version=None).order_by("version").values_list("at", "snapshot")
    ends = [*kept, (timezone.now(), None)]
    return any(_was_public(snapshot, until) for (_at, snapshot), (until, _next) in pairwise(ends))


def _was_public(snapshot, until):
    approved = snapshot["status"] == Article.Status.APPROVED
    return approved and parse_datetime(snapshot["publish_at"]) <= until


def any_was_public(articles) -> bool:
    """Whether any story of the queryset was ever public."""
    if articles.filter(Q(pk__in=Article.objects.public()) | Q(withdrawn_at__isnull=False)).exists():
        return True
    return any(was_ever_public(article) for article in articles.defer("body", "imported"))
