"""What stands below a story on its page: byline, places in print, doubts."""

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.models import Contribution, Page, Placement, Problem

from .base import RelatedByName


class BylineFormSet(BaseInlineFormSet):
    def get_form_kwargs(self, index):
        """A name added stands behind the names there are."""
        kwargs = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            kwargs["initial"] = {"order": self.initial_form_count() + 1}
        return kwargs


class BylineInline(RelatedByName, admin.TabularInline):
    model = Contribution
    formset = BylineFormSet
    extra = 0
    fields = ["order", "author", "role", "printed"]
    readonly_fields = ["printed"]
    autocomplete_fields = ["author"]
    verbose_name_plural = _("byline")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")


class PlacementInline(RelatedByName, admin.TabularInline):
    model = Placement
    extra = 0
    fields = ["page", "order", "first_line", "last_line", "continued_from", "continued_on"]
    autocomplete_fields = ["page"]
    verbose_name_plural = _("printed on")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page__issue")


class ProblemForm(forms.ModelForm):
    settled = forms.BooleanField(label=_("settled"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["settled"] = self.instance.settled


class ProblemInline(RelatedByName, admin.TabularInline):
    """Doubts come from the importer; an editor reads them, looks, and settles them."""

    model = Problem
    form = ProblemForm
    fields = ["settled"]
    template = "admin/articles/article/problems.html"
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page__issue", "settled_by")


class PageInline(RelatedByName, admin.TabularInline):
    model = Page
    extra = 0
    fields = ["order", "number", "name", "source_name"]
    readonly_fields = ["source_name"]
    show_change_link = True


class StoriesOnPageInline(RelatedByName, admin.TabularInline):
    model = Placement
    extra = 0
    fields = ["order", "article", "first_line", "last_line", "continued_from", "continued_on"]
    autocomplete_fields = ["article"]
    verbose_name_plural = _("stories on this page")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "page__issue")
