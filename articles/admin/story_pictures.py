"""The pictures on a story's page, a row each.

Caption, description, order and number are the story's, written with its text. Photographers, source and focal point are
the picture's: changed at once in all its stories, where the user may."""

import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import editing
from articles.editing import Actor
from articles.editing.pictures import Pictures, highest_number
from articles.models import Article, Picture, PictureUse
from articles.pictures.changing import change_picture, why_not_change_picture
from articles.pictures.reading import BadPicture
from articles.text.body import as_text, blocks, captions_in
from articles.text.characters import as_name

from .fields import LineField

# As the relation is named, so that returned forms find the labels of their texts (newsroom.typed_text).
PREFIX = "picture_uses"
MOST_PICTURES = 200
COMMAS = re.compile(r"[、，,；;/]")
LONE_CHARACTER = re.compile(r"(?<!\S)(\S)\s+(?=\S)")
OF_PICTURE = ("photographers", "source", "focal_x", "focal_y")


def names_typed(text: str) -> list[str]:
    """The names in 张三、李四 or 张三 李四. 何 川 is one name, and John Smith keeps its space."""
    names = []
    for part in COMMAS.split(text):
        names += [part] if part.isascii() else LONE_CHARACTER.sub(r"\1", part).split()
    return [name for name in map(as_name, names) if name]


class PictureForm(forms.Form):
    """One row. `picture` is the Picture, or None if it was deleted; `why_not`: why the user may not change it."""

    picture_id = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.IntegerField(required=False, min_value=1, max_value=999, widget=forms.HiddenInput)
    order = forms.IntegerField(label=gettext_lazy("order"), required=False, min_value=0, max_value=9999)
    caption = LineField(
        label=gettext_lazy("caption"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )
    alt = LineField(label=gettext_lazy("description"), required=False, max_length=300)
    photographers = LineField(
        label=gettext_lazy("photographers"), required=False, max_length=200, show_hidden_initial=True
    )
    source = LineField(label=gettext_lazy("source"), required=False, max_length=60, show_hidden_initial=True)
    focal_x = forms.IntegerField(
        label=gettext_lazy("focal point, across"), min_value=0, max_value=100, show_hidden_initial=True
    )
    focal_y = forms.IntegerField(
        label=gettext_lazy("focal point, down"), min_value=0, max_value=100, show_hidden_initial=True
    )

    def __init__(self, *args, picture, why_not, **kwargs):
        super().__init__(*args, **kwargs)
        self.picture, self.why_not = picture, why_not
        self.caption_in_text = None
        for name in OF_PICTURE:
            self.fields[name].disabled = bool(why_not)
        self.fields["photographers"].widget.attrs |= {"list": f"{self.prefix}-names", "autocomplete": "off"}
        self.fields["alt"].help_text = PictureUse._meta.get_field("alt").help_text

    def clean(self):
        super().clean()
        if self.picture is None:
            raise forms.ValidationError(_("This picture was deleted meanwhile; remove the row."))

    @property
    def picture_changes(self) -> list[str]:
        return [name for name in OF_PICTURE if name in self.changed_data and name in self.cleaned_data]


class BaseRows(forms.BaseFormSet):
    """The rows of `article`. `seen` are the pictures that the user edits, public or pending, as in a snapshot. Without
    `data` they are shown; with it, what was typed."""

    def __init__(self, article: Article, seen: Pictures, actor: Actor, data=None):
        self.article, self.seen, self.actor = article, seen, actor
        self.new = None
        data = data if data is not None and f"{PREFIX}-TOTAL_FORMS" in data else None
        self.numbers: dict[int, int] = {}
        super().__init__(data, prefix=PREFIX)
        if not self.is_bound:
            self.pictures = _known(digest__in=[each["digest"] for each in seen])
            by_digest = {picture.digest: picture for picture in self.pictures.values()}
            uses = [(by_digest[each["digest"]], each) for each in seen if each["digest"] in by_digest]
            self.initial = [typed_for(picture, each, order) for order, (picture, each) in enumerate(uses, start=1)]
        else:
            self.pictures = _known(pk__in=[key for key in map(self._posted_key, range(self.total_form_count())) if key])

    def _posted_key(self, index):
        typed = self.data.get(f"{self.add_prefix(index)}-picture_id", "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0

    def get_form_kwargs(self, index):
        if index is None:
            picture = self.new
        elif self.is_bound:
            picture = self.pictures.get(self._posted_key(index))
        else:
            picture = self.pictures[self.initial[index]["picture_id"]]
        why_not = why_not_change_picture(picture, self.actor) if picture else ""
        kwargs = {"picture": picture, "why_not": why_not}
        if self.is_bound or index is None:
            kwargs["initial"] = typed_for(picture) if picture else {}
        return kwargs if index is None else kwargs | {"empty_permitted": False}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = gettext_lazy("Remove")

    def row_for(self, picture: Picture) -> PictureForm:
        """The row of a picture that is not in the story, with __prefix__ for its number."""
        self.new = picture
        return self.empty_form

    # What was typed

    @property
    def kept(self) -> list[PictureForm]:
        """The rows that are not removed, in their order, each picture once."""
        rows = [row for row in self.forms if row.picture and not self._should_delete_form(row)]
        rows.sort(key=lambda row: _given(row, "order") or MOST_PICTURES * 100)
        return [row for at, row in enumerate(rows) if row.picture not in [other.picture for other in rows[:at]]]

    def _should_delete_form(self, form):
        return bool(_given(form, "DELETE"))

    def numbered(self, body: str) -> str:
        """Give each picture its number; returns the body in which captions name the pictures by these numbers.

        A picture of the story keeps its number. The script gives new ones a number never used, so that 图3： can be
        typed before the picture is saved; if another editor has used that meanwhile, there is a further one."""
        if not (self.is_bound and self.errors is not None):  # reading `errors` validates the rows
            return body
        before = {each["digest"]: each["number"] for each in self.seen}
        taken, last, renumbered = set(before.values()), self.article.last_picture or 0, {}
        named = [block.picture or 0 for block in blocks(body)]
        wished = [_given(row, "number") or 0 for row in self.kept]
        highest = max([highest_number(self.article, self.seen), *named, *wished])
        for row in self.kept:
            typed, number = _given(row, "number"), before.get(row.picture.digest)
            if number is None and typed and typed > last and typed not in taken:
                number = typed
            if number is None:
                number = highest = highest + 1
            taken.add(number)
            self.numbers[row.picture.pk] = number
            if typed and typed != number:
                renumbered[typed] = number
        if not renumbered:
            return body
        return as_text(block._replace(picture=renumbered.get(block.picture, block.picture)) for block in blocks(body))

    def typed(self) -> Pictures:
        """The pictures as a snapshot has them; after numbered()."""
        if not self.is_bound:
            return self.seen
        return [
            {
                "digest": row.picture.digest,
                "number": self.numbers[row.picture.pk],
                "caption": _given(row, "caption") or "",
                "alt": _given(row, "alt") or "",
            }
            for row in self.kept
        ]

    def change_pictures(self) -> list[str]:
        """Save photographers, source and focal point where they were changed; returns a sentence for each refusal."""
        if not self.is_bound:
            return []
        return [refusal for row in self.kept if row.picture_changes and (refusal := _change(row, self.actor))]

    # What is shown

    @property
    def next_number(self) -> int:
        return highest_number(self.article, self.seen) + 1

    def shown(self, body: str) -> list[PictureForm]:
        """The rows for the page; those that the body names have their caption there."""
        captions = captions_in(body)
        for row in self.forms:
            row.caption_in_text = captions.get(_number_of(row))
        return self.forms


PictureRows = forms.formset_factory(
    PictureForm, formset=BaseRows, extra=0, can_delete=True, max_num=MOST_PICTURES, absolute_max=MOST_PICTURES
)


def rows_of(article: Article, actor: Actor, data=None) -> BaseRows:
    """The rows of a story as the actor sees it, pending or public."""
    if article.pk and article.pending and editing.waits(article, actor):
        seen = editing.snapshots.upgraded(article.pending.snapshot)["pictures"]
    else:
        seen = editing.snapshots.pictures_of(article) if article.pk else []
    return PictureRows(article, seen, actor, data)


def typed_for(picture: Picture, use: dict | None = None, order: int | None = None) -> dict:
    """What a form has for a row before anybody types."""
    use = use or {"number": None, "caption": "", "alt": ""}
    return {
        "picture_id": picture.pk,
        "number": use["number"],
        "order": order,
        "caption": use["caption"],
        "alt": use["alt"],
        "photographers": "、".join(credit.author.name for credit in picture.photographers),
        "source": picture.source,
        "focal_x": picture.focal_x,
        "focal_y": picture.focal_y,
    }


def append_rows(typed: QueryDict, added: list[tuple[Picture, dict | None]]) -> None:
    """Add rows to a submitted form, for pictures and how a story has them, if one does."""
    total = typed.get(f"{PREFIX}-TOTAL_FORMS", "0")
    start = int(total) if total.isascii() and total.isdecimal() and len(total) < 5 else 0
    for index, (picture, use) in enumerate(added, start):
        for name, value in typed_for(picture, use).items():
            value = "" if value is None else str(value)
            typed[f"{PREFIX}-{index}-{name}"] = typed[f"initial-{PREFIX}-{index}-{name}"] = value
    typed[f"{PREFIX}-TOTAL_FORMS"] = str(start + len(added))
    typed.setdefault(f"{PREFIX}-INITIAL_FORMS", "0")


def _known(**which) -> dict[int, Picture]:
    return {picture.pk: picture for picture in Picture.objects.filter(**which).with_credits()}


def _given(row, name):
    return getattr(row, "cleaned_data", {}).get(name)


def _number_of(row):
    value = str(row["number"].value() or "")
    return int(value) if value.isdecimal() else None


def _change(row, actor):
    picture = row.picture
    for name in ("source", "focal_x", "focal_y"):
        if name in row.picture_changes:
            setattr(picture, name, row.cleaned_data[name])
    names = names_typed(row.cleaned_data["photographers"]) if "photographers" in row.picture_changes else None
    try:
        change_picture(picture, actor, names)
    except (editing.Refused, BadPicture) as refusal:
        return f"{picture.name}：{refusal}"
    return ""
