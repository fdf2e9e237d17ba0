from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Page, Placement, Stage

from .base import as_number


class RowsFilter(admin.SimpleListFilter):
    """A filter that takes its values from `rows(queryset)`, {value: (label, the rows to show)}."""

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _rows) in self.rows(model_admin.model.objects.all()).items()]

    def queryset(self, request, queryset):
        _label, rows = self.rows(queryset).get(self.value(), ("", queryset))
        return rows


class DoubtsFilter(RowsFilter):
    title = _("review")
    parameter_name = "doubts"

    def rows(self, stories):
        return {
            "waiting": (_("waiting for review"), stories.to_review()),
            "open": (_("in doubt"), stories.in_doubt()),
        }


def states(stories) -> dict:
    """{state: (label, stories)}: drafts also by their next review stage, approved stories as scheduled or public."""
    status = Article.Status
    approved = stories.filter(status=status.APPROVED)
    waiting = {
        stage.value: (_("waiting for %(stage)s") % {"stage": stage.label}, stories.waiting_for(stage))
        for stage in Stage.required()
    }
    return {
        "writing": (status.WRITING.label, stories.filter(status=status.WRITING)),
        "draft": (status.DRAFT.label, stories.filter(status=status.DRAFT)),
        **waiting,
        "pending": (_("change waits"), stories.with_pending()),
        "scheduled": (pgettext_lazy("story", "scheduled"), approved.filter(publish_at__gt=timezone.now())),
        "public": (pgettext_lazy("story", "published"), stories.public()),
        "withdrawn": (status.WITHDRAWN.label, stories.filter(status=status.WITHDRAWN)),
        "spiked": (status.SPIKED.label, stories.filter(status=status.SPIKED)),
    }


class StateFilter(RowsFilter):
    title = _("status")
    parameter_name = "state"
    rows = staticmethod(states)


class SectionFilter(admin.RelatedFieldListFilter):
    """Without merged sections, which have no stories."""

    def field_choices(self, field, request, model_admin):
        return field.get_choices(include_blank=False, limit_choices_to={"merged_into": None})


class OfferedFilter(admin.SimpleListFilter):
    """A filter that shows no rows for a value it does not offer."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        offered = {value for value, _label in self.lookup_choices}
        return self.narrowed(queryset, self.value()) if self.value() in offered else queryset.none()


class PageFilter(admin.SimpleListFilter):
    """One printed page, for links from other pages of the desk; all pages would be too many to offer."""

    title = _("page")
    parameter_name = "on_page"
    path = ""

    def lookups(self, request, model_admin):
        chosen = request.GET.get(self.parameter_name, "")
        return [(str(page.pk), str(page)) for page in Page.objects.for_navigation().filter(pk=as_number(chosen))]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


class StoryPageFilter(PageFilter):
    path = "placements__page"


class ProblemPageFilter(PageFilter):
    path = "page"


class PageNameFilter(OfferedFilter):
    title = _("page name")
    parameter_name = "page_name"

    def lookups(self, request, model_admin):
        names = Page.objects.exclude(name="").order_by("name").values_list("name", flat=True).distinct()
        return [(name, name) for name in names]

    def narrowed(self, queryset, name):
        return queryset.filter(Exists(Placement.objects.filter(article=OuterRef("pk"), page__name=name)))


class MineFilter(OfferedFilter):
    title = _("writer")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        self.user = request.user
        return [("1", _("written by me"))]

    def narrowed(self, queryset, value):
        return queryset.filter(created_by=self.user)


class YearFilter(OfferedFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        # Each year's latest day comes from the index; distinct years would be computed from every story.
        days, years = Article.objects.order_by("-date").values_list("date", flat=True), []
        newest = days.first()
        while newest:
            years.append((str(newest.year), str(newest.year)))
            newest = days.filter(date__lt=newest.replace(month=1, day=1)).first()
        return years

    def narrowed(self, queryset, year):
        return queryset.filter(date__year=year)


class ToSignFilter(RowsFilter):
    title = _("review")
    parameter_name = "sign"

    def rows(self, pages):
        return {"waiting": (_("waiting for the whole page to be signed"), pages.to_sign())}


class SettledFilter(RowsFilter):
    title = _("state")
    parameter_name = "state"

    def rows(self, problems):
        return {"open": (_("open"), problems.open()), "settled": (_("settled"), problems.exclude(settled_at=None))}
