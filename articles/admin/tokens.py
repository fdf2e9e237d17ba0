"""API tokens: everybody makes and revokes their own, whoever runs the server revokes anybody's.

Nobody makes one in another person's name here: it could sign off in that name.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import ApiToken

from .base import DeskAdmin, name_of

DAYS = (30, 90, 365)


class TokenForm(forms.Form):
    purpose = forms.CharField(
        label=_("purpose"),
        max_length=100,
        help_text=_("Which programme uses it, e.g. the layout."),
        widget=forms.TextInput({"class": "desk-line"}),
    )
    days = forms.TypedChoiceField(
        label=_("valid for"),
        coerce=int,
        choices=[(number, format_lazy(_("{number} days"), number=number)) for number in DAYS],
        initial=DAYS[1],
    )


@admin.register(ApiToken)
class TokenAdmin(DeskAdmin):
    list_display = ["purpose", "whose", "created_at", "last_used_at", "state"]
    list_select_related = ["user"]
    search_fields = ["purpose", "user__username", "user__first_name"]
    fields = ["purpose", "user", "created_at", "last_used_at", "expires_at", "revoked_at"]
    actions = ["revoke"]

    def get_queryset(self, request):
        return super().get_queryset(request).business_of(request.user)

    @admin.display(description=_("in whose name"), ordering="user__username")
    def whose(self, token):
        return name_of(token.user)

    @admin.display(description=_("status"))
    def state(self, token):
        return token.state

    def add_view(self, request, form_url="", extra_context=None):
        """Asks what the token is for; the second time round its secret is shown, this once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TokenForm(request.POST or None)
        if not form.is_valid():
            return self.desk_page(request, "apitoken/make.html", gettext("Make a token"), form=form)
        token, secret = editing.make_token(Actor.at_desk(request.user), request.user, **form.cleaned_data)
        return self.desk_page(request, "apitoken/make.html", gettext("The token is made"), token=token, secret=secret)

    @admin.action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request, queryset):
        by = Actor.at_desk(request.user)
        number = sum(editing.revoke_token(by, token) for token in queryset.select_related("user"))
        sentence = ngettext("%(number)d token revoked.", "%(number)d tokens revoked.", number)
        self.message_user(request, sentence % {"number": number}, messages.SUCCESS if number else messages.INFO)

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request) or super().has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
