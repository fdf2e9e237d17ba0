"""All that an article says, as plain data: what revisions keep, compare and bring back."""

import datetime

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article, Author, Contribution, Section

TEXTS = ("kicker", "headline", "deck", "dateline", "body")
# What was reviewed. Moving a story to another section or hour is no change of what it says.
REVIEWED = (*TEXTS, "byline")


def take(article) -> dict:
    """The article's content as it stands, its byline as the database has it."""
    byline = article.contributions.order_by("order", "id").values_list("author", "author__name", "role", "printed")
    return {name: getattr(article, name) for name in TEXTS} | {
        "byline": [list(credit) for credit in byline],
        "section": article.section_id,
        "section_name": article.section.name if article.section else "",
        "date": article.date.isoformat(),
        # Whatever zone a form read it in, and without what no form shows: the same moment is the same text.
        "publish_at": article.publish_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "status": article.status,
    }


def differ_in_text(before: dict, after: dict) -> bool:
    return any(before[name] != after[name] for name in REVIEWED)


def changed(before: dict, after: dict) -> dict:
    """The fields that differ, as `after` has them."""
    return {name: value for name, value in after.items() if value != before.get(name, value)}


def put_back(article, snapshot: dict) -> None:
    """Give the article the content of a snapshot, its status aside. Authors deleted since are made again by name."""
    fill(article, snapshot)
    article.save()
    write_byline(article, snapshot["byline"])


def fill(article, snapshot: dict) -> None:
    """Set the fields of the article object to those of a snapshot; nothing is saved."""
    for name in TEXTS:
        setattr(article, name, snapshot[name])
    article.section = Section.objects.filter(pk=snapshot["section"]).first()
    article.date = parse_date(snapshot["date"])
    article.publish_at = parse_datetime(snapshot["publish_at"])


def write_byline(article, byline) -> None:
    """Make the byline say (author id, name, role, as printed), in this order."""
    article.contributions.all().delete()
    known = set(Author.objects.filter(pk__in=[pk for pk, *_ in byline]).values_list("pk", flat=True))
    Contribution.objects.bulk_create(
        Contribution(
            article=article,
            author_id=pk if pk in known else Author.objects.get_or_create(name=name, note="")[0].pk,
            role=role,
            printed=printed,
            order=order,
        )
        for order, (pk, name, role, printed) in enumerate(byline, start=1)
    )


def as_lines(snapshot: dict) -> list[tuple[str, str, str]]:
    """(field, what it is called, what it says) in the order of the desk, for comparing two versions."""
    says = {name: snapshot[name] for name in TEXTS[:-1]} | {
        "byline": "、".join(f"{role} {name}".strip() for _pk, name, role, _printed in snapshot["byline"]),
        "body": snapshot["body"],
        "section": snapshot["section_name"],
        "date": snapshot["date"],
        "publish_at": localtime(parse_datetime(snapshot["publish_at"])).strftime("%Y-%m-%d %H:%M"),
        "status": str(Article.Status(snapshot["status"]).label),
    }
    return [(name, str(_label(name)), text) for name, text in says.items()]


def _label(name):
    return _("byline") if name == "byline" else Article._meta.get_field(name).verbose_name
