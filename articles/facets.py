"""How articles are spread over sections, page names, authors and years."""

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

MOST = 20
# To find an article's section, page and authors takes time: of more than these, those entered last are looked at.
COUNTED = 1000


def facets(articles):
    """{"sections": [{"slug", "name", "count"}], "page_names": [{"name", "count"}],
    "authors": [{"id", "name", "count"}]}, those with the most articles first. Sections are all there are, page names
    and authors at most MOST."""
    sections = _counted(articles.filter(section__isnull=False), "section__slug", "section__name")
    page_names = _counted(articles.filter(placements__isnull=False), "placements__page__name")[:MOST]
    authors = _counted(articles.filter(authors__isnull=False), "authors", "authors__name")[:MOST]
    return {
        "sections": [{"slug": slug, "name": name, "count": count} for slug, name, count in sections],
        "page_names": [{"name": name, "count": count} for name, count in page_names if name],
        "authors": [{"id": pk, "name": name, "count": count} for pk, name, count in authors],
    }


def by_year(articles):
    """{year: how many articles}, the newest first."""
    # ExtractYear would call Python for each article on SQLite.
    year = Substr(Cast("date", CharField()), 1, 4)
    counted = articles.order_by().annotate(year=year).values_list("year").annotate(count=Count("pk"))
    return {int(year): count for year, count in counted.order_by("-year")}


def years(articles):
    """{year: None} from the newest article's year to the oldest's: found at once, where counting would take long."""
    days = articles.order_by().values_list("date", flat=True)
    newest, oldest = days.order_by("-date").first(), days.order_by("date").first()
    return dict.fromkeys(range(newest.year, oldest.year - 1, -1)) if newest else {}


def _counted(articles, *names):
    """(value, …, how many articles have it), the most frequent first; an author in two roles counts once."""
    counted = articles.order_by().values_list(*names).annotate(count=Count("pk", distinct=True))
    return counted.order_by("-count", names[0])
