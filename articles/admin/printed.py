"""Issues and pages, and 整版签发, which publishes the stories of whole pages."""

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor, Refused
from articles.models import Article, Issue, ListEntry, Page, Placement, Problem
from articles.text.dates import read_day

from .base import DeskAdmin, as_number, how_many, linked, name_of, story_count
from .filters import ToSignFilter
from .importing import PageImport
from .inlines import DeskInline, StoriesOnPageInline, was_public
from .names import PublicRowAdmin, PublicRowForm
from .proofreading import ProofreadPages
from .review import doubts, missing_in_pictures
from .undoing_imports import UndoImport
from .wechat import PageElsewhere
from .whole_issues import WholeIssueImport

MAX_SIGNED_AT_ONCE = 50


class PrintedAdmin(PublicRowAdmin, DeskAdmin):
    """Base of issues and pages. `place` is the lookup of the row from a placement or a problem."""

    place = ""

    def get_queryset(self, request):
        counts = {"stories": Placement.objects.all(), "open_problems": Problem.objects.open()}
        seen = {name: how_many(rows.visible_to(request.user), self.place) for name, rows in counts.items()}
        return super().get_queryset(request).annotate(**seen)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, " ".join(map(_as_iso, search_term.split())))

    def save_model(self, request, row, form, change):
        if moved := super().save_model(request, row, form, change):
            sentence = ngettext(
                "%(number)d story has the new date. What is not published yet is published as much earlier or later; "
                "old addresses lead to the new ones.",
                "%(number)d stories have the new date. What is not published yet is published as much earlier or "
                "later; old addresses lead to the new ones.",
                moved,
            )
            messages.success(request, sentence % {"number": moved})

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and was_public(**{f"placements__{self.place}": obj}))

    def get_deleted_objects(self, objs, request):
        deleted, *others = super().get_deleted_objects(objs, request)
        return [*self._what_becomes_of_stories(objs), *deleted], *others

    def _what_becomes_of_stories(self, rows):
        there = Placement.objects.filter(**{f"{self.place}__in": [row.pk for row in rows]})
        stories = Article.objects.filter(pk__in=there.values("article")).exclude(status__in=Article.GONE)
        elsewhere = Placement.objects.exclude(pk__in=there.values("pk")).filter(article=OuterRef("pk"))
        left = list(stories.filter(~Exists(elsewhere)).newest_first().only("title"))
        if left:
            sentence = ngettext(
                "{number} story is not deleted but will be on no page any more: {titles}. Spike it if nobody needs "
                "it; the page imported again makes new stories.",
                "{number} stories are not deleted but will be on no page any more: {titles}. Spike those that "
                "nobody needs; the page imported again makes new stories.",
                len(left),
            )
            yield format_html(sentence, number=len(left), titles=linked(left))
        if others := stories.count() - len(left):
            sentence = ngettext(
                "%(number)d story stays on its other page.", "%(number)d stories stay on their other pages.", others
            )
            yield sentence % {"number": others}


def _as_iso(word):
    """A date in any accepted notation as the database has it; other words unchanged."""
    try:
        return read_day(word).isoformat()
    except ValueError:
        return word


class IssueForm(PublicRowForm):
    class Meta:
        error_messages = {
            "date": {
                "unique": _(
                    "There is an issue of this day already. To move a page into it, open the page and choose it there."
                )
            }
        }


class PageForm(PublicRowForm):
    class Meta:
        error_messages = {
            NON_FIELD_ERRORS: {"unique_together": _("There is a page of this number in that issue already.")}
        }


class PagesInline(DeskInline):
    model = Page
    repeated = _("There is a page of this number in that issue already.")
    form = PageForm
    fields = ["order", "number", "name", "source_name"]
    readonly_fields = ["source_name"]
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.actor = Actor.at_desk(request.user)
        return formset

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.pk and was_public(placements__page__issue=obj))


@admin.register(Issue)
class IssueAdmin(UndoImport, PrintedAdmin):
    form = IssueForm
    save_changes = staticmethod(editing.change_issue)
    place = "page__issue"
    list_display = ["date", "number", "page_count", story_count, doubts]
    date_hierarchy = "date"
    search_fields = ["date", "number"]
    search_help_text = _("A date such as 2023-07-20, or the number of the issue.")
    inlines = [PagesInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(pages_held=how_many(Page.objects.all(), "issue"))

    def save_formset(self, request, form, formset, change):
        for page in formset.save(commit=False):
            if page.pk:
                self.apply_changes(page, request, editing.change_page)
            else:
                page.save()
        for page in formset.deleted_objects:
            page.delete()

    @admin.display(description=_("pages"), ordering="pages_held")
    def page_count(self, issue):
        return issue.pages_held


@admin.action(description=_("Sign the whole page …"), permissions=["sign_final"])
def sign_whole_pages(modeladmin, request, queryset):
    pages = queryset.order_by("issue__date", "order").values_list("pk", flat=True)[:MAX_SIGNED_AT_ONCE]
    return redirect(reverse("admin:articles_page_sign", query={"page": list(pages)}))


@admin.register(Page)
class PageAdmin(PageImport, WholeIssueImport, UndoImport, PageElsewhere, ProofreadPages, PrintedAdmin):
    form = PageForm
    save_changes = staticmethod(editing.change_page)
    place = "page"
    list_display = ["label", "issue", story_count, doubts, "source_name"]
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
        # Only the page's own form shows its text, which is long.
        return super().get_queryset(request).defer("source_text", "residue")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or Page.objects.with_text_for(request.user).filter(pk=obj.pk).exists():
            return fieldsets
        note = _(
            "The text of this page is shown to its editors, and to everybody once readers can see all its stories."
        )
        return [fieldsets[0], (_("As it came in"), {"fields": ["source_name"], "description": note})]

    @admin.display(description=_("page"), ordering="order")
    def label(self, page):
        return page.label

    @admin.display(description=_("source text"))
    def source(self, page):
        doubtful = set(Problem.objects.open().filter(page=page).values_list("line", flat=True))
        return render_to_string("admin/articles/page/source.html", {"lines": page.source_lines(), "doubts": doubtful})

    @admin.display(description=_("set aside"))
    def set_aside(self, page):
        return render_to_string("admin/articles/page/set_aside.html", {"residue": page.residue})

    # 整版签发

    def get_urls(self):
        view = self.admin_site.admin_view(self.sign_view)
        return [path("sign/", view, name="articles_page_sign"), *super().get_urls()]

    def has_sign_final_permission(self, request):
        return request.user.has_perm("articles.sign_final")

    def sign_view(self, request):
        """Show the drafts of the requested pages; a POST signs each page that has not changed since."""
        if not self.has_sign_final_permission(request):
            raise PermissionDenied
        pages = _pages_named(request)
        if not pages:
            return redirect("admin:articles_page_changelist")
        actor = Actor.at_desk(request.user)
        if request.method == "POST":
            _sign(request, pages, actor)
            if len(pages) == 1:
                return redirect("admin:articles_page_change", pages[0].pk)
            return redirect("admin:articles_page_changelist")
        reviews = [editing.review_page(page, actor) for page in pages]
        lists = ListEntry.objects.as_lists()
        stories = [story for review in reviews for story in review.stories]
        prefetch_related_objects([story.article for story in stories], "dismissals")
        for story in stories:
            story.article.missing_in_pictures = missing_in_pictures(story.article)
            story.article.proofreading = len(editing.open_doubts(editing.doubts_of(story.article, lists)))
        return self.desk_page(
            request,
            "page/sign.html",
            gettext("Sign the whole page"),
            reviews=[(review, _who_imported(review.imported_by)) for review in reviews],
            number=len({article.pk for review in reviews if not review.why_not for article in review.signable}),
        )


def _pages_named(request):
    keys = map(as_number, request.GET.getlist("page")[:MAX_SIGNED_AT_ONCE])
    return list(Page.objects.for_navigation().filter(pk__in=keys).order_by("issue__date", "order"))


def _sign(request, pages, actor):
    states = {page.pk: request.POST.get(f"state-{page.pk}", "") for page in pages}
    for review in editing.sign_pages(states, actor):
        if isinstance(review, Refused):
            messages.warning(request, str(review))
            continue
        number = len(review.signable)
        sentence = ngettext("%(page)s: %(number)d story signed.", "%(page)s: %(number)d stories signed.", number)
        messages.success(request, sentence % {"page": review.page, "number": number})


def _who_imported(entry):
    return name_of(entry.user) or entry.get_origin_display() if entry else ""
