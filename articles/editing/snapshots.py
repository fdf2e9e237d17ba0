"""The content of an article as plain data, which revisions store, compare and restore.

Stored snapshots are kept forever; read them through upgraded(). A new text field only has to be added to TEXTS, any
other field to take(), blank(), fill() and _as_text()."""

import datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime

from articles.models import TEXTS, Action, Article, AuditEntry, Author, Contribution, Origin, Revision, Section
from articles.text.characters import beginning

from .actors import Actor
from .pictures import BLANK, pictures_of, write_pictures

# A change of these voids sign-offs; a change of section or time does not.
REVIEWED = (*TEXTS, "byline", "pictures")
# To be raised when a stored field changes its meaning; new fields get a default. Release 0.1.0 wrote no number.
FORMAT = 1
CREDIT = (None, "", "", "")  # author id, name, role, as printed


def take(article) -> dict:
    """The content of the article object, and its byline and pictures from the database."""
    byline = article.contributions.order_by("order", "id").values_list("author", "author__name", "role", "printed")
    return {name: getattr(article, name) for name in TEXTS} | {
        "format": FORMAT,
        "byline": [list(credit) for credit in byline],
        "pictures": pictures_of(article),
        "section": article.section_id,
        "section_name": article.section.name if article.section else "",
        "own_keywords": article.own_keywords or "",
        "date": article.date.isoformat(),
        # In UTC and without microseconds, which no form shows, so that equal times give equal text.
        "publish_at": article.publish_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "status": article.status,
    }


def upgraded(snapshot: dict, missing: dict | None = None) -> dict:
    """A stored snapshot in today's format: absent fields are as in `missing` (a new article), unknown ones dropped."""
    missing = missing or blank()
    content = {name: snapshot.get(name, default) for name, default in missing.items()}
    byline = [[*credit[: len(CREDIT)], *CREDIT[len(credit) :]] for credit in content["byline"]]
    pictures = [{name: each.get(name, default) for name, default in BLANK.items()} for each in content["pictures"]]
    return content | {"format": FORMAT, "byline": byline, "pictures": pictures}


def blank() -> dict:
    article = Article()
    others: dict = {
        "byline": [],
        "pictures": [],
        "section": None,
        "section_name": "",
        "own_keywords": "",
        "date": "",
        "publish_at": "",
        "status": "",
    }
    return {name: getattr(article, name) for name in TEXTS} | others


def differ_in_text(before: dict, after: dict) -> bool:
    before, after = upgraded(before), upgraded(after)
    return any(before[name] != after[name] for name in REVIEWED)


def changed(before: dict, after: dict) -> dict:
    """The fields that differ, with their values in `after`. Fields that an older release did not store count as blank;
    those of no snapshot, such as the step of a pending version, are not compared."""
    before = blank() | before
    return {name: value for name, value in after.items() if value != before.get(name, value) and name != "format"}


def put_back(article, snapshot: dict) -> None:
    """Restore the content of a snapshot, except the status; fields it lacks stay as they are. Deleted authors are
    created again by name."""
    content = fill(article, snapshot)
    article.save()
    write_byline(article, content["byline"])
    write_pictures(article, content["pictures"])


def fill(article, snapshot: dict) -> dict:
    """Set the article object's fields from a snapshot without saving; returns the whole content."""
    content = upgraded(snapshot, missing=take(article))
    for name in TEXTS:
        setattr(article, name, content[name])
    section = Section.objects.select_related("merged_into").filter(pk=content["section"]).first()
    article.section = section and section.present
    article.own_keywords = content["own_keywords"] or None
    article.date = parse_date(content["date"])
    article.publish_at = parse_datetime(content["publish_at"])
    return content


def write_byline(article, byline) -> None:
    """Replace the byline by these (author id, name, role, as printed), in order. A merged author is replaced by the one
    merged into, once per role."""
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
    """(field, label, old text, new text) of each field that differs, in the desk's order."""
    before, after = _as_text(old), _as_text(new)
    changed = [name for name in after if after[name] != before[name]]
    return [(name, str(Article.field_label(name)), before[name], after[name]) for name in changed]


def _as_text(snapshot: dict) -> dict[str, str]:
    content = upgraded(snapshot)
    return {name: content[name] for name in TEXTS[:-1]} | {
        "byline": "、".join(f"{role} {name}".strip() for _pk, name, role, _printed in content["byline"]),
        "pictures": "\n\n".join(_picture_as_text(each) for each in content["pictures"]),
        "body": content["body"],
        "section": content["section_name"],
        "own_keywords": content["own_keywords"],
        "date": content["date"],
        "publish_at": _moment(content["publish_at"]),
        "status": str(dict(Article.Status.choices).get(content["status"], content["status"])),
    }


def _picture_as_text(picture):
    """图1：说明（替代文字） 3f2a9c81, the last the beginning of the digest, so that another file is seen to differ."""
    alt = f"（{picture['alt']}）" if picture["alt"] else ""
    return f"图{picture['number']}：{picture['caption']}{alt} {picture['digest'][:8]}"


def _moment(text):
    moment = parse_datetime(text)
    return localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def keep_current(article: Article) -> Revision:
    """The revision of the article's current version. Imported stories get their first one only here, before their first
    change, so that an archive is not stored twice."""
    kept = Revision.objects.filter(article=article, version=article.version).first()
    if kept:
        return kept
    # Saved by an import or a first save: the row is all that is known.
    first = article.version == 1
    by_import = article.origin == Article.Origin.IMPORTED
    actor = _importer(article) if by_import else Actor(article.created_by, Origin.DESK)
    return Revision.objects.create(
        article=article,
        version=article.version,
        at=article.created_at if first else article.updated_at,
        user=actor.user if first else None,
        origin=actor.origin,
        snapshot=take(article),
    )


def _importer(article: Article) -> Actor:
    """Who imported the story, as the log says: an import writes its line just after its stories."""
    issues = [day.isoformat() for day in article.placements.values_list("page__issue__date", flat=True)]
    lines = AuditEntry.objects.filter(action=Action.IMPORTED, subject__in=issues, at__gte=article.created_at)
    line = lines.select_related("user").order_by("at", "pk").first()
    return Actor(line.user, line.origin) if line else Actor.command()


def keep_new(article: Article, actor: Actor, why: str = "") -> Revision:
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
