from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import AuditEntry

from .base import DeskAdmin, name_of
from .filters import RowsFilter


class WhoFilter(RowsFilter):
    """Members of staff; "nobody" stands for commands."""

    title = _("who")
    parameter_name = "who"

    def rows(self, lines):
        staff = User.objects.filter(is_staff=True).order_by("username")
        by_person = {str(user.pk): (name_of(user), lines.filter(user=user)) for user in staff}
        return by_person | {"nobody": (_("nobody logged in"), lines.filter(user=None))}


@admin.register(AuditEntry)
class LogAdmin(DeskAdmin):
    """Read-only, even for superusers."""

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
