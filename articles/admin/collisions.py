"""Two people changed one story: the newer version and what was typed, side by side, so that nobody's work is lost."""

import datetime
from typing import NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext

from articles import editing
from articles.editing import snapshots
from articles.models import Article, Contribution, Revision

from .base import name_of

# What each field of the form is called in a snapshot.
FIELDS = (*editing.TEXTS, "section", "date", "publish_at")


class Contested(NamedTuple):
    """A field in which the newer version and what was typed differ, and how."""

    field: str
    label: str
    newer: str
    passages: list[editing.Passage]

    @property
    def is_text(self):
        return self.field in editing.TEXTS


class Collision(NamedTuple):
    """The newer version and who saved it; the fields that differ; those only the other touched, and so taken over."""

    version: int
    who: str
    at: datetime.datetime
    why: str
    contested: list[Contested]
    taken_over: list[str]


def collision(form, formsets) -> Collision:
    """Compare a refused form with the story as it stands now.

    Where only the other person changed a field, the form takes over the newer text; where both did it keeps what was
    typed, and the two are shown side by side.
    """
    newer = Article.objects.select_related("section", "pending__user").get(pk=form.instance.pk)
    byline = next(rows for rows in formsets if rows.formset.model is Contribution)
    mine = snapshots.take(form.instance) | {"byline": byline.formset.typed(), "status": newer.status}
    theirs = newer.pending.snapshot if form.waits and newer.pending else snapshots.take(newer)
    opened = Revision.objects.filter(article=newer, version=form.cleaned_data.get("opened_version")).first()
    taken_over = []
    if opened:
        before = snapshots.upgraded(opened.snapshot)
        taken_over = _take_over(form, mine, theirs, before)
        if _names(mine) == _names(before) != _names(theirs):
            mine["byline"] = theirs["byline"]
            _reread(byline, newer)
            taken_over.append(gettext("byline"))
    for rows in formsets:
        # A form filled in before a pending version came or went holds other rows than there are now.
        others = rows.formset.initial_form_count() != rows.formset.get_queryset().count()
        if others or any("id" in row.errors for row in rows.formset.initial_forms):
            _reread(rows, newer)
    return _described(newer, form.version, _contested(theirs, mine), taken_over)


def _described(newer, version, contested, taken_over):
    revision = newer.revisions.filter(version=version).select_related("user").first()
    return Collision(
        version=version,
        who=name_of(revision and revision.user),
        at=revision.at if revision else newer.updated_at,
        why=revision.why if revision else "",
        contested=contested,
        taken_over=taken_over,
    )


def _contested(theirs, mine):
    pairs = zip(snapshots.as_lines(theirs), snapshots.as_lines(mine), strict=True)
    return [
        Contested(field, label, newer, editing.differences(newer, typed))
        for (field, label, newer), (_field, _label, typed) in pairs
        if newer != typed
    ]


def _take_over(form, mine, theirs, opened):
    """Put the newer text into the fields that only the other person changed; returns what they are called."""
    form.data = form.data.copy()
    taken = [name for name in FIELDS if mine[name] == opened[name] != theirs[name]]
    for name in taken:
        mine[name] = theirs[name]
        _fill(form.data, name, theirs[name])
    if "section" in taken:
        mine["section_name"] = theirs["section_name"]
    return [str(form.fields[name].label) for name in taken]


def _fill(data, name, value):
    if name == "publish_at":
        moment = localtime(parse_datetime(value))
        data["publish_at_0"], data["publish_at_1"] = moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M:%S")
    else:
        data[name] = "" if value is None else value


def _names(snapshot):
    return [(name, role) for _pk, name, role, _printed in snapshot["byline"]]


def _reread(rows, article):
    """Show the rows as they stand now; of those typed some are gone, and could never be saved."""
    formset = rows.formset
    waiting = {"waiting": article.pending.snapshot["byline"]} if getattr(formset, "waiting", None) is not None else {}
    rows.formset = type(formset)(instance=article, prefix=formset.prefix, queryset=formset.queryset, **waiting)
