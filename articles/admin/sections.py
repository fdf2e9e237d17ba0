"""Sections: their order, and what becomes of their stories when they are merged, retired or deleted."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import validate_slug
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import editing
from articles.editing import Actor
from articles.models import Article, Section

from .base import DeskAdmin, as_number, how_many, story_count
from .fields import LineField
from .names import MergeAction, PublicRowAdmin, PublicRowForm


class SectionForm(PublicRowForm):
    # Not a SlugField, so that one sentence answers a Chinese address.
    slug = LineField(
        label=_("address"),
        max_length=40,
        required=False,
        help_text=_(
            "Stands in the web address. Leave it blank to have it made from the name. After a change the old address "
            "leads to the new one."
        ),
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        merged = Section.objects.filter(name=name).exclude(merged_into=None).first()
        if merged:
            sentence = gettext("“%(name)s” was merged into “%(section)s”. Choose another name.")
            raise forms.ValidationError(sentence % {"name": name, "section": merged.merged_into})
        return name

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or self.instance.slug
        if slug and not validate_slug.regex.fullmatch(slug):
            raise forms.ValidationError(
                gettext("A web address has only letters a–z, digits, “-” and “_”. Leave it blank to have it made.")
            )
        return slug or editing.made_slug(self.cleaned_data.get("name", ""))


@admin.register(Section)
class SectionAdmin(MergeAction, PublicRowAdmin, DeskAdmin):
    form = SectionForm
    save_changes = staticmethod(editing.change_name)
    list_display = ["title", "place", story_count, "keyword_count", "slug"]
    search_fields = ["name", "slug", "keywords"]
    fields = ["name", "slug", "keywords", "retired"]
    actions = ["merge"]
    merge_texts = {
        "title": _("Which section stays?"),
        "too_few": _("Choose at least two sections."),
        "explanation": _(
            "The stories and keywords of all of them go to the section you choose; the addresses of the others lead "
            "there from now on."
        ),
    }

    class Media:
        js = ["articles/desk-sections.js"]

    def get_queryset(self, request):
        sections = super().get_queryset(request).present()
        return sections.annotate(stories=how_many(Article.objects.all(), "section"))

    # The list

    def get_list_display(self, request):
        may_order = self.has_change_permission(request)
        return [column for column in self.list_display if column != "place" or may_order]

    @admin.display(description=_("name"))
    def title(self, section):
        if not section.retired:
            return section.name
        return format_html('{} <span class="desk-mark">{}</span>', section.name, _("retired"))

    @admin.display(description=_("order"))
    def place(self, section):
        # The form's csrf token is there: the list has actions.
        move = '<button class="desk-move" formaction="order/" name="{}" value="{}" aria-label="{}">{}</button>'
        up = gettext("Move “%(name)s” up") % {"name": section.name}
        down = gettext("Move “%(name)s” down") % {"name": section.name}
        buttons = format_html(move * 2, "up", section.pk, up, "↑", "down", section.pk, down, "↓")
        return format_html('<span class="desk-moves" data-key="{}">{}</span>', section.pk, buttons)

    @admin.display(description=_("keywords"))
    def keyword_count(self, section):
        return len(section.keyword_list)

    @admin.action(description=_("Merge these sections …"), permissions=["change"])
    def merge(self, request, queryset):
        return super().merge(request, queryset)

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.order_view))
        return [path("order/", view, name="articles_section_order"), *super().get_urls()]

    def order_view(self, request):
        """Move one section up or down, or put all into the `order` that the script sends."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = list(Section.objects.present().values_list("pk", flat=True))
        for direction, by in (("up", -1), ("down", 1)):
            keys = editing.moved(keys, as_number(request.POST.get(direction, "")), by)
        sent = [as_number(key) for key in request.POST.get("order", "").split(",")]
        if editing.order_sections(sent if "order" in request.POST else keys, Actor.at_desk(request.user)):
            self.message_user(request, gettext("The order is saved."), messages.SUCCESS)
        return redirect("admin:articles_section_changelist")

    # One section

    def save_model(self, request, section, form, change):
        if not change:
            section.put_last()
        super().save_model(request, section, form, change)

    def has_delete_permission(self, request, obj=None):
        """Only superusers delete a section with stories, and nobody a public one: its address would be gone."""
        if not super().has_delete_permission(request, obj) or obj is None:
            return super().has_delete_permission(request, obj)
        if Section.objects.public().filter(pk=obj.pk).exists():
            return False
        return request.user.is_superuser or not obj.articles.exists()

    def get_deleted_objects(self, objs, request):
        deleted, *others = super().get_deleted_objects(objs, request)
        stories = Article.objects.filter(section__in=[section.pk for section in objs]).count()
        if stories:
            sentence = ngettext(
                "%(number)d unpublished story stays, without a section.",
                "%(number)d unpublished stories stay, without a section.",
                stories,
            )
            deleted = [sentence % {"number": stories}, *deleted]
        return deleted, *others
