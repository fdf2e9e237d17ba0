from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.editing.pictures import write_pictures
from articles.models import TEXTS, Article, Contribution, OpenStory, Section, Stage
from articles.search import results
from articles.text.body import blocks
from articles.text.counting import number_in_blocks

from .base import DeskAdmin, linked, searchable
from .blocks import blocks_of
from .bulk_actions import put_back_to_draft, restore, settle_problems, sign_off, spike, unspike, withdraw
from .edit_conflicts import conflict, too_late_for_story
from .filters import DoubtsFilter, MineFilter, PageNameFilter, SectionFilter, StateFilter, StoryPageFilter, YearFilter
from .galley import Galley
from .history import StoryHistory
from .inlines import BylineInline, PlacementInline
from .new_authors import add_authors
from .own_names import add_own_name, proposed_byline
from .pasted import add_people_of, tell, with_people_of
from .proofreading import ProofreadQueue
from .review import (
    StoryList,
    doubts,
    end_of_round,
    next_story,
    proofreading_of,
    review_of,
    save_warning,
    state,
    waiting_version,
)
from .source import printed_source, why_this_section
from .story_actions import StoryActions, other_editors, warn_about_signoffs, warn_that_it_waits
from .story_form import StoryForm
from .uploads import add_rows
from .wechat import StoryElsewhere
from .word import WordImport
from .workload import Workload


@admin.register(Article)
class ArticleAdmin(StoryActions, StoryHistory, WordImport, StoryElsewhere, Galley, ProofreadQueue, Workload, DeskAdmin):
    form = StoryForm
    list_display = ["story", "in_section", "printed_on", "written_by", state, doubts, "date"]
    list_filter = [
        DoubtsFilter, StateFilter, MineFilter, StoryPageFilter, ("section", SectionFilter), PageNameFilter, YearFilter,
        "origin",
    ]  # fmt: skip
    date_hierarchy = "date"
    search_fields = ["title"]
    search_help_text = _("Any words from headline, text or byline, or a section.")
    inlines = [BylineInline, PlacementInline]
    actions = [sign_off, put_back_to_draft, withdraw, restore, spike, unspike, settle_problems]
    readonly_fields = [why_this_section, "origin", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": TEXTS}),
        (
            _("Section and publication"),
            {"fields": ["section", why_this_section, "own_keywords", ("publish_at", "date")]},
        ),
        (_("Origin and changes"), {"fields": [("origin", "created_at", "updated_at")], "classes": ["collapse"]}),
    ]

    # The list

    def get_changelist(self, request, **kwargs):
        return StoryList

    def get_search_results(self, request, queryset, search_term):
        typed = searchable(search_term).strip()
        if not typed:
            return queryset, False
        found = results(queryset, typed, by_rank=False).articles
        if section := Section.objects.filter(name=typed).first():
            found = queryset.filter(Q(section=section.present) | Q(pk__in=found.order_by().values("pk")))
        return found, False

    @admin.display(description=_("title"), ordering="title")
    def story(self, article):
        if article.headline:
            return article.title
        return format_html('{} <span class="desk-mark">{}</span>', article.title, _("no headline"))

    @admin.display(description=_("section"), ordering="section")
    def in_section(self, article):
        return article.section or format_html('<span class="desk-mark">{}</span>', _("no section"))

    @admin.display(description=_("printed on"))
    def printed_on(self, article):
        place = pgettext("placement", "page %(page)s, no. %(order)s")
        places = ({"page": placement.page.number, "order": placement.order} for placement in article.placements.all())
        return gettext("; ").join(place % where for where in places)

    @admin.display(description=_("byline"))
    def written_by(self, article):
        return " ".join(contribution.author.name for contribution in article.bylines)

    # One story

    def get_queryset(self, request):
        stories = self.stories_of(request)
        # Saving locks the row: the second of two editors is compared with the version of the first.
        acting_on_one = request.method == "POST" and request.resolver_match.kwargs and connection.in_atomic_block
        return stories.select_for_update(of=("self",)) if acting_on_one else stories

    def stories_of(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def visible_story(self, request, pk):
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_or_change_permission(request, article):
            raise self.too_late(request, pk) if request.method == "POST" else Http404
        return article

    def has_delete_permission(self, request, obj=None):
        """Stories that were ever public are withdrawn, with a notice, instead of deleted."""
        return super().has_delete_permission(request, obj) and not (obj and editing.was_ever_public(obj))

    def get_deleted_objects(self, objs, request):
        deleted, *others = super().get_deleted_objects(objs, request)
        sentences = [
            _("What is deleted is gone with its history. To take a story out of the queues, spike it instead.")
        ]
        merged = list(Article.objects.filter(merged_into__in=[story.pk for story in objs]).only("title"))
        if merged:
            sentence = ngettext(
                "{number} story merged into it is deleted, too: {titles}.",
                "{number} stories merged into it are deleted, too: {titles}.",
                len(merged),
            )
            sentences.append(format_html(sentence, number=len(merged), titles=linked(merged)))
        return [*sentences, *deleted], *others

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or editing.may_change(obj, Actor.at_desk(request.user)))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        add_rows(request)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if object_id is None or request.method != "POST":
                raise
            raise self.too_late(request, object_id) from None

    def too_late(self, request, object_id):
        return too_late_for_story(object_id, request.user)

    def get_inlines(self, request, obj):
        # A copy was not printed anywhere.
        return [BylineInline] if "_saveasnew" in request.POST else self.inlines

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_public else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.actor = Actor.at_desk(request.user)
        if request.resolver_match.url_name == "articles_article_undo":
            form.unsaved_changes_error = gettext("Nothing was taken back: you typed something that is not saved yet.")
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        context["may_add_pictures"] = request.user.has_perm("articles.add_picture")
        context["may_edit_pictures"] = "body" in form.fields
        if obj:
            context |= self._beside_the_story(request, context, obj)
        body = form["body"].value() if "body" in form.fields else form.instance.body
        context["pictures"] = form.pictures.shown(body or "")
        context["length"] = number_in_blocks(blocks(body or ""))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _beside_the_story(self, request, context, article):
        form, actor = context["adminform"].form, Actor.at_desk(request.user)
        is_stale = getattr(form, "is_stale", False)
        clash = conflict(form, context["inline_admin_formsets"]) if is_stale else None
        # The form's instance holds what was typed; this is the saved story.
        saved = Article.objects.select_related("pending__user").get(pk=article.pk)
        OpenStory.objects.heartbeat(saved, request.user)
        return {
            "waiting": waiting_version(saved, actor),
            "carrier": editing.carrier_of(saved),
            "waits": editing.waits(saved, actor),
            "conflict": clash,
            "saved": saved,
            "review": review_of(saved, actor),
            "save_warning": save_warning(saved, actor),
            "blocks": blocks_of(saved, actor),
            "reports": saved.reports.kept().select_related("done_by") if actor.may("change_problem") else [],
            "problems": saved.problems.select_related("page__issue", "settled_by"),
            "proofreading": proofreading_of(saved, actor),
            "may_settle": actor.may("change_problem"),
            "printed_source": printed_source(saved, request.user),
            "other_editors": other_editors(saved, request.user),
            "previews": saved.previews.live().select_related("user") if saved.may_be_previewed else [],
            "notice": request.POST.get("notice", ""),
            "notes": saved.notes.select_related("user"),
        }

    def save_model(self, request, article, form, change):
        if not change:
            article.status = Article.Status.DRAFT if "_submit" in request.POST else Article.Status.WRITING
            editing.begin_draft(article, Actor.at_desk(request.user))
        elif not form.waits:
            form.change = editing.begin(Article.objects.get(pk=article.pk))
            if form.story_changed:
                form.change.article = article
                super().save_model(request, article, form, change)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        waits = obj.pk and obj.pending and editing.waits(obj, Actor.at_desk(request.user))
        if waits and isinstance(inline, BylineInline):
            kwargs["waiting"] = obj.pending.snapshot["byline"]
        if isinstance(inline, BylineInline) and not obj.pk and request.method == "GET":
            kwargs["proposed"] = proposed_byline(request.user)
        return kwargs

    def save_formset(self, request, form, formset, change):
        if formset.model is Contribution:
            add_authors(formset.forms, Actor.at_desk(request.user))
        formset.save(commit=not (change and form.waits))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        actor = Actor.at_desk(request.user)
        if not (change and form.waits):
            add_people_of(form.pasted_head, form.instance)
            add_own_name(form, form.instance)
            self._write_pictures(form, change)
        tell(request, form.pasted_head)
        if not change:
            editing.keep_draft(form.instance, actor)
        elif form.waits:
            self._propose(request, form, formsets, actor)
        else:
            form.change.finish(actor, form.cleaned_data["why"] or form.why_overwritten)
            warn_about_signoffs(request, form.change)
        for refusal in form.pictures.change_pictures():
            messages.warning(request, refusal)

    def _write_pictures(self, form, change):
        typed = form.pictures.typed()
        if typed != form.pictures.seen:
            write_pictures(form.change.article if change else form.instance, typed)

    def _propose(self, request, form, formsets, actor):
        typed = next(rows for rows in formsets if rows.model is Contribution).typed()
        byline = with_people_of(form.pasted_head, typed)
        public = Article.objects.get(pk=form.instance.pk)
        typed = editing.snapshots.take(form.instance) | {"byline": byline, "pictures": form.pictures.typed()}
        why = form.cleaned_data["why"] or form.why_overwritten
        if editing.propose_text(public, typed, actor, why):
            warn_that_it_waits(request)

    def response_change(self, request, article):
        if request.resolver_match.url_name != "articles_article_change":
            # The action that follows shows its own message.
            return redirect("admin:articles_article_change", article.pk)
        if not {"overwrite", "_section", "_next"} & request.POST.keys():
            return super().response_change(request, article)
        self.message_user(request, gettext("“%(title)s” was saved.") % {"title": article.title}, messages.SUCCESS)
        if {"overwrite", "_section"} & request.POST.keys():
            return redirect("admin:articles_article_change", article.pk)
        return self.to_next_story(request, article)

    def to_next_story(self, request, article):
        OpenStory.objects.leave(article, request.user)
        actor, stories = Actor.at_desk(request.user), self.stories_of(request)
        following = next_story(stories, article, actor)
        if following:
            return redirect("admin:articles_article_change", following.pk)
        self.message_user(
            request, end_of_round(editing.review_queue(stories, actor).exclude(pk=article.pk)), messages.SUCCESS
        )
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
