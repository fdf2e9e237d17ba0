"""Rows that readers know by a name, a date or a number: who may change those, and what becomes of the old ones."""

from django import forms

from articles import editing
from articles.editing import Actor
from articles.models import Action

from .refusals import NoLongerAllowed


class SeenForm(forms.ModelForm):
    """Where readers see the row, its `seen` fields are for those who may change public stories."""

    seen = ()
    actor = None  # set by the ModelAdmin, for each request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.why_not = editing.why_not_rename(self.instance, self.actor) if self.instance.pk and self.actor else ""
        for name in self._closed():
            widget = self.fields[name].widget
            getattr(widget, "widget", widget).attrs["readonly"] = True
        for name in self._closed()[:1]:
            self.fields[name].help_text = self.why_not

    def clean(self):
        super().clean()
        for name in self._closed():
            if name in self.changed_data:
                self.add_error(name, self.why_not)

    def _closed(self):
        return [name for name in self.seen if name in self.fields] if self.why_not else []


class ChangedByTheRules:
    """A mixin for the ModelAdmin of such rows. `save_changes(row, actor)` comes from articles.editing and writes its
    own line into the log where one of the `seen` fields was changed."""

    save_changes = None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.actor = Actor.at_desk(request.user)
        return form

    def save_model(self, request, row, form, change):
        if not change:
            return super().save_model(request, row, form, change)
        row.was_recorded = bool(set(getattr(form, "seen", ())) & set(form.changed_data))
        return self.by_the_rules(row, request)

    def by_the_rules(self, row, request, save_changes=None):
        """What `save_changes` returns. A refusal gives back what was typed, and nothing of the form is saved."""
        try:
            return (save_changes or self.save_changes)(row, Actor.at_desk(request.user))
        except editing.Refused as refusal:
            raise NoLongerAllowed(str(refusal)) from None

    def _record(self, request, action, row):
        if not (action == Action.CHANGED and getattr(row, "was_recorded", False)):
            super()._record(request, action, row)
