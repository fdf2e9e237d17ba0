"""The author of a row in a byline: somebody from the list or, for those who may add authors, a new name, which becomes
an author when the story is saved."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _

from articles import editing
from articles.models import Author

from .fields import NameField

NEW = "+"  # before a name in the place of a key; desk-forms.js writes it


class AuthorSelect(AutocompleteSelect):
    may_add = False

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-tags": "true", "data-new-name": _("Add “{name}”")} if self.may_add else attrs

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
