"""The editors' desk: Django admin for newspaper editors."""

from django.conf import settings
from django.contrib import admin
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import (  # noqa: F401  each registers its models
    accounts,
    corrections,
    log,
    names,
    people,
    pictures,
    printed,
    problems,
    proofreading,
    sections,
    stories,
)

admin.site.site_header = format_lazy(_("{newspaper} · Editors’ desk"), newspaper=settings.NEWSPAPER["name"])
admin.site.site_title = admin.site.site_header
admin.site.index_title = _("Desk")
# desk.css hides such cells in the cards of a list.
admin.site.empty_value_display = mark_safe('<span class="desk-nothing">–</span>')
# Stories need the width; base_site.html has a navigation of its own.
admin.site.enable_nav_sidebar = False
