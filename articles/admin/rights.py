"""Permissions as an account's and a role's form name them: only what the desk can do, in its own words."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.forms import ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

VERBS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}


class RightsField(ModelMultipleChoiceField):
    def label_from_instance(self, permission):
        verb, _underline, _model = permission.codename.partition("_")
        model = permission.content_type.model_class()
        if model and permission.codename in {f"{each}_{model._meta.model_name}" for each in VERBS}:
            return f"{capfirst(model._meta.verbose_name)} · {VERBS[verb]}"
        return gettext(permission.name)


class NamesRights:
    """A mixin for the admins of accounts and roles."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name in {"permissions", "user_permissions"}:
            of_the_desk = Q(content_type__app_label="articles") | Q(content_type__model__in=["user", "group"])
            rights = Permission.objects.filter(of_the_desk)
            kwargs |= {"queryset": rights.select_related("content_type"), "form_class": RightsField}
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)
