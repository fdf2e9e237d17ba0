from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import AuditEntry

from .base import DeskAdmin, name_of


class WhoFilter(admin.SimpleListFilter):
    """The staff, and the commands, which nobody is logged in to."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        people = [(str(user.pk), name_of(user)) for user in User.objects.filter(is_staff=True).order_by("username")]
        return [*people, ("nobody", _("nobody logged in"))]

    def queryset(self, request, queryset):
        if self.value() == "nobody":
            return queryset.filter(user=None)
        known = {value for value, _label in self.lookup_choices}
        return queryset.filter(user=self.value()) if self.value() in known else queryset


@admin.register(AuditEntry)
class LogAdmin(DeskAdmin):
    """Who did what. Lines are read; nobody adds, changes or deletes one, not even a superuser."""

    list_display = ["at", "who", "action", "what", "detail", "origin"]
    list_display_links = None
    list_filter = [WhoFilter, "action", "origin"]
    list_select_related = ["user", "article"]
    date_hierarchy = "at"
    search_fields = ["subject", "detail"]
    search_help_text = _("Any words of what it was done to, or of the details.")
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__imported")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("who"), ordering="user")
    def who(self, line):
        return name_of(line.user) or "–"

    @admin.display(description=_("to what"), ordering="subject")
    def what(self, line):
        if line.article is None:
            return line.subject
        address = reverse("admin:articles_article_history", args=[line.article_id])
        return format_html('<a href="{}">{}</a>', address, line.subject)
