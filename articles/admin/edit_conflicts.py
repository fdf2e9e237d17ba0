"""Edit conflicts: the newer version is shown beside what was typed, and an editor who can no longer save learns why."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor, snapshots
from articles.models import Article, Contribution, Picture, Revision

from .base import NoLongerAllowed, NoLongerThere, as_number, name_of
from .story_pictures import append_rows, rows_of

# The form's fields that snapshots have too.
FIELDS = (*editing.TEXTS, "section", "own_keywords", "date", "publish_at")


def conflict(form, formsets) -> dict:
    """Compare a refused form with the current story: who saved the newer version, and which fields are `contested`,
    `taken_over` or changed by the user only (`kept`). The form takes over fields that only the other person changed.
    Where both did, it keeps what was typed and shows both texts."""
    newer = Article.objects.select_related("section", "pending__user").get(pk=form.instance.pk)
    byline = next(rows for rows in formsets if rows.formset.model is Contribution)
    theirs = snapshots.upgraded(newer.pending.snapshot) if form.waits and newer.pending else snapshots.take(newer)
    mine = snapshots.take(form.instance) | {
        "byline": byline.formset.typed(),
        "pictures": form.pictures.typed(),
        "status": theirs["status"],
    }
    opened = Revision.objects.filter(article=newer, version=form.cleaned_data.get("opened_version")).first()
    taken_over, before = [], None
    if opened:
        before = snapshots.upgraded(opened.snapshot)
        taken_over = _take_over(form, mine, theirs, before)
        if _names(mine) == _names(before) != _names(theirs):
            mine["byline"] = theirs["byline"]
            _reread(byline, newer)
            taken_over.append(_("byline"))
        if _pictures(mine) == _pictures(before) != _pictures(theirs):
            mine["pictures"] = theirs["pictures"]
            form.pictures = rows_of(newer, form.actor)
            taken_over.append(_("pictures"))
        elif _take_over_new_pictures(form, mine, theirs, before, newer):
            taken_over.append(_("new pictures"))
    for rows in formsets:
        # The form's rows are outdated if a pending version was created or discarded meanwhile.
        outdated = rows.formset.initial_form_count() != rows.formset.get_queryset().count()
        if outdated or any("id" in row.errors for row in rows.formset.initial_forms):
            _reread(rows, newer)
    revision = newer.revisions.filter(version=form.version).select_related("user").first()
    contested = _contested(theirs, mine, before)
    return {
        "version": form.version,
        "who": name_of(revision and revision.user),
        "at": revision.at if revision else newer.updated_at,
        "why": revision.why if revision else "",
        "contested": contested,
        "taken_over": taken_over,
        "kept": _kept(theirs, mine, contested, form, formsets),
    }


def _contested(theirs, mine, opened):
    """The fields that differ now, but not those that only the user changed; all, if the opened version is not known."""
    changed_there = {name for name, *_texts in editing.differing(opened, theirs)} if opened else None
    return [
        {
            "field": field,
            "label": label,
            "newer": newer,
            "passages": editing.differences(newer, typed),
            "is_text": field in editing.TEXTS,
        }
        for field, label, newer, typed in editing.differing(theirs, mine)
        if changed_there is None or field in changed_there
    ]


def _kept(theirs, mine, contested, form, formsets):
    """The labels of what only the user changed and the form still holds, also of what snapshots do not have."""
    shown = {field["field"] for field in contested}
    labels = [label for name, label, *_texts in editing.differing(theirs, mine) if name not in shown]
    if form.pictures.is_bound and any(row.picture_changes for row in form.pictures.kept):
        labels.append(str(Article.field_label("pictures")))
    others = [rows for rows in formsets if rows.formset.model is not Contribution and rows.formset.is_bound]
    labels += [str(rows.opts.verbose_name_plural) for rows in others if rows.formset.has_changed()]
    return list(dict.fromkeys(labels))


def _take_over(form, mine, theirs, opened):
    """Put the newer text into the fields that only the other person changed; returns their labels."""
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


def _pictures(snapshot):
    """Without their numbers: those of a removed picture are not given to it again."""
    return [(each["digest"], each["caption"], each["alt"]) for each in snapshot["pictures"]]


def _take_over_new_pictures(form, mine, theirs, opened, newer) -> bool:
    """Both changed the pictures: append those that the other person added to the rows that were typed."""
    known = {digest for digest, _caption, _alt in _pictures(mine) + _pictures(opened)}
    uses = {each["digest"]: each for each in theirs["pictures"] if each["digest"] not in known}
    added = [(picture, uses[picture.digest]) for picture in Picture.objects.filter(digest__in=uses).with_credits()]
    if added:
        append_rows(form.data, added)
        form.pictures = rows_of(newer, form.actor, form.data)
        form.pictures.numbered(form.data.get("body", ""))
        mine["pictures"] = form.pictures.typed()
    return bool(added)


def _reread(rows, article):
    """Show the current rows: of those typed some no longer exist, so they could never be saved."""
    formset = rows.formset
    waiting = {"waiting": article.pending.snapshot["byline"]} if getattr(formset, "waiting", None) is not None else {}
    rows.formset = type(formset)(instance=article, prefix=formset.prefix, queryset=formset.queryset, **waiting)


def too_late_for_story(pk, user):
    """The exception to raise for a story that the user may not change, or no longer."""
    actor = Actor.at_desk(user)
    if not (actor.may("view_article") or actor.may("change_article")):
        return PermissionDenied()  # does not reveal whether the story exists
    visible = Article.objects.visible_to(user).select_related("merged_into")
    article = visible.filter(pk=as_number(pk)).first()
    if article is None:
        return _missing(actor)
    if article.merged_into and visible.filter(pk=article.merged_into_id).exists():
        return _merged(article.merged_into)
    return NoLongerAllowed(why_too_late(article, actor) or _("You may not change this story."))


def why_too_late(article, actor):
    """Why the actor may no longer change the article, and who signed it; "" if they may."""
    reason = editing.why_not_change(article, actor)
    if not reason:
        return ""
    signed = _("%(who)s has signed it off (%(stage)s).")
    signoffs = article.signoffs.standing().filter(user__isnull=False).select_related("user")
    signers = [signed % {"who": name_of(each.user), "stage": each.get_stage_display()} for each in signoffs]
    return "".join([*signers, reason])


def _missing(actor):
    """For a story that was deleted or reassigned; only somebody who may see it learns which."""
    if actor.may("change_any_article"):
        sentence = _("This story was deleted while you had it open.")
    else:
        sentence = _("This story was deleted or given to somebody else while you had it open.")
    if not actor.may("add_article"):
        return NoLongerThere(sentence + _("Copy what you wrote."))
    sentence += _("Save what you wrote as a new story, or copy it.")
    return NoLongerThere(sentence, save_as=reverse("admin:articles_article_add"))


def _merged(into):
    sentence = _("This story was merged into “%(title)s”. Copy what you wrote into that story.")
    address = reverse("admin:articles_article_change", args=[into.pk])
    return NoLongerAllowed(sentence % {"title": into.title}, link=(address, into.title))
