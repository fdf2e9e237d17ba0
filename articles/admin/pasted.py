"""A dateline pasted at the head of a story's text becomes its dateline and byline, as in an import."""

from django.contrib import messages
from django.utils.translation import gettext as _

from articles.editing import snapshots, write_byline
from articles.importing import Head
from articles.models import Article, Author


def with_people_of(head: Head | None, byline: list[list]) -> list[list]:
    """The byline in the format of a snapshot, with those people of the head who are not in it yet."""
    named = {name for _pk, name, _role, _printed in byline}
    new = [credit for credit in head.credits if credit.name not in named] if head else []
    authors = [Author.objects.get_or_create(name=credit.name, note="")[0].present for credit in new]
    rows = zip(authors, new, strict=True)
    return byline + [[author.pk, author.name, credit.role, credit.printed] for author, credit in rows]


def add_people_of(head: Head | None, article: Article) -> None:
    if head and head.credits:
        write_byline(article, with_people_of(head, snapshots.take(article)["byline"]))


def tell(request, head: Head | None) -> None:
    if head is None:
        return
    moved = _("“%(dateline)s” at the head of the text was made the dateline.") % {"dateline": head.dateline}
    people = _("In the byline: %(people)s.") % {"people": head.people}
    check = _("Nobody in it could be read as the author; please fill in the byline.")
    messages.info(request, f"{moved} {people if head.credits else check}")
