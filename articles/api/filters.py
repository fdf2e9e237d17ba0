from datetime import UTC, datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter, FilterSet, IsoDateTimeFilter

from articles.filters import DAYS, FIRST_DAY, LAST_DAY, NO_DAY, ArticleFilter

MOMENTS = [
    MinValueValidator(datetime(FIRST_DAY.year, 1, 2, tzinfo=UTC)),
    MaxValueValidator(datetime(LAST_DAY.year, 12, 30, tzinfo=UTC)),
]
NO_MOMENT = _("Give a date and time in this form: 2023-07-20T08:30:00+08:00. In a URL, write the plus sign as %%2B.")


class DayFilter(DateFilter):
    def __init__(self, **options):
        super().__init__(validators=DAYS, error_messages={"invalid": NO_DAY}, **options)


class SinceFilter(FilterSet):
    since = DayFilter(field_name="date", lookup_expr="gte")


class PeriodFilter(SinceFilter):
    until = DayFilter(field_name="date", lookup_expr="lte")


class ArchiveFilter(PeriodFilter, ArticleFilter):
    # Search results are ranked, and a cursor cannot follow a ranking.
    q = None
    order = None
    changed_since = IsoDateTimeFilter(
        field_name="changed_at",
        lookup_expr="gte",
        validators=MOMENTS,
        error_messages={"invalid": NO_MOMENT},
        help_text=_(
            "Changed or published at this time or later. Without a time zone, in China’s. To keep a copy, follow the "
            "list of changes instead."
        ),
    )


class IssueFilter(PeriodFilter):
    year = ArticleFilter.declared_filters["year"]


class PageFilter(FilterSet):
    name = CharFilter(max_length=40, help_text=_("Pages with this name (版名)."))
    issue = DayFilter(field_name="issue__date", help_text=_("Pages of the issue of this date."))


class AuthorFilter(FilterSet):
    name = CharFilter(max_length=60, help_text=_("Authors with exactly this name."))
