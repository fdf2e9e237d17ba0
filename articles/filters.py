"""What a list of articles can be narrowed by, on the website and in the API alike."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, Filter, FilterSet, ModelChoiceFilter
from django_filters.fields import ModelChoiceField

from articles import search
from articles.address_lookup import former_section, merged_author
from articles.models import Article, Author, Section
from articles.search_results import Found

QUERY_LENGTH = 100
# Beyond these no newspaper is meant, and a database may not know the day.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
DAYS = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
DAY = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}


class DayInput(forms.DateInput):
    """A browser’s own calendar, which fills in ISO dates whatever the language of the page and knows no others."""

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs=DAY)

    def format_value(self, value):
        day = super().format_value(value)
        try:
            return day if day and parse_date(day) else None
        except ValueError:  # shaped like a day, but none: 2023-02-31
            return None


class WordsField(forms.CharField):
    """Takes the first QUERY_LENGTH characters of what was typed, as the search reads no more."""

    def to_python(self, value):
        return super().to_python(value)[:QUERY_LENGTH]

    def prepare_value(self, value):
        return value and value[:QUERY_LENGTH]

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"maxlength": str(QUERY_LENGTH)}


class WordsFilter(CharFilter):
    field_class = WordsField


class YearFilter(Filter):
    field_class = forms.IntegerField


class MovedField(ModelChoiceField):
    """Takes former addresses of a row as well: they stand in kept links."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            former = former_section if self.queryset.model is Section else merged_author
            if row := former(value):
                return row
            raise


class MovedFilter(ModelChoiceFilter):
    field_class = MovedField


class ArticleFilter(FilterSet):
    """Bound to public articles."""

    section = MovedFilter(
        queryset=Section.objects.all(), to_field_name="slug", label=_("Section"), empty_label=_("All sections")
    )
    author = MovedFilter(
        queryset=lambda request: Author.objects.public(),
        method="by",
        label=_("Author"),
        widget=forms.HiddenInput,
    )
    since = DateFilter(field_name="date", lookup_expr="gte", label=_("From"), widget=DayInput(), validators=DAYS)
    until = DateFilter(field_name="date", lookup_expr="lte", label=_("To"), widget=DayInput(), validators=DAYS)
    year = YearFilter(
        field_name="date__year",
        label=_("Year"),
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year,
        widget=forms.HiddenInput,
    )
    page_name = CharFilter(method="under", label=_("Page name"), max_length=40, widget=forms.HiddenInput)
    # Below the limits, so that the nearest are looked for among what is left by them; above the order, which it sets.
    q = WordsFilter(method="search", label=_("Search words"))
    order = ChoiceFilter(
        method="sort", choices=[("newest", _("Newest first"))], label=_("Order"), empty_label=_("Best match first")
    )

    _found = None

    class Meta:
        model = Article
        fields = []

    @property
    def found(self):
        """What the search understood, where words were given and valid, or else None."""
        _ = self.qs  # it is asked for only then
        return self._found

    def listing(self, rows):
        """What a valid filter leaves, for a paginator that takes its rows from the queryset `rows`."""
        result = self.found if self.found and self.found.terms else None
        return Found(self.qs, rows, result, ranked=not self.form.cleaned_data["order"])

    @classmethod
    def limits(cls):
        """The names of the filters that narrow a search, as they stand in addresses."""
        return [name for name in cls.base_filters if name not in {"q", "order"}]

    def by(self, articles, name, value):
        return articles.by(value)

    def under(self, articles, name, value):
        return articles.under_page_name(value)

    def search(self, articles, name, value):
        self._found = search.results(articles, value, by_rank=not self.form.cleaned_data["order"])
        return self._found.articles

    def sort(self, articles, name, value):
        return articles.newest_first()
