"""How an editor narrows the lists of stories, pages and problems."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Page, Placement, Stage

from .base import as_number


class DoubtsFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "doubts"

    def lookups(self, request, model_admin):
        return [("waiting", _("waiting for review")), ("open", _("in doubt"))]

    def queryset(self, request, queryset):
        match self.value():
            case "waiting":
                return queryset.to_review()
            case "open":
                return queryset.in_doubt()
        return queryset


def states(stories) -> dict:
    """{state: (its label, the stories in it)}: the status, where what is approved may be public or wait for its time,
    and draft is divided by the stages of the review."""
    status = Article.Status
    approved = stories.filter(status=status.APPROVED)
    waiting = {
        stage.value: (_("waiting for %(stage)s") % {"stage": stage.label}, stories.waiting_for(stage))
        for stage in Stage.required()
    }
    return {
        "draft": (status.DRAFT.label, stories.filter(status=status.DRAFT)),
        **waiting,
        "pending": (_("change waits"), stories.with_pending()),
        "scheduled": (pgettext_lazy("story", "scheduled"), approved.filter(publish_at__gt=timezone.now())),
        "public": (pgettext_lazy("story", "published"), stories.public()),
        "withdrawn": (status.WITHDRAWN.label, stories.filter(status=status.WITHDRAWN)),
    }


class StateFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state, label) for state, (label, _stories) in states(Article.objects.all()).items()]

    def queryset(self, request, queryset):
        _label, stories = states(queryset).get(self.value(), ("", queryset))
        return stories


class OfferedFilter(admin.SimpleListFilter):
    """A filter that knows the values it offers: what else an address may name, no story has."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        offered = {value for value, _label in self.lookup_choices}
        return self.narrowed(queryset, self.value()) if self.value() in offered else queryset.none()


class PageFilter(admin.SimpleListFilter):
    """One printed page, to which other pages of the desk link; of all pages there are too many to choose from."""

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


class YearFilter(OfferedFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        # The newest day of each year is found in the index; the years of a hundred thousand stories would each be
        # worked out.
        days, years = Article.objects.order_by("-date").values_list("date", flat=True), []
        newest = days.first()
        while newest:
            years.append((str(newest.year), str(newest.year)))
            newest = days.filter(date__lt=newest.replace(month=1, day=1)).first()
        return years

    def narrowed(self, queryset, year):
        return queryset.filter(date__year=year)


class ToSignFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "sign"

    def lookups(self, request, model_admin):
        return [("waiting", _("waiting for the whole page to be signed"))]

    def queryset(self, request, queryset):
        return queryset.to_sign() if self.value() == "waiting" else queryset


class SettledFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("settled", _("settled"))]

    def queryset(self, request, queryset):
        return queryset.filter(settled_at__isnull=self.value() == "open") if self.value() else queryset
