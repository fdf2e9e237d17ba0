"""Filters of article lists, for the website and the API."""

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
from articles.search_results import ArticleList

QUERY_LENGTH = 100
# Databases do not support all days beyond these.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
NO_DAY = _("Give a date in this form: 2023-07-20.")
DAYS = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
DAY = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}


class DayInput(forms.DateInput):
    """The browser's date picker, which uses ISO dates in every language."""

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs=DAY)

    def format_value(self, value):
        day = super().format_value(value)
        try:
            return day if day and parse_date(day) else None
        except ValueError:  # not a day of the calendar: 2023-02-31
            return None


DAY_OPTIONS = {"widget": DayInput(), "validators": DAYS, "error_messages": {"invalid": NO_DAY}}


class WordsField(forms.CharField):
    def to_python(self, value):
        return super().to_python(value)[:QUERY_LENGTH]

    def validate(self, value):
        super().validate(value)
        query = search.parse(value)
        if query.excluded and not query.terms:
            raise forms.ValidationError(_("Give at least one word to look for: a minus only leaves words out."))

    def prepare_value(self, value):
        return value and value[:QUERY_LENGTH]

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"maxlength": str(QUERY_LENGTH)}


class WordsFilter(CharFilter):
    field_class = WordsField


class YearFilter(Filter):
    field_class = forms.IntegerField


class MovedField(ModelChoiceField):
    """Accepts former slugs and ids as well, for old links."""

    def to_python(self, value):
        try:
            row = super().to_python(value)
            return row and row.present
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
        queryset=Section.objects.all(),
        to_field_name="slug",
        label=_("Section"),
        empty_label=_("All sections"),
        error_messages={"invalid_choice": _("There is no section with this slug.")},
    )
    author = MovedFilter(
        queryset=lambda request: Author.objects.public(),
        method="by",
        label=_("Author"),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no author with this key.")},
    )
    since = DateFilter(field_name="date", lookup_expr="gte", label=_("From"), **DAY_OPTIONS)
    until = DateFilter(field_name="date", lookup_expr="lte", label=_("To"), **DAY_OPTIONS)
    year = YearFilter(
        field_name="date__year",
        label=_("Year"),
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year,
        widget=forms.HiddenInput,
    )
    page_name = CharFilter(method="under", label=_("Page name"), max_length=40, widget=forms.HiddenInput)
    # After the filters, so that the nearest matches are among what they leave; before the order, which it sets.
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
        """The SearchResult, or None without valid words."""
        _ = self.qs  # evaluating it sets _found
        return self._found

    def listing(self, rows):
        """The filtered articles, for a paginator; rows are read from the queryset `rows`."""
        result = self.found if self.found and self.found.terms else None
        return ArticleList(self.qs, rows, result, ranked=not self.form.cleaned_data["order"])

    @classmethod
    def limits(cls):
        return [name for name in cls.base_filters if name not in {"q", "order"}]

    def by(self, articles, name, author):
        return articles.by(author)

    def under(self, articles, name, page_name):
        return articles.under_page_name(page_name)

    def search(self, articles, name, value):
        self._found = search.results(articles, value, by_rank=not self.form.cleaned_data["order"])
        return self._found.articles

    def sort(self, articles, name, value):
        return articles.newest_first()
