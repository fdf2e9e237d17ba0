"""The author of a row in a byline: somebody from the list or, for those who may add authors, a new name, which becomes
an author when the story is saved."""

import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _

from articles import editing
from articles.importing import read_people
from articles.models import Author

from .fields import NameField

NEW = "+"  # before a name in the place of a key; desk-forms.js writes it
SEPARATORS = re.compile("[、，,；;/／&]")
IN_BRACKETS = re.compile(r"(?P<name>[^（(]+)[（(](?P<more>[^）)]+)[）)]$")
IN_NO_NAME = re.compile(r"[<>{}\[\]()（）【】@#$%^*=\\|~`+_!?！？。:：]")


class AuthorSelect(AutocompleteSelect):
    may_add = False

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        if self.may_add:
            return attrs | {"data-tags": "true", "data-new-name": _("Add “{name}”")}
        return attrs | {"data-no-results": _("There is no such author. An editor can add one.")}

    def optgroups(self, name, value, attr=None):
        """A new name is shown as it was chosen if the form comes back."""
        groups = super().optgroups(name, [each for each in value if not is_new(each)], attr)
        options = groups[0][1]
        # Otherwise the browser would choose what is only typed, as the first option.
        options.insert(0, self.create_option(name, "", "", set(), 0))
        for each in filter(is_new, value):
            label = _("Add “{name}”").format(name=each.removeprefix(NEW))
            options.append(self.create_option(name, each, label, {each}, len(options)))
        return groups


def is_new(value) -> bool:
    return isinstance(value, str) and value.startswith(NEW)


def why_no_name(typed: str, name: str) -> str:
    """Why what was typed, cleaned as `name`, is not the name of one new author; "" if it may be."""
    readings = [typed.strip(), name, IN_BRACKETS.sub(r"\g<more> \g<name>", name)]
    # 张三摄 may be a name; 张三 摄 and 记者张三 are not.
    if any(role for text in readings if len(text) > 3 for _name, role in read_people(text)):
        return _("The role goes into the field beside it; here goes only the name.")
    if IN_NO_NAME.search(name) or not any(map(str.isalpha, name)):
        return _("“%(name)s” does not look like a name: use only characters, letters, dots and spaces.") % {
            "name": name
        }
    if SEPARATORS.search(name) or (" " in name and len(read_people(name)) > 1):
        return _("One row is for one person; add a row for each of the others.")
    return ""


class AuthorField(forms.ModelChoiceField):
    """Cleans to an author or, for a new name, to one that has no row yet."""

    may_add = False

    def to_python(self, value):
        if not is_new(value):
            return super().to_python(value)
        name = NameField(max_length=60).clean(value.removeprefix(NEW))
        if author := editing.known_authors({name}).get(name):
            return author
        if not self.may_add:
            raise forms.ValidationError(_("There is no such author, and your role may not add one."))
        if reason := why_no_name(value.removeprefix(NEW), name):
            raise forms.ValidationError(reason)
        return Author(name=name)

    def validate(self, value):
        return None if value and value.pk is None else super().validate(value)


def add_authors(rows, actor) -> None:
    """Make the new authors of the rows of a byline."""
    new = [row for row in rows if is_of_new_author(row)]
    authors = editing.add_authors({row.cleaned_data["author"].name for row in new}, actor)
    for row in new:
        row.instance.author = row.cleaned_data["author"] = authors[row.cleaned_data["author"].name]


def is_of_new_author(row) -> bool:
    given = getattr(row, "cleaned_data", {})
    return bool(given.get("author")) and given["author"].pk is None and not given.get("DELETE")
