from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import editing
from articles.editing import Actor
from articles.models import Issue, Page, Placement, Problem
from articles.typed_dates import read_day

from .badges import doubt_badge
from .base import CountsStories, DeskAdmin, how_many
from .importing import PageImport
from .inlines import PageInline, StoriesOnPageInline, was_public
from .page_signing import PageSigning, ToSignFilter, sign_whole_pages
from .seen import ChangedByTheRules, SeenForm


class CountsStoriesAndDoubts(CountsStories):
    """Likewise, with the doubts about them counted as `open_problems`."""

    @admin.display(description=_("doubts"), ordering="open_problems", empty_value="")
    def doubts(self, row):
        return doubt_badge(row)


class TellsWhatMoved:
    def _tell_what_moved(self, request, number):
        if number:
            sentence = ngettext(
                "%(number)d story has the new date. What is not published yet is published as much earlier or later; "
                "old addresses lead to the new ones.",
                "%(number)d stories have the new date. What is not published yet is published as much earlier or "
                "later; old addresses lead to the new ones.",
                number,
            )
            self.message_user(request, sentence % {"number": number}, messages.SUCCESS)


class FoundByDay:
    """A mixin for rows that are searched by a day, however it is typed."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, " ".join(map(_as_iso, search_term.split())))


def _as_iso(word):
    try:
        return read_day(word).isoformat()
    except ValueError:
        return word


class IssueForm(SeenForm):
    seen = ("date", "number")

    class Meta:
        error_messages = {
            "date": {
                "unique": _(
                    "There is an issue of this day already. To move a page into it, open the page and choose it there."
                )
            }
        }


class PageForm(SeenForm):
    seen = ("issue", "number", "name")

    class Meta:
        error_messages = {
            NON_FIELD_ERRORS: {"unique_together": _("There is a page of this number in that issue already.")}
        }


class PagesInline(PageInline):
    form = PageForm

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.actor = Actor.at_desk(request.user)
        return formset


@admin.register(Issue)
class IssueAdmin(ChangedByTheRules, TellsWhatMoved, FoundByDay, CountsStoriesAndDoubts, DeskAdmin):
    form = IssueForm
    save_changes = staticmethod(editing.change_issue)
    list_display = ["date", "number", "page_count", "story_count", "doubts"]
    date_hierarchy = "date"
    search_fields = ["date", "number"]
    search_help_text = _("A date such as 2023-07-20, or the number of the issue.")
    inlines = [PagesInline]

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

    def save_model(self, request, issue, form, change):
        self._tell_what_moved(request, super().save_model(request, issue, form, change))

    def save_formset(self, request, form, formset, change):
        """The pages in the issue's form."""
        if formset.model is not Page:
            return super().save_formset(request, form, formset, change)
        for page in formset.save(commit=False):
            if page.pk:
                self.by_the_rules(page, request, editing.change_page)
            else:
                page.save()
        for page in formset.deleted_objects:
            page.delete()
        return None

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and was_public(placements__page__issue=obj))

    @admin.display(description=_("pages"), ordering="pages_held")
    def page_count(self, issue):
        return issue.pages_held


@admin.register(Page)
class PageAdmin(
    ChangedByTheRules, TellsWhatMoved, PageImport, PageSigning, FoundByDay, CountsStoriesAndDoubts, DeskAdmin
):
    form = PageForm
    save_changes = staticmethod(editing.change_page)
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

    def save_model(self, request, page, form, change):
        self._tell_what_moved(request, super().save_model(request, page, form, change))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or Page.objects.with_text_for(request.user).filter(pk=obj.pk).exists():
            return fieldsets
        note = _(
            "The text of this page is shown to its editors, and to everybody once readers can see all its stories."
        )
        return [fieldsets[0], (_("As it came in"), {"fields": ["source_name"], "description": note})]

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
