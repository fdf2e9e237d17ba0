"""How an editor narrows the list of stories."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Page, Placement


class DoubtsFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("open", _("waiting for review"))]

    def queryset(self, request, queryset):
        return queryset.in_doubt() if self.value() == "open" else queryset


class StateFilter(admin.SimpleListFilter):
    """The status, with what is approved parted into what readers see and what waits for its time."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", Article.Status.DRAFT.label),
            ("scheduled", pgettext_lazy("story", "scheduled")),
            ("public", pgettext_lazy("story", "published")),
            ("withdrawn", Article.Status.WITHDRAWN.label),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "draft" | "withdrawn" as status:
                return queryset.filter(status=status)
            case "scheduled":
                return queryset.filter(status=Article.Status.APPROVED, publish_at__gt=timezone.now())
            case "public":
                return queryset.public()
        return queryset


class OfferedFilter(admin.SimpleListFilter):
    """A filter that knows the values it offers: what else an address may name, no story has."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        offered = {value for value, _label in self.lookup_choices}
        return self.narrowed(queryset, self.value()) if self.value() in offered else queryset.none()


class PageNameFilter(OfferedFilter):
    title = _("page name")
    parameter_name = "page_name"

    def lookups(self, request, model_admin):
        names = Page.objects.exclude(name="").order_by("name").values_list("name", flat=True).distinct()
        return [(name, name) for name in names]

    def narrowed(self, queryset, name):
        return queryset.filter(Exists(Placement.objects.filter(article=OuterRef("pk"), page__name=name)))


class YearFilter(OfferedFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        return [(str(day.year), str(day.year)) for day in Article.objects.dates("date", "year", order="DESC")]

    def narrowed(self, queryset, year):
        return queryset.filter(date__year=year)
