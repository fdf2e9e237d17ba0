from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section

from .base import CountsStories, DeskAdmin, how_many


@admin.register(Section)
class SectionAdmin(CountsStories, DeskAdmin):
    list_display = ["name", "order", "slug", "keyword_count", "story_count"]
    list_editable = ["order"]
    search_fields = ["name", "slug", "keywords"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stories=how_many(Article.objects.all(), "section"))

    @admin.display(description=_("keywords"))
    def keyword_count(self, section):
        return len(section.keyword_list)
