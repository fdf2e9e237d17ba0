"""Accounts, roles and API tokens.

Users create and revoke their own tokens; superusers also revoke those of others. A token cannot be created for another
user here: it could sign off on their behalf."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor, account_subject
from articles.models import Action, ApiToken, Scope

from .base import DeskAdmin, DeskMixin, name_of
from .own_names import OwnNameInline

VERBS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}
TOKEN_DAYS = (30, 90, 365)

admin.site.unregister([User, Group])


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission):
        verb, _underline, _model = permission.codename.partition("_")
        model = permission.content_type.model_class()
        if model and permission.codename in {f"{each}_{model._meta.model_name}" for each in VERBS}:
            return f"{capfirst(model._meta.verbose_name)} · {VERBS[verb]}"
        return gettext(permission.name)


class PermissionsMixin(DeskMixin):
    """For accounts and roles: offers only permissions that the desk uses."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name in {"permissions", "user_permissions"}:
            used = Q(content_type__app_label="articles") | Q(content_type__model__in=["user", "group"])
            permissions = Permission.objects.filter(used)
            kwargs |= {"queryset": permissions.select_related("content_type"), "form_class": PermissionsField}
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)

    def get_deleted_objects(self, objs, request):
        deleted, counts, *refusals = super().get_deleted_objects(objs, request)
        for links in (Group.permissions.through, User.groups.through):
            deleted = without_links(links, deleted, counts)
        return deleted, counts, *refusals


@admin.register(User)
class AccountAdmin(PermissionsMixin, UserAdmin):
    list_display = ["username", "first_name", "roles", "is_staff", "is_active", "is_superuser", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    fieldsets = [
        (None, {"fields": ["username", "password", "first_name", "email"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Permissions beside those of the roles"), {"fields": ["user_permissions"], "classes": ["collapse"]}),
        (None, {"fields": ["last_login", "date_joined"]}),
    ]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    actions = ["unlock"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_inlines(self, request, user):
        return [OwnNameInline] if user else []

    @admin.display(description=_("roles"))
    def roles(self, user):
        return gettext(", ").join(group.name for group in user.groups.all())

    def log_change(self, request, user, message):
        if request.resolver_match.url_name == "auth_user_password_change":
            self._record_password(request, user)
            return UserAdmin.log_change(self, request, user, message)
        return super().log_change(request, user, message)

    def _record(self, request, action, user):
        # The log says which rights the account has after the change.
        rights = [group.name for group in user.groups.all()] if user.pk else []
        rights += [gettext("superuser")] * user.is_superuser + [gettext("not active")] * (not user.is_active)
        editing.record(Actor.at_desk(request.user), action, account_subject(user), gettext(", ").join(rights))

    def _record_password(self, request, user):
        actor = Actor.at_desk(request.user)
        if not user.has_usable_password():
            # Django calls no validator's password_changed() when a password is removed.
            editing.revoke_tokens_of(user, actor)
            editing.record(actor, Action.CHANGED, account_subject(user), gettext("may not sign in with a password"))
        elif user != request.user:
            editing.record(actor, Action.CHANGED, account_subject(user), gettext("password"))

    @admin.action(description=_("Unlock sign-in"), permissions=["change"])
    def unlock(self, request, queryset):
        actor = Actor.at_desk(request.user)
        for user in queryset:
            editing.unlock(user, actor)
        self.message_user(request, gettext("Sign-in is unlocked."), messages.SUCCESS)


@admin.register(Group)
class RoleAdmin(PermissionsMixin, GroupAdmin):
    filter_horizontal = []

    def _record(self, request, action, group):
        permissions = group.permissions.values_list("codename", flat=True) if group.pk else []
        subject = gettext("role %(name)s") % {"name": group.name}
        editing.record(Actor.at_desk(request.user), action, subject, " ".join(permissions))


def without_links(links, deleted, counts):
    """The nested list `deleted`, and `counts`, without rows of a many-to-many table, which have no readable name."""
    counts.pop(links._meta.verbose_name_plural, None)
    nameless = f": {links._meta.object_name} object ("
    rows = [without_links(links, row, counts) if isinstance(row, list) else row for row in deleted]
    return [row for row in rows if row and nameless not in str(row)]


# API tokens


class TokenForm(forms.Form):
    purpose = forms.CharField(
        label=_("purpose"),
        max_length=100,
        help_text=_("Which programme uses it, e.g. the layout."),
        widget=forms.TextInput({"class": "desk-line"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("scopes"),
        choices=Scope,
        initial=[Scope.READ],
        help_text=_("No more than the programme needs; never more than you may do yourself."),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("valid for"),
        coerce=int,
        choices=[(number, format_lazy(_("{number} days"), number=number)) for number in TOKEN_DAYS],
        initial=TOKEN_DAYS[1],
    )


@admin.register(ApiToken)
class TokenAdmin(DeskAdmin):
    list_display = ["purpose", "whose", "scope_names", "created_at", "last_used_at", "state"]
    list_select_related = ["user"]
    search_fields = ["purpose", "user__username", "user__first_name"]
    fields = ["purpose", "user", "scope_names", "created_at", "last_used_at", "expires_at", "revoked_at"]
    actions = ["revoke"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=_("in whose name"), ordering="user__username")
    def whose(self, token):
        return name_of(token.user)

    @admin.display(description=_("scopes"))
    def scope_names(self, token):
        return token.scope_names

    @admin.display(description=_("status"))
    def state(self, token):
        return token.state

    def add_view(self, request, form_url="", extra_context=None):
        """Show the form; once it is valid, create the token and show its secret this one time."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TokenForm(request.POST or None)
        if not form.is_valid():
            return self.desk_page(request, "apitoken/make.html", gettext("Make a token"), form=form)
        token, secret = editing.make_token(Actor.at_desk(request.user), request.user, **form.cleaned_data)
        return self.desk_page(request, "apitoken/make.html", gettext("The token is made"), token=token, secret=secret)

    @admin.action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request, queryset):
        actor = Actor.at_desk(request.user)
        number = sum(editing.revoke_token(actor, token) for token in queryset.select_related("user"))
        sentence = ngettext("%(number)d token revoked.", "%(number)d tokens revoked.", number)
        self.message_user(request, sentence % {"number": number}, messages.SUCCESS if number else messages.INFO)

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request) or super().has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
