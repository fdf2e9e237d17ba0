"""All that an article says, as plain data: what revisions keep, compare and bring back.

Snapshots are stored for good, so later versions of the program read them through `upgraded()`. A new field needs a line
in `take()`, `put_back()` and `_as_text()` and its default in `upgraded()`; a text only has to be named in TEXTS."""

import datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime

from articles.models import Article, Author, Contribution, Origin, Revision, Section
from articles.text.characters import beginning

from .actors import Actor

TEXTS = ("kicker", "headline", "deck", "dateline", "body")
# What was reviewed. Moving a story to another section or hour is no change of what it says.
REVIEWED = (*TEXTS, "byline")
# Raised when a stored field changes its meaning; one that is merely new has a default. Version 0.1.0 wrote no number.
FORMAT = 1
CREDIT = (None, "", "", "")  # author id, name, role, as printed


def take(article) -> dict:
    """The article's present content, with its byline from the database."""
    byline = article.contributions.order_by("order", "id").values_list("author", "author__name", "role", "printed")
    return {name: getattr(article, name) for name in TEXTS} | {
        "format": FORMAT,
        "byline": [list(credit) for credit in byline],
        "section": article.section_id,
        "section_name": article.section.name if article.section else "",
        "date": article.date.isoformat(),
        # Whatever zone a form read it in, and without what no form shows: the same moment is the same text.
        "publish_at": article.publish_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "status": article.status,
    }


def upgraded(snapshot: dict, missing: dict | None = None) -> dict:
    """A stored snapshot as `take()` would make it today. Fields it lacks are as in `missing`, or as they are in a new
    article; fields that the program no longer has are left out."""
    missing = missing or _blank()
    content = {name: snapshot.get(name, default) for name, default in missing.items()}
    byline = [[*credit[: len(CREDIT)], *CREDIT[len(credit) :]] for credit in content["byline"]]
    return content | {"format": FORMAT, "byline": byline}


def _blank() -> dict:
    blank = Article()
    others: dict = {"byline": [], "section": None, "section_name": "", "date": "", "publish_at": "", "status": ""}
    return {name: getattr(blank, name) for name in TEXTS} | others


def differ_in_text(before: dict, after: dict) -> bool:
    before, after = upgraded(before), upgraded(after)
    return any(before[name] != after[name] for name in REVIEWED)


def changed(before: dict, after: dict) -> dict:
    """The fields that differ, as `after` has them."""
    return {name: value for name, value in after.items() if value != before.get(name, value) and name != "format"}


def put_back(article, snapshot: dict) -> None:
    """Give the article the content of a snapshot, its status aside; fields that the snapshot lacks stay as they are.
    Authors deleted since are made again by name."""
    content = fill(article, snapshot)
    article.save()
    write_byline(article, content["byline"])


def fill(article, snapshot: dict) -> dict:
    """Set the fields of the article object to those of a snapshot; nothing is saved. Returns the whole content."""
    content = upgraded(snapshot, missing=take(article))
    for name in TEXTS:
        setattr(article, name, content[name])
    article.section = Section.objects.filter(pk=content["section"]).first()
    article.date = parse_date(content["date"])
    article.publish_at = parse_datetime(content["publish_at"])
    return content


def write_byline(article, byline) -> None:
    """Make the byline say (author id, name, role, as printed), in this order. An author merged into another
    since is replaced by the other, once in each role."""
    article.contributions.all().delete()
    authors = Author.objects.select_related("merged_into").filter(pk__in=[pk for pk, *_ in byline])
    known = {author.pk: author.present.pk for author in authors}
    credits: dict[tuple[int, str], str] = {}
    for pk, name, role, printed in byline:
        author = known[pk] if pk in known else Author.objects.get_or_create(name=name, note="")[0].present.pk
        credits.setdefault((author, role), printed)
    Contribution.objects.bulk_create(
        Contribution(article=article, author_id=author, role=role, printed=printed, order=order)
        for order, ((author, role), printed) in enumerate(credits.items(), start=1)
    )


def differing(old: dict, new: dict) -> list[tuple[str, str, str, str]]:
    """(field, its label, its text in the old snapshot, in the new one) for each that differs, in the order of the
    desk."""
    before, after = _as_text(old), _as_text(new)
    changed = [name for name in after if after[name] != before[name]]
    return [(name, str(Article.field_label(name)), before[name], after[name]) for name in changed]


def _as_text(snapshot: dict) -> dict[str, str]:
    content = upgraded(snapshot)
    return {name: content[name] for name in TEXTS[:-1]} | {
        "byline": "、".join(f"{role} {name}".strip() for _pk, name, role, _printed in content["byline"]),
        "body": content["body"],
        "section": content["section_name"],
        "date": content["date"],
        "publish_at": _moment(content["publish_at"]),
        "status": str(dict(Article.Status.choices).get(content["status"], content["status"])),
    }


def _moment(text):
    moment = parse_datetime(text)
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def keep_current(article: Article) -> Revision:
    """The revision of the article as it is. An import writes none until a story is changed for the first time:
    thirty years of archive would be stored twice."""
    held = Revision.objects.filter(article=article, version=article.version).first()
    if held:
        return held
    # Saved by no change of ours (an import, a first save): the row itself says all that is known of it.
    first = article.version == 1
    origin = Origin.COMMAND if article.origin == Article.Origin.IMPORTED else Origin.DESK
    return Revision.objects.create(
        article=article,
        version=article.version,
        at=article.created_at if first else article.updated_at,
        user=article.created_by if first else None,
        origin=origin,
        snapshot=take(article),
    )


def keep_new(article: Article, actor: Actor, why: str = "") -> Revision:
    """The revision of an article just made or moved to another status, in the actor's name."""
    return keep(article, take(article), actor, why)


def keep(article: Article, snapshot: dict, actor: Actor, why: str, **fields: int | None) -> Revision:
    return Revision.objects.create(
        **{"article": article, "version": article.version} | fields,
        at=timezone.now(),
        user=actor.user,
        origin=actor.origin,
        why=beginning(why, 200),
        snapshot=snapshot,
    )
