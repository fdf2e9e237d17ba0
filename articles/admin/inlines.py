"""What stands below a story on its page: byline, places in print, doubts."""

from django.contrib import admin
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Contribution, Page, Placement

from .base import RelatedByName
from .fields import FIELDS


class DeskFormSet(BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = form.fields["DELETE"].label


class DeskInline(RelatedByName, admin.TabularInline):
    """A table whose fields say what they are to those who hear the page: to them its head is no label."""

    formset = DeskFormSet
    formfield_overrides = FIELDS
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs.setdefault("aria-label", capfirst(field.label))
        return field


class BylineFormSet(DeskFormSet):
    def get_form_kwargs(self, index):
        """A name added stands behind the names there are."""
        kwargs = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            kwargs["initial"] = {"order": self.initial_form_count() + 1}
        return kwargs


class BylineInline(DeskInline):
    model = Contribution
    formset = BylineFormSet
    fields = ["order", "author", "role", "printed"]
    readonly_fields = ["printed"]
    autocomplete_fields = ["author"]
    verbose_name_plural = _("byline")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")


class PlacementInline(DeskInline):
    model = Placement
    fields = ["page", "order", "first_line", "last_line", "continued_from", "continued_on"]
    autocomplete_fields = ["page"]
    verbose_name_plural = _("printed on")
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page__issue")


class PageInline(DeskInline):
    model = Page
    fields = ["order", "number", "name", "source_name"]
    readonly_fields = ["source_name"]
    show_change_link = True


class StoriesOnPageInline(DeskInline):
    model = Placement
    fields = ["order", "article", "first_line", "last_line", "continued_from", "continued_on"]
    autocomplete_fields = ["article"]
    verbose_name_plural = _("stories on this page")

    def get_queryset(self, request):
        placements = super().get_queryset(request).select_related("article", "page__issue")
        # A reporter finds no unpublished story of others here either.
        mine = Q(article__in=Article.objects.business_of(request.user).order_by())
        return placements.filter(mine | Q(article__in=Article.objects.public().order_by()))
