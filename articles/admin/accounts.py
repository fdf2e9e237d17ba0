"""Accounts and roles: Django's own pages, with what is done there in our log."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing
from articles.editing import Actor

from .base import GivesBackWhatWasTyped, Recorded
from .rights import NamesRights

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(NamesRights, GivesBackWhatWasTyped, Recorded, UserAdmin):
    list_display = ["username", "first_name", "roles", "is_staff", "is_active", "is_superuser", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        return _(", ").join(group.name for group in user.groups.all())

    def _record(self, request, action, user):
        # After each change: what the account may do from now on.
        rights = [group.name for group in user.groups.all()] if user.pk else []
        rights += [_("superuser")] * user.is_superuser + [_("not active")] * (not user.is_active)
        subject = _("account %(name)s") % {"name": user.get_username()}
        editing.record(Actor.at_desk(request.user), action, subject, _(", ").join(rights))


@admin.register(Group)
class RoleAdmin(NamesRights, GivesBackWhatWasTyped, Recorded, GroupAdmin):
    def _record(self, request, action, group):
        permissions = group.permissions.values_list("codename", flat=True) if group.pk else []
        subject = _("role %(name)s") % {"name": group.name}
        editing.record(Actor.at_desk(request.user), action, subject, " ".join(permissions))
