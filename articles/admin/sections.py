from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.models import Article, Section

from .base import CountsStories, DeskAdmin, how_many
from .seen import ChangedByTheRules, SeenForm


class SectionForm(SeenForm):
    seen = ("name", "slug")


@admin.register(Section)
class SectionAdmin(ChangedByTheRules, CountsStories, DeskAdmin):
    form = SectionForm
    save_changes = staticmethod(editing.change_name)
    list_display = ["name", "order", "slug", "keyword_count", "story_count"]
    list_editable = ["order"]
    search_fields = ["name", "slug", "keywords"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stories=how_many(Article.objects.all(), "section"))

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes a section that readers can open: they would find nothing at its address."""
        return super().has_delete_permission(request, obj) and not (
            obj and Section.objects.public().filter(pk=obj.pk).exists()
        )

    @admin.display(description=_("keywords"))
    def keyword_count(self, section):
        return len(section.keyword_list)
