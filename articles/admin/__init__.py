"""The editors' desk: plain Django admin, shaped for people who read newspapers and not databases."""

from django.conf import settings
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import accounts, corrections, log, names, printed, problems, stories  # noqa: F401  each registers its models

admin.site.site_header = format_lazy(_("{newspaper} · Editors’ desk"), newspaper=settings.NEWSPAPER["name"])
admin.site.site_title = admin.site.site_header
admin.site.index_title = _("Desk")
# The stories need the width: two columns on the change page, seven in the list. base_site.html has the way around.
admin.site.enable_nav_sidebar = False
