"""How the articles of a list, or of a search, are spread over sections, page names, authors and years."""

import json

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

from articles.search import entered_last, listed

MOST = 20
# To find an article's section, page and authors takes time: of more than these, those entered last are looked at.
COUNTED = 2000


def facets(articles, years=None):
    """{"sections": [{"slug", "name", "count"}], "page_names": [{"name", "count"}],
    "authors": [{"id", "name", "count"}], "years": [{"year", "count"}]}.

    Years (by_year(articles), where it is known already) are counted over all articles; the others over at most COUNTED,
    in four questions to the database. Sections are all there are, page names and authors those with the most articles;
    in all of them those with the most, or the newest year, stand first.
    """
    years = by_year(articles) if years is None else years
    counted = listed(articles.model.objects.all(), json.dumps(entered_last(articles, COUNTED)))
    sections = _counted(counted.filter(section__isnull=False), "section__slug", "section__name")
    page_names = _counted(counted.filter(placements__isnull=False), "placements__page__name")[:MOST]
    authors = _counted(counted.filter(authors__isnull=False), "authors", "authors__name")[:MOST]
    return {
        "sections": [{"slug": slug, "name": name, "count": count} for slug, name, count in sections],
        "page_names": [{"name": name, "count": count} for name, count in page_names if name],
        "authors": [{"id": pk, "name": name, "count": count} for pk, name, count in authors],
        "years": [{"year": year, "count": count} for year, count in years.items()],
    }


def by_year(articles):
    """{year: how many articles}, the newest first. Together they are all, so that nobody needs to count once more."""
    # ExtractYear would call Python for each article on SQLite.
    year = Substr(Cast("date", CharField()), 1, 4)
    counted = articles.order_by().annotate(year=year).values_list("year").annotate(count=Count("pk"))
    return {int(year): count for year, count in counted.order_by("-year")}


def _counted(articles, *names):
    """(value, …, how many articles have it), the most frequent first; an author in two roles counts once."""
    counted = articles.order_by().values_list(*names).annotate(count=Count("pk", distinct=True))
    return counted.order_by("-count", names[0])
