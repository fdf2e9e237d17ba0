"""What a harvester narrows the archive by: the limits of the site's search, and when something last changed."""

from datetime import UTC, datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter, FilterSet, IsoDateTimeFilter

from articles.filters import DAYS, FIRST_DAY, LAST_DAY, ArticleFilter, YearFilter
from articles.models import Author, Correction, Issue, Page

MOMENTS = [
    MinValueValidator(datetime(FIRST_DAY.year, 1, 2, tzinfo=UTC)),
    MaxValueValidator(datetime(LAST_DAY.year, 12, 30, tzinfo=UTC)),
]


NO_DAY = _("Give a day of the calendar in this form: 2023-07-20.")
NO_MOMENT = _("Give a moment in this form: 2023-07-20T08:30:00+08:00. In an address the plus sign is written %%2B.")
DAY = {"validators": DAYS, "error_messages": {"invalid": NO_DAY}}


class ArchiveFilter(ArticleFilter):
    # Words are for the search: what they find comes by rank, and a cursor has no place in that.
    q = None
    order = None
    since = DateFilter(field_name="date", lookup_expr="gte", **DAY)
    until = DateFilter(field_name="date", lookup_expr="lte", **DAY)
    changed_since = IsoDateTimeFilter(method="changed", validators=MOMENTS, error_messages={"invalid": NO_MOMENT})

    def changed(self, articles, name, value):
        return articles.filter(changed_at__gte=value)


class IssueFilter(FilterSet):
    since = DateFilter(field_name="date", lookup_expr="gte", **DAY)
    until = DateFilter(field_name="date", lookup_expr="lte", **DAY)
    year = YearFilter(field_name="date__year", min_value=FIRST_DAY.year, max_value=LAST_DAY.year)

    class Meta:
        model = Issue
        fields = []


class PageFilter(FilterSet):
    name = CharFilter(max_length=40)
    issue = DateFilter(field_name="issue__date", **DAY)

    class Meta:
        model = Page
        fields = []


class CorrectionFilter(FilterSet):
    since = DateFilter(field_name="date", lookup_expr="gte", **DAY)

    class Meta:
        model = Correction
        fields = []


class AuthorFilter(FilterSet):
    name = CharFilter(max_length=60)

    class Meta:
        model = Author
        fields = []
