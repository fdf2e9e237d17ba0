from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from articles.models import Problem

from .base import DeskAdmin, story
from .bulk_actions import settle_all
from .filters import ProblemPageFilter, SettledFilter


@admin.register(Problem)
class ProblemAdmin(DeskAdmin):
    """A list only: problems are shown and settled beside their story."""

    list_display = ["doubt", story, "page", "line", "settled_at", "settled_by"]
    list_display_links = None
    list_filter = [SettledFilter, ProblemPageFilter, "page__issue__date"]
    list_select_related = ["article", "page__issue", "settled_by"]
    search_fields = ["article__title"]
    ordering = ["-article__date", "article", "line"]
    actions = ["settle"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        # Only together with its story.
        match = request.resolver_match  # None if the request is refused before its address is resolved
        by_itself = match is not None and match.view_name.startswith("admin:articles_problem")
        return not by_itself and super().has_delete_permission(request, obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        problem = get_object_or_404(self.get_queryset(request), pk=object_id)
        return redirect("admin:articles_article_change", problem.article_id)

    @admin.display(description=_("problem"), ordering="code")
    def doubt(self, problem):
        return problem.sentence

    @admin.action(description=_("Settle the chosen problems"), permissions=["change"])
    def settle(self, request, queryset):
        settle_all(request, Problem.objects.filter(pk__in=queryset.values("pk")))
