"""Authors, and the rules for renaming and merging rows that readers see, shared with sections, issues and pages."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.editing import Actor
from articles.models import Action, Article, Author, Contribution, Picture
from articles.text.characters import as_name

from .base import DeskAdmin, NoLongerAllowed, as_number, how_many, linked, story_count
from .fields import NameField


class PublicRowForm(forms.ModelForm):
    """Makes the fields that readers see read-only for users who may not change public stories."""

    actor = None  # set by the ModelAdmin for each request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.why_not = editing.why_not_rename(self.instance, self.actor) if self.instance.pk and self.actor else ""
        for name in self._locked():
            widget = self.fields[name].widget
            getattr(widget, "widget", widget).attrs["readonly"] = True
        for name in self._locked()[:1]:
            self.fields[name].help_text = self.why_not

    def clean(self):
        super().clean()
        for name in self._locked():
            if name in self.changed_data:
                self.add_error(name, self.why_not)

    def _locked(self):
        return [name for name in shown_fields(self) if name in self.fields] if self.why_not else []


def shown_fields(form):
    return getattr(form, "shown", form.instance.shown)


class PublicRowAdmin:
    """A mixin for their ModelAdmins. `save_changes(row, actor)`, from articles.editing, also logs the change."""

    form = PublicRowForm
    save_changes = None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.actor = Actor.at_desk(request.user)
        return form

    def save_model(self, request, row, form, change):
        if not change:
            return super().save_model(request, row, form, change)
        row.was_recorded = bool(set(shown_fields(form)) & set(form.changed_data))
        return self.apply_changes(row, request)

    def apply_changes(self, row, request, save_changes=None):
        """Call `save_changes`; if it refuses, nothing of the form is saved and the typed text is given back."""
        try:
            return (save_changes or self.save_changes)(row, Actor.at_desk(request.user))
        except editing.Refused as refusal:
            raise NoLongerAllowed(str(refusal)) from None

    def _record(self, request, action, row):
        if not (action == Action.CHANGED and getattr(row, "was_recorded", False)):
            super()._record(request, action, row)


class MergeAction:
    """A mixin for lists whose rows can be merged: an action asks which of the chosen rows stays."""

    merge_texts: dict[str, str] = {}
    """title, explanation, and too_few: what to say if fewer than two rows were chosen. For authors also pen_names."""

    def merge(self, request, queryset):
        rows = self.model.objects.filter(pk__in=queryset.values("pk"))
        if rows.count() < 2:
            messages.warning(request, self.merge_texts["too_few"])
            return None
        stays = rows.filter(pk=as_number(request.POST.get("stays"))).first()
        if stays is None:
            return self.desk_page(request, "merge.html", rows=queryset, **self.merge_texts)
        return self._merge(request, stays, rows.exclude(pk=stays.pk))

    def joining(self, request):
        """What is called with the row that stays, the others and the actor, and returns the log's sentence."""
        return editing.merge_rows

    def _merge(self, request, stays, others):
        try:
            entry = self.joining(request)(stays, others, Actor.at_desk(request.user))
        except editing.Refused as refusal:
            return messages.warning(request, str(refusal))
        LogEntry.objects.log_actions(request.user.pk, [stays], CHANGE, entry)
        return messages.success(request, gettext("%(author)s: %(entry)s") % {"author": stays, "entry": entry})


class AuthorForm(PublicRowForm):
    # The API shows the note, too.
    shown = ("name", "note", "pen_name_of")

    class Meta:
        field_classes = {"name": NameField}

    def clean(self):
        super().clean()
        same = {name: self.cleaned_data.get(name) for name in ("name", "note")}
        merged = Author.objects.filter(**same).exclude(merged_into=None).first()
        if merged:
            sentence = gettext("“%(name)s” was merged into “%(author)s”; choose that author for the byline.")
            self.add_error("name", sentence % {"name": merged, "author": merged.merged_into})
        person = self.cleaned_data.get("pen_name_of")
        if person and "pen_name_of" in self.changed_data and (reason := self._why_not_pen_name_of(person)):
            self.add_error("pen_name_of", reason)

    def _why_not_pen_name_of(self, person):
        if person == self.instance:
            return gettext("Choose another author: nobody’s pen name is their own name.")
        if person.pen_name_of:
            return gettext("“%(name)s” is a pen name itself; choose the person.") % {"name": person}
        if self.instance.pk and self.instance.pen_names.exists():
            return gettext("This author has pen names; choose it as the person instead.")
        return ""


@admin.register(Author)
class AuthorAdmin(MergeAction, PublicRowAdmin, DeskAdmin):
    form = AuthorForm
    save_changes = staticmethod(editing.change_name)
    list_display = ["name", "note", "pen_name_of", story_count]
    list_select_related = ["pen_name_of"]
    search_fields = ["name", "note"]
    autocomplete_fields = ["pen_name_of"]
    actions = ["merge"]
    merge_texts = {
        "title": _("Which name stays?"),
        "too_few": _("Choose at least two authors."),
        "explanation": _(
            "The stories of all of them go to the name you choose; the addresses of the others lead there from now on. "
            "Bylines keep the form in which they were printed."
        ),
        "pen_names": _("The others are pen names: bylines keep showing them, and lead readers to the name that stays."),
    }

    def get_queryset(self, request):
        authors = super().get_queryset(request).present()
        return authors.annotate(stories=how_many(Contribution.objects.all(), "author"))

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            # Enter takes the first choice.
            found = found.order_by(Case(When(name=as_name(search_term), then=0), default=1), "name", "note", "pk")
        return found, may_repeat

    @admin.action(description=_("These are the same person …"), permissions=["merge"])
    def merge(self, request, queryset):
        return super().merge(request, queryset)

    def joining(self, request):
        return editing.join_pen_names if "pen_names" in request.POST else super().joining(request)

    def get_deleted_objects(self, objs, request):
        """Authors of stories or pictures stay; one sentence says so instead of a list of every byline."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        names = Author.objects.filter(pk__in=[author.pk for author in objs])
        written = Article.objects.filter(contributions__author__in=names).distinct()
        number, pictures = written.count(), Picture.objects.filter(credits__author__in=names).distinct().count()
        if number or pictures:
            sentence = gettext(
                "Still in the bylines of stories ({number}: {titles}) and of pictures ({pictures}), so not deleted. If "
                "it is another name of somebody, choose both in the list of authors and “These are the same person”."
            )
            titles = linked(list(written.newest_first().only("title")[:9]))
            protected = [format_html(sentence, number=number, titles=titles or "—", pictures=pictures)]
        return deleted, counts, lacking, protected

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)
