"""The newsroom's own lists, and the doubts of a whole page and of the stories that wait."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext

from articles import editing
from articles.editing import Actor
from articles.models import Article, ListEntry, Page
from articles.proofreading import default_words

from .base import DeskAdmin

# The most stories read for one page of the desk; more would take too long.
MOST_STORIES = 40


@admin.register(ListEntry)
class ListEntryAdmin(DeskAdmin):
    list_display = ["text", "kind", "replacement", "reason", "order", "active"]
    list_filter = ["kind", "active"]
    search_fields = ["text", "replacement", "reason"]
    fields = ["kind", "text", "replacement", "reason", "since", "order", "active"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.defaults_view)
        return [path("defaults/", view, name="articles_listentry_defaults"), *super().get_urls()]

    def defaults_view(self, request):
        """Our default list, which an entry of the same word replaces or switches off."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = {entry.text: entry for entry in ListEntry.objects.filter(kind=ListEntry.Kind.WORD)}
        rows = [(word, entries.get(word.word)) for word in default_words()]
        return self.desk_page(
            request, "listentry/defaults.html", gettext("Words that are avoided by default"), rows=rows,
            may_add=self.has_add_permission(request),
        )  # fmt: skip


class ProofreadPages:
    """A mixin for the pages' ModelAdmin: 整版校对."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.proofread_view)
        return [path("<int:pk>/proofread/", view, name="articles_page_proofread"), *super().get_urls()]

    def proofread_view(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(Page.objects.for_navigation(), pk=pk)
        stories = Article.objects.visible_to(request.user).filter(placements__page=page)
        stories = stories.exclude(status=Article.Status.MERGED).order_by("placements__order")
        return self.desk_page(
            request,
            "page/proofread.html",
            gettext("Proofread %(page)s") % {"page": page},
            read=_read(stories, request.user),
            page=page,
        )


class ProofreadQueue:
    """A mixin for the stories' ModelAdmin: the doubts of the stories that wait for the user."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.proofread_view)
        return [path("proofread/", view, name="articles_article_proofread"), *super().get_urls()]

    def proofread_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        waiting = editing.review_queue(self.stories_of(request), Actor.at_desk(request.user))
        return self.desk_page(
            request, "page/proofread.html", gettext("Proofread what waits for you"), read=_read(waiting, request.user)
        )


def _read(stories, user) -> dict:
    """Up to MOST_STORIES stories with their open doubts, those without any apart. The version of a story that the
    user may mend goes with it, otherwise None."""
    lists, actor = ListEntry.objects.as_lists(), Actor.at_desk(user)
    chosen = list(stories.select_related("pending").prefetch_related("dismissals__user")[: MOST_STORIES + 1])
    read = [
        (article, editing.open_doubts(editing.doubts_of(editing.as_seen(article, actor), lists)))
        for article in chosen[:MOST_STORIES]
    ]
    return {
        "doubtful": [(article, doubts, _version_to_mend(article, actor)) for article, doubts in read if doubts],
        "clean": [article for article, doubts in read if not doubts],
        "doubts": sum(len(doubts) for _article, doubts in read),
        "more": len(chosen) > MOST_STORIES,
        "most": MOST_STORIES,
    }


def _version_to_mend(article, actor) -> int | None:
    return editing.seen_version(article, actor) if editing.may_change(article, actor) else None
