"""Inlines: a story's byline and placements, and the stories on a printed page."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.models import Article, Contribution, Placement

from .base import RelatedByName
from .fields import FIELDS
from .new_authors import AuthorField, AuthorSelect, is_of_new_author


class DeskFormSet(BaseInlineFormSet):
    repeated = ""

    def get_unique_error_message(self, unique_check):
        return self.repeated or super().get_unique_error_message(unique_check)

    def get_form_error(self):
        return gettext("This row repeats another one.")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = form.fields["DELETE"].label


class DeskInline(RelatedByName, admin.TabularInline):
    """A table whose inputs have labels for screen readers. `repeated` is the sentence for two rows of the same."""

    repeated = ""
    formset = DeskFormSet
    formfield_overrides = FIELDS
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.repeated = self.repeated
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs.setdefault("aria-label", capfirst(field.label))
        return field


def was_public(**printed) -> bool:
    """Whether any story with these placements was ever public."""
    return editing.any_was_public(Article.objects.filter(**printed).distinct())


class BylineForm(forms.ModelForm):
    waiting = False

    def validate_constraints(self):
        # A pending byline may repeat the public one; its rows are never saved.
        if not self.waiting:
            super().validate_constraints()

    def _get_validation_exclusions(self):
        # A new author has no key before the form is saved.
        return super()._get_validation_exclusions() | ({"author"} if is_of_new_author(self) else set())


class BylineFormSet(DeskFormSet):
    """The rows of a byline; with `waiting`, the byline of a pending snapshot, which has no rows in the database; with
    `proposed`, rows that a new story begins with."""

    def __init__(self, *args, waiting=None, proposed=(), **kwargs):
        self.waiting = waiting
        super().__init__(*args, **kwargs)
        self.extra, self.initial_extra = len(proposed), list(proposed)
        if waiting is not None:
            self.queryset, self.extra = self.queryset.none(), len(waiting)
            credits = [{"author": pk, "role": role} for pk, _name, role, _printed in waiting]
            # Posted rows equal to their initial data would count as empty.
            known = [{}] * len(waiting) if self.is_bound else credits
            self.initial_extra = [credit | {"order": order} for order, credit in enumerate(known, start=1)]

    def get_form_kwargs(self, index):
        """New rows go last."""
        kwargs = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            kwargs["initial"] = {"order": self.initial_form_count() + self.extra + 1}
        return kwargs

    def _construct_form(self, index, **kwargs):
        form = super()._construct_form(index, **kwargs)
        form.waiting = self.waiting is not None
        if form.waiting and index < len(self.waiting):
            form.instance.printed = self.waiting[index][3]
        return form

    def clean(self):
        super().clean()
        new = [
            (row.cleaned_data["author"].name, row.cleaned_data["role"]) for row in self.forms if is_of_new_author(row)
        ]
        if len(set(new)) < len(new):
            raise forms.ValidationError(self.repeated)

    def typed(self):
        """The submitted byline in the format of a snapshot."""
        rows = [(row, getattr(row, "cleaned_data", {})) for row in self.forms]
        kept = [(row, given) for row, given in rows if given.get("author") and not given.get("DELETE")]
        kept.sort(key=lambda pair: pair[1].get("order") or 0)
        return [
            [given["author"].pk, given["author"].name, given.get("role", ""), row.instance.printed]
            for row, given in kept
        ]


class BylineInline(DeskInline):
    model = Contribution
    repeated = _("This author already stands in the byline with this role.")
    form = BylineForm
    formset = BylineFormSet
    fields = ["order", "author", "role", "printed"]
    readonly_fields = ["printed"]
    autocomplete_fields = ["author"]
    verbose_name_plural = _("byline")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "author":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs |= {"form_class": AuthorField, "widget": AuthorSelect(db_field, self.admin_site)}
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.may_add = field.widget.may_add = request.user.has_perm("articles.add_author")
        return field

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")


class PlaceInline(DeskInline):
    """Placements. Changes take effect at once, so those of public stories need the permission to amend them."""

    repeated = _("A story stands only once on a page; give its lines in one row.")

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and self.may_amend(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_amend(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_amend(request, obj)

    def may_amend(self, request, obj):
        return obj is None or not self.is_public(obj) or request.user.has_perm("articles.amend_public_article")


class PlacementInline(PlaceInline):
    model = Placement
    fields = ["page", "order", "first_line", "last_line", "continued_from", "continued_on"]
    autocomplete_fields = ["page"]
    verbose_name_plural = _("printed on")
    classes = ["collapse"]

    def is_public(self, article):
        return article.is_public

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page__issue")


class StoriesOnPageInline(PlaceInline):
    model = Placement
    fields = ["order", "article", "first_line", "last_line", "continued_from", "continued_on"]
    autocomplete_fields = ["article"]
    verbose_name_plural = _("stories on this page")

    def is_public(self, page):
        return Article.objects.public().filter(placements__page=page).exists()

    def get_queryset(self, request):
        placements = super().get_queryset(request).select_related("article", "page__issue")
        # Reporters see no unpublished stories of others.
        mine = Q(article__in=Article.objects.visible_to(request.user).order_by())
        return placements.filter(mine | Q(article__in=Article.objects.public().order_by()))
