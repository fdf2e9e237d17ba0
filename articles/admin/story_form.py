from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import editing
from articles.importing import split_head
from articles.models import Article, Section
from articles.text.body import blocks
from articles.text.characters import is_blank

from .fields import LineField, LinesField
from .own_names import offer_own_name
from .source import section_proposal
from .story_pictures import rows_of

MAX_WHY = 100
NON_STORY_FIELDS = {"opened_version", "why", "new_photographers", "new_source", "sign_as_me"}


class BodyField(LinesField):
    def validate(self, value):
        super().validate(value)
        if all(is_blank(block.text) for block in blocks(value)):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class StoryForm(forms.ModelForm):
    """A story's fields and loaded version; saving over a newer one is refused unless `overwrite` has its number."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("why the change"),
        required=False,
        max_length=MAX_WHY,
        widget=forms.TextInput({"class": "desk-why", "maxlength": MAX_WHY}),
    )
    # For pictures that are sent with the form; uploads.py adds them before it is read.
    new_photographers = LineField(label=_("photographers"), required=False, max_length=200)
    new_source = LineField(label=_("source"), required=False, max_length=60)
    sign_as_me = forms.BooleanField(required=False)
    unsaved_changes_error = ""
    """If set, a form with changes is refused with this sentence: for actions that saving first would break."""

    class Meta:
        field_classes = {"body": BodyField}
        widgets = {
            "kicker": forms.TextInput({"class": "desk-line"}),
            "headline": forms.TextInput({"class": "desk-line desk-headline"}),
            "deck": forms.TextInput({"class": "desk-line"}),
            "dateline": forms.TextInput({"class": "desk-line"}),
            "body": forms.Textarea({"class": "desk-body", "rows": 12}),
        }

    actor = None  # set by the ModelAdmin for each request

    def __init__(self, *args, instance=None, **kwargs):
        stored = instance and instance.pk
        self.waits = bool(stored) and editing.waits(instance, self.actor)
        self.was_public = bool(stored) and instance.is_public
        self.version = editing.seen_version(instance, self.actor) if stored else 1
        super().__init__(*args, instance=editing.as_seen(instance, self.actor) if stored else instance, **kwargs)
        self.name_offer = offer_own_name(self)
        if "section" in self.fields:
            self._offer_sections()
        if "own_keywords" in self.fields and self.instance.pk:
            self.initial["own_keywords"] = self.instance.own_keywords or " ".join(self.instance.keywords)
            # Compared with what the page showed: the program's words may be others by now.
            self.fields["own_keywords"].show_hidden_initial = True
        self.pictures = rows_of(self.instance, self.actor, self.data if self.is_bound else None)
        self.initial["opened_version"] = self.version
        self.is_stale = False
        self.pasted_head = None
        self.why_overwritten = ""
        if "publish_at" in self.fields:
            # Two inputs need two labels.
            day, time = self.fields["publish_at"].widget.widgets
            day.attrs["aria-label"], time.attrs["aria-label"] = _("Day of publication"), _("Time of publication")

    def _offer_sections(self):
        """All that take new stories. A button of its own saves a story with the section that its words suggest."""
        offered = Section.objects.present().filter(Q(retired=False) | Q(pk=self.instance.section_id))
        # Not the queryset: what was chosen before a section was merged or retired is answered by clean_section().
        self.fields["section"].choices = [("", _("no section")), *((each.pk, each.name) for each in offered)]
        if self.is_bound and self.data.get("_section"):
            self.data = self.data.copy()
            self.data["section"] = self.data["_section"]
        elif self.instance.pk and self.instance.section_id is None:
            self.fields["section"].help_text = section_proposal(self.instance)

    def clean_section(self):
        section = self.cleaned_data["section"]
        section = section and section.present
        if reason := editing.why_not_in_section(section, self.instance.pk):
            raise forms.ValidationError(reason, code="retired")
        return section

    def clean_own_keywords(self):
        """One word stays one keyword; those the program found and nobody changed stay the program's."""
        if "own_keywords" not in self.changed_data:
            return self.instance.own_keywords
        try:
            return editing.read_keywords(self.cleaned_data["own_keywords"] or "") or None
        except editing.Refused as refusal:
            raise forms.ValidationError(str(refusal), code="keywords") from None

    def is_multipart(self):
        return True  # for the files of pictures

    @property
    def story_changed(self):
        return bool(set(self.changed_data) - NON_STORY_FIELDS)

    def clean_publish_at(self):
        """Keep the seconds and microseconds, which the form may not show, if the time was not changed."""
        typed, before = self.cleaned_data["publish_at"], self.initial.get("publish_at")
        shown = [before.replace(microsecond=0), before.replace(second=0, microsecond=0)] if before else []
        return before if typed in shown else typed

    def clean(self):
        super().clean()
        self._move_pasted_head()
        self._read_pictures()
        if self.instance.pk:
            self._look_for_a_newer_version()
        if self.instance.status == Article.Status.APPROVED and "publish_at" in self.cleaned_data:
            before, after = self.initial["publish_at"], self.cleaned_data["publish_at"]
            if reason := editing.why_not_at(self.was_public, before, after, self.actor):
                self.add_error("publish_at", reason)
        pictures_changed = self.pictures.typed() != self.pictures.seen
        if self.unsaved_changes_error and (self.story_changed or pictures_changed):
            raise forms.ValidationError(self.unsaved_changes_error, code="typed")

    def _move_pasted_head(self):
        """本报讯（记者 甲） at the head of a new text becomes the dateline; the ModelAdmin adds its people."""
        body, dateline = self.cleaned_data.get("body"), self.cleaned_data.get("dateline")
        head = split_head(body) if body and dateline == "" and "body" in self.changed_data else None
        already = str(self.initial.get("body", "")).lstrip()
        if head and len(head.dateline) <= self.fields["dateline"].max_length and not already.startswith(head.dateline):
            self.pasted_head = head
            self.cleaned_data |= {"dateline": head.dateline, "body": head.body}

    def _read_pictures(self):
        body = self.pictures.numbered(self.cleaned_data.get("body", ""))
        if body:
            self.cleaned_data["body"] = body
        if self.pictures.is_bound and not self.pictures.is_valid():
            self.add_error(None, forms.ValidationError(_("Something is wrong with the pictures; see there.")))

    def _look_for_a_newer_version(self):
        newest = self.version
        if self.cleaned_data.get("opened_version") == newest:
            return
        if self.data.get("overwrite") != str(newest):
            self.is_stale = True
            raise forms.ValidationError(
                _("Somebody changed this story after you had opened it. Nothing was saved or lost."),
                code="newer_version",
            )
        self.why_overwritten = gettext("Saved over version %(number)s.") % {"number": newest}
