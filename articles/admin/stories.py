from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Article, Problem, Stage

from .actions import put_back_to_draft, restore, settle_problems, sign_off, withdraw
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
    actions = [sign_off, put_back_to_draft, withdraw, restore, settle_problems]
    readonly_fields = ["why_this_section", "state", "origin", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "deck", "dateline", "body"]}),
        (_("Section"), {"fields": ["section", "why_this_section"]}),
        (_("Publication"), {"fields": ["state", "publish_at", "date"]}),
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
        if not request.user.has_perm("articles.change_any_article") and request.user.has_perm(
            "articles.change_article"
        ):
            # Reporters work on what they began; whoever may only look looks at everything.
            stories = stories.filter(created_by=request.user)
        return stories.select_for_update(of=("self",)) if saving else stories

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or editing.may_change(obj, Actor.at_desk(request.user)))

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_public else None

    @admin.display(description=_("why this section"))
    def why_this_section(self, article):
        return why_this_section(article)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"printed_source": printed_source(obj) if obj else [], "has_next": obj is not None}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, article, form, change):
        if not change:
            article.created_by = request.user
            super().save_model(request, article, form, change)
        else:
            form.change = editing.begin(Article.objects.get(pk=article.pk))
            form.change.article = article
            if form.has_changed():
                super().save_model(request, article, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        by = Actor.at_desk(request.user)
        if not change:
            editing.keep_new(form.instance, by)
            editing.record(by, Action.CREATED, form.instance)
        else:
            form.change.finish(by, form.cleaned_data.get("why", ""))
            self._tell_about_signoffs(request, form.change)

    def _tell_about_signoffs(self, request, change):
        if change.amended:
            sentence = gettext("The story stays public; the change stands in your name.")
            self.message_user(request, sentence, messages.WARNING)
        elif change.reopened or change.voided:
            sentence = gettext("The text was changed: the sign-offs are void, and the story is reviewed anew.")
            self.message_user(request, sentence, messages.WARNING)

    def save_formset(self, request, form, formset, change):
        if formset.model is Problem:
            for row in formset.initial_forms:
                if row.has_changed():
                    self._settle(request, row)
        super().save_formset(request, form, formset, change)

    def _settle(self, request, row):
        settled = row.cleaned_data["settled"]
        row.instance.settled_at = timezone.now() if settled else None
        row.instance.settled_by = request.user if settled else None
        if settled:
            editing.record(Actor.at_desk(request.user), Action.SETTLED, row.instance.article, row.instance.sentence)

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

    def has_change_any_permission(self, request):
        return request.user.has_perm("articles.change_any_article")

    def has_sign_permission(self, request):
        return any(request.user.has_perm(stage.permission) for stage in Stage)

    def has_withdraw_permission(self, request):
        return request.user.has_perm("articles.withdraw_article")
