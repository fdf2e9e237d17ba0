from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.models import Issue, Page, Placement, Problem

from .badges import doubt_badge
from .base import CountsStories, DeskAdmin, how_many
from .importing import PageImport
from .inlines import PageInline, StoriesOnPageInline, was_public
from .page_signing import PageSigning, ToSignFilter, sign_whole_pages


class CountsStoriesAndDoubts(CountsStories):
    """Likewise, with the doubts about them counted as `open_problems`."""

    @admin.display(description=_("doubts"), ordering="open_problems", empty_value="")
    def doubts(self, row):
        return doubt_badge(row)


@admin.register(Issue)
class IssueAdmin(CountsStoriesAndDoubts, DeskAdmin):
    list_display = ["date", "number", "page_count", "story_count", "doubts"]
    date_hierarchy = "date"
    search_fields = ["date", "number"]
    search_help_text = _("A date such as 2023-07-20, or the number of the issue.")
    inlines = [PageInline]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                pages_held=how_many(Page.objects.all(), "issue"),
                stories=how_many(Placement.objects.all(), "page__issue"),
                open_problems=how_many(Problem.objects.open(), "page__issue"),
            )
        )

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and was_public(placements__page__issue=obj))

    @admin.display(description=_("pages"), ordering="pages_held")
    def page_count(self, issue):
        return issue.pages_held


@admin.register(Page)
class PageAdmin(PageImport, PageSigning, CountsStoriesAndDoubts, DeskAdmin):
    list_display = ["label", "issue", "story_count", "doubts", "source_name"]
    list_display_links = ["label"]
    list_filter = [ToSignFilter, "name"]
    actions = [sign_whole_pages]
    list_select_related = ["issue"]
    date_hierarchy = "issue__date"
    search_fields = ["issue__date", "number", "name"]
    search_help_text = _("The date of the issue, the page's number or its name.")
    autocomplete_fields = ["issue"]
    inlines = [StoriesOnPageInline]
    readonly_fields = ["reviewed_in_print", "source_name", "source", "set_aside"]
    fieldsets = [
        (None, {"fields": ["issue", ("number", "name", "order")]}),
        (_("As it came in"), {"fields": ["reviewed_in_print", "source_name", "set_aside", "source"]}),
    ]

    def get_queryset(self, request):
        # The text of a page is long, and only its own change page shows it.
        return (
            super()
            .get_queryset(request)
            .defer("source_text", "residue")
            .annotate(
                stories=how_many(Placement.objects.all(), "page"),
                open_problems=how_many(Problem.objects.open(), "page"),
            )
        )

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and was_public(placements__page=obj))

    @admin.display(description=_("page"), ordering="order")
    def label(self, page):
        return page.label

    @admin.display(description=_("source text"))
    def source(self, page):
        doubts = set(Problem.objects.open().filter(page=page).values_list("line", flat=True))
        return render_to_string("admin/articles/page/source.html", {"lines": page.source_lines(), "doubts": doubts})

    @admin.display(description=_("set aside"))
    def set_aside(self, page):
        return render_to_string("admin/articles/page/set_aside.html", {"residue": page.residue})
