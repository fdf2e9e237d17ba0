from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article


class StoryForm(forms.ModelForm):
    """A story's fields, and the version they were read from: saving over a newer one is refused."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        widgets = {
            "kicker": forms.TextInput({"class": "desk-line"}),
            "headline": forms.TextInput({"class": "desk-line desk-headline"}),
            "deck": forms.TextInput({"class": "desk-line"}),
            "dateline": forms.TextInput({"class": "desk-line"}),
            "body": forms.Textarea({"class": "desk-body", "rows": 24}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened_version"] = self.instance.version
        if "publish_at" in self.fields:
            # One label for two inputs names neither.
            day, time = self.fields["publish_at"].widget.widgets
            day.attrs["aria-label"], time.attrs["aria-label"] = _("Day of publication"), _("Time of publication")

    def clean_body(self):
        # Browsers send CRLF; kept, it would make every saved body differ from what the importer wrote.
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean(self):
        super().clean()
        if self.instance.pk and self.cleaned_data.get("opened_version") != self.instance.version:
            raise forms.ValidationError(_somebody_was_faster(self.instance), code="newer_version")


def _somebody_was_faster(article: Article):
    newest = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article), object_id=article.pk
    ).select_related("user")
    entry = newest.first()
    return format_html(
        '{} <a href="" target="_blank">{}</a>',
        _(
            "%(who)s changed this story at %(time)s, after you had opened it. Nothing was saved; what you typed still "
            "stands below. Open the newer version, and carry your changes over."
        )
        % {
            "who": (entry and entry.user.get_short_name()) or (entry and entry.user.get_username()) or _("Somebody"),
            "time": date_format(localtime(article.updated_at), "H:i"),
        },
        _("Open the newer version"),
    )
