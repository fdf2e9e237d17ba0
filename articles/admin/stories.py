from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Problem

from .actions import approve, put_back_to_draft, settle_problems, withdraw
from .badges import doubt_badge, state_badge
from .base import DeskAdmin, searchable
from .explanations import why_this_section
from .filters import DoubtsFilter, PageNameFilter, StateFilter, YearFilter
from .inlines import BylineInline, PlacementInline, ProblemInline
from .source import printed_source
from .story_form import StoryForm


class StoryList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).for_lists().with_open_problems()


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = StoryForm
    list_display = ["story", "section", "printed_on", "written_by", "state", "doubts", "date"]
    list_filter = [DoubtsFilter, StateFilter, "section", PageNameFilter, YearFilter, "origin"]
    date_hierarchy = "date"
    search_fields = ["title"]
    search_help_text = _("Any words from headline, text or byline.")
    autocomplete_fields = ["section"]
    inlines = [ProblemInline, BylineInline, PlacementInline]
    actions = [approve, put_back_to_draft, withdraw, settle_problems]
    readonly_fields = ["why_this_section", "origin", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "deck", "dateline", "body"]}),
        (_("Section"), {"fields": ["section", "why_this_section"]}),
        (_("Publication"), {"fields": ["status", "publish_at", "date"]}),
        (_("Origin and changes"), {"fields": [("origin", "created_at", "updated_at")], "classes": ["collapse"]}),
    ]

    # The list

    def get_changelist(self, request, **kwargs):
        return StoryList

    def get_search_results(self, request, queryset, search_term):
        typed = searchable(search_term)
        return (queryset.search(typed) if typed.strip() else queryset), False

    @admin.display(description=_("title"), ordering="title")
    def story(self, article):
        if article.headline:
            return article.title
        return format_html('{} <span class="desk-mark">{}</span>', article.title, _("no headline"))

    @admin.display(description=_("printed on"))
    def printed_on(self, article):
        place = pgettext("placement", "page %(page)s, no. %(order)s")
        places = ({"page": placement.page.number, "order": placement.order} for placement in article.placements.all())
        return gettext("; ").join(place % where for where in places)

    @admin.display(description=_("byline"))
    def written_by(self, article):
        return " ".join(contribution.author.name for contribution in article.contributions.all())

    @admin.display(description=_("status"), ordering="status")
    def state(self, article):
        return state_badge(article)

    @admin.display(description=_("doubts"), ordering="open_problems", empty_value="")
    def doubts(self, article):
        return doubt_badge(article)

    # One story

    def get_queryset(self, request):
        # Whoever saves holds the row, so that of two editors at once the second is measured by the first one's version.
        saving = request.method == "POST" and request.resolver_match.url_name == "articles_article_change"
        stories = super().get_queryset(request)
        return stories.select_for_update(of=("self",)) if saving else stories

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_public else None

    @admin.display(description=_("why this section"))
    def why_this_section(self, article):
        return why_this_section(article)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"printed_source": printed_source(obj) if obj else [], "has_next": obj is not None}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_formset(self, request, form, formset, change):
        if formset.model is Problem:
            for row in formset.initial_forms:
                if row.has_changed():
                    settled = row.cleaned_data["settled"]
                    row.instance.settled_at = timezone.now() if settled else None
                    row.instance.settled_by = request.user if settled else None
        super().save_formset(request, form, formset, change)

    def response_change(self, request, article):
        if "_next" not in request.POST:
            return super().response_change(request, article)
        self.message_user(request, gettext("“%(title)s” was saved.") % {"title": article.title}, messages.SUCCESS)
        following = Article.objects.next_in_doubt(article)
        if following:
            return redirect("admin:articles_article_change", following.pk)
        self.message_user(request, gettext("No story waits for review."), messages.SUCCESS)
        return redirect(reverse("admin:articles_article_changelist"))

    # Permissions of the actions

    def has_settle_permission(self, request):
        return request.user.has_perm("articles.change_problem")
