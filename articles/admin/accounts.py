"""Accounts and roles: Django's own pages, with what is done there in our log."""

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing
from articles.editing import Actor
from articles.models import Action

from .base import GivesBackWhatWasTyped, Recorded, SaysWhatToChoose
from .rights import NamesRights

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(SaysWhatToChoose, NamesRights, GivesBackWhatWasTyped, Recorded, UserAdmin):
    list_display = ["username", "first_name", "roles", "is_staff", "is_active", "is_superuser", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    actions = ["unlock"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_deleted_objects(self, objs, request):
        deleted, counts, *refusals = super().get_deleted_objects(objs, request)
        return without_links(User.groups.through, deleted, counts), counts, *refusals

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        return _(", ").join(group.name for group in user.groups.all())

    def log_change(self, request, user, message):
        if request.resolver_match.url_name == "auth_user_password_change":
            self._record_password(request, user)
            return UserAdmin.log_change(self, request, user, message)
        return super().log_change(request, user, message)

    def _record(self, request, action, user):
        # After each change: what the account may do from now on.
        rights = [group.name for group in user.groups.all()] if user.pk else []
        rights += [_("superuser")] * user.is_superuser + [_("not active")] * (not user.is_active)
        subject = _("account %(name)s") % {"name": user.get_username()}
        editing.record(Actor.at_desk(request.user), action, subject, _(", ").join(rights))

    def _record_password(self, request, user):
        by, subject = Actor.at_desk(request.user), _("account %(name)s") % {"name": user.get_username()}
        if not user.has_usable_password():
            # Django does not tell the validators that a password was taken away.
            editing.revoke_tokens_of(user, by)
            editing.record(by, Action.CHANGED, subject, _("may not sign in with a password"))
        elif user != request.user:
            editing.record(by, Action.CHANGED, subject, _("password"))

    @admin.action(description=gettext_lazy("Unlock sign-in"), permissions=["change"])
    def unlock(self, request, queryset):
        for user in queryset:
            reset(username=user.get_username())
            subject = _("account %(name)s") % {"name": user.get_username()}
            editing.record(Actor.at_desk(request.user), Action.CHANGED, subject, _("sign-in unlocked"))
        self.message_user(request, _("Sign-in is unlocked."), messages.SUCCESS)


@admin.register(Group)
class RoleAdmin(SaysWhatToChoose, NamesRights, GivesBackWhatWasTyped, Recorded, GroupAdmin):
    def get_deleted_objects(self, objs, request):
        deleted, counts, *refusals = super().get_deleted_objects(objs, request)
        for links in (Group.permissions.through, User.groups.through):
            deleted = without_links(links, deleted, counts)
        return deleted, counts, *refusals

    def _record(self, request, action, group):
        permissions = group.permissions.values_list("codename", flat=True) if group.pk else []
        subject = _("role %(name)s") % {"name": group.name}
        editing.record(Actor.at_desk(request.user), action, subject, " ".join(permissions))


def without_links(links, deleted, counts):
    """The nested list of what is deleted, without the rows of a many-to-many table: they have no name to be shown by.
    Their number goes from `counts`, too."""
    counts.pop(links._meta.verbose_name_plural, None)
    nameless = f": {links._meta.object_name} object ("
    rows = [without_links(links, row, counts) if isinstance(row, list) else row for row in deleted]
    return [row for row in rows if row and nameless not in str(row)]
