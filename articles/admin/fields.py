"""Form fields that accept Chinese dates and times, and refuse invisible text."""

import re
import string

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.filters import DAYS
from articles.text.characters import HAN, as_line, as_lines, as_name, is_blank
from articles.text.dates import read_day, read_time

PLAIN_LETTERS = {ord(letter) + 0xFEE0: letter for letter in string.ascii_letters}
SPACED_DOT = re.compile(rf"(?<=[{HAN}])\s*·\s*(?=[{HAN}])")
NOTHING_TO_SEE = _("There are only invisible characters in this field. Empty it, or type it again.")


class DayField(forms.DateField):
    default_error_messages = {
        "invalid": _("This is no date. Write it as 2026-11-29 or 2026年11月29日."),
    }
    default_validators = DAYS

    def strptime(self, value, format):
        return read_day(value)


class TimeOfDayField(forms.TimeField):
    default_error_messages = {
        "invalid": _("This is no time. Write it as 8:30 or 8点30分; midnight is 0:00 of the next day."),
    }

    def strptime(self, value, format):
        return read_time(value)


class DayAndTimeField(forms.SplitDateTimeField):
    def __init__(self, *, localize=False, **kwargs):
        fields = DayField(localize=localize), TimeOfDayField(localize=localize)
        forms.MultiValueField.__init__(self, fields, localize=localize, **kwargs)


class LineField(forms.CharField):
    """One line of text; invisible characters are removed."""

    def to_python(self, value):
        _refuse_invisible(value)
        return super().to_python(as_line(value or ""))

    def has_changed(self, initial, data):
        # Not changed if only the stored text has such characters.
        return data != initial and super().has_changed(initial, data)


class NameField(LineField):
    """A person's name; 何　川 becomes 何川, 买买提 · 艾力 becomes 买买提·艾力, Ｊｏｈｎ becomes John."""

    def to_python(self, value):
        line = super().to_python(value).translate(PLAIN_LETTERS)
        return as_name(SPACED_DOT.sub("·", line))


class LinesField(forms.CharField):
    def to_python(self, value):
        _refuse_invisible(value)
        return super().to_python(as_lines(value or ""))

    def has_changed(self, initial, data):
        # Browsers send CRLF; stored texts have LF.
        return (data or "").replace("\r\n", "\n") != initial and super().has_changed(initial, data)


def _refuse_invisible(value):
    if value and is_blank(value) and value.strip(" \t\r\n"):
        raise ValidationError(NOTHING_TO_SEE, code="invisible")


# For `formfield_overrides`.
FIELDS = {
    models.CharField: {"form_class": LineField},
    models.SlugField: {"widget": AdminTextInputWidget},
    models.TextField: {"form_class": LinesField},
    models.DateField: {"form_class": DayField},
    models.DateTimeField: {"form_class": DayAndTimeField},
}
