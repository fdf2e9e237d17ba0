"""The people of the newsroom: accounts as a chief editor manages them, on one page, without Django's permissions."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import editing
from articles.editing import Actor
from articles.models import Account

from .base import DeskAdmin, name_of
from .fields import LineField, NameField


class PersonForm(forms.Form):
    """Name and role of an account; the role may stay blank where there are several, which it would replace."""

    full_name = NameField(label=pgettext_lazy("person", "name"), max_length=60)
    role = forms.ModelChoiceField(
        Group.objects.none(), label=pgettext_lazy("account", "role"), empty_label=_("Please choose")
    )

    def __init__(self, *args, actor, roles=(), **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["role"].queryset = editing.roles_for(actor)
        if len(roles) > 1:
            self.fields["role"].required = False
            self.fields["role"].empty_label = gettext(", ").join(role.name for role in roles)


class NewPersonForm(PersonForm):
    username = LineField(
        label=_("name to sign in with"),
        max_length=60,
        help_text=_("For example pinyin. It cannot be changed later."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["full_name", "username", "role"]

    def clean_username(self):
        username = User.normalize_username(self.cleaned_data["username"])
        if reason := editing.why_not_name(username):
            raise forms.ValidationError(reason)
        return username


@admin.register(Account)
class PeopleAdmin(DeskAdmin):
    """The rows are users: an account may have no row of ours."""

    def get_urls(self):
        def desk(view):
            return self.admin_site.admin_view(self._for_managers(view))

        return [
            path("", desk(self.people), name="articles_account_changelist"),
            path("<int:pk>/change/", desk(self.person), name="articles_account_change"),
            path("<int:pk>/<slug:act>/", desk(require_POST(self.act)), name="articles_account_act"),
        ]

    def _for_managers(self, view):
        def checked(request, **arguments):
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request, **arguments)

        return checked

    def has_view_permission(self, request, obj=None):
        return not editing.why_not_manage(None, Actor.at_desk(request.user))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    # has_delete_permission() stays: a superuser who deletes a user deletes our row with it.

    # The pages

    def people(self, request, **context):
        """Everybody with an account; a POST adds somebody."""
        actor = Actor.at_desk(request.user)
        form = NewPersonForm(request.POST or None, actor=actor)
        if form.is_valid():
            try:
                user, password = editing.add_person(actor, **form.cleaned_data)
            except editing.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                context |= {"user_added": user, "password": password}
                form = NewPersonForm(actor=actor)
        users = User.objects.prefetch_related("groups").select_related("account").order_by("first_name", "username")
        present = users.filter(is_active=True, is_staff=True)
        former = users.exclude(pk__in=present)
        context |= {"form": form, "present": present, "former": former, "locked": editing.locked_names()}
        return self.desk_page(request, "account/people.html", gettext("People and accounts"), **context)

    def person(self, request, pk, password=""):
        """One account. Its form changes name and role; `password` was just made, and is shown this once."""
        user, actor = _account(pk), Actor.at_desk(request.user)
        roles = list(user.groups.all())
        initial = {"full_name": user.first_name, "role": roles[0] if len(roles) == 1 else None}
        is_sent = request.method == "POST" and not password
        form = PersonForm(request.POST if is_sent else None, initial=initial, actor=actor, roles=roles)
        why_not = editing.why_not_own(user, actor)
        if form.is_valid() and self._done(request, editing.change_person, user, **form.cleaned_data)[0]:
            self.message_user(request, gettext("“%(name)s” was saved.") % {"name": name_of(user)}, messages.SUCCESS)
            return redirect("admin:articles_account_changelist")
        context = {"person": user, "roles": roles, "form": form, "why_not": why_not, "password": password}
        context |= {"is_locked": user.get_username() in editing.locked_names()}
        context |= {"may_unlock": not editing.why_not_manage(user, actor)}
        return self.desk_page(request, "account/person.html", name_of(user), **context)

    def act(self, request, pk, act):
        """A button of the account: each shows the account again, with the new password if there is one."""
        acts = {
            "password": (editing.renew_password, ""),
            "end": (editing.end_access, _("Nobody can sign in with “%(name)s” any more.")),
            "return": (editing.return_access, ""),
            "unlock": (editing.unlock, _("“%(name)s” can sign in again.")),
        }
        if act not in acts:
            raise Http404
        user, (function, sentence) = _account(pk), acts[act]
        done, password = self._done(request, function, user)
        if password:
            return self.person(request, pk, password=password)
        if done:
            self.message_user(request, sentence % {"name": user.get_username()}, messages.SUCCESS)
        return redirect("admin:articles_account_change", pk)

    def _done(self, request, function, user, **arguments):
        """(whether it was allowed, what it returned); a refusal is shown to the user."""
        try:
            return True, function(user, Actor.at_desk(request.user), **arguments)
        except editing.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return False, None


def _account(pk):
    return get_object_or_404(User.objects.select_related("account"), pk=pk)
