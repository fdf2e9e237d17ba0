"""How the articles of a list, or of a search, are spread over sections, page names, authors and years."""

from django.db.models import Count
from django.db.models.functions import ExtractYear

MOST = 20


def facets(articles):
    """{"sections": [{"slug", "name", "count"}], "page_names": [{"name", "count"}],
    "authors": [{"id", "name", "count"}], "years": [{"year", "count"}]}.

    Four questions to the database however many articles. Sections and years are all there are, page names and authors
    those with the most articles; in all of them those with the most, or the newest year, stand first.
    """
    return {
        "sections": [
            {"slug": slug, "name": name, "count": count}
            for slug, name, count in _counted(articles.filter(section__isnull=False), "section__slug", "section__name")
        ],
        "page_names": [
            {"name": name, "count": count}
            for name, count in _counted(articles.filter(placements__isnull=False), "placements__page__name")[:MOST]
            if name
        ],
        "authors": [
            {"id": pk, "name": name, "count": count}
            for pk, name, count in _counted(articles.filter(authors__isnull=False), "authors", "authors__name")[:MOST]
        ],
        "years": [
            {"year": year, "count": count}
            for year, count in _counted(articles.annotate(year=ExtractYear("date")), "year").order_by("-year")
        ],
    }


def _counted(articles, *names):
    """(value, …, how many articles have it), the most frequent first; an author in two roles counts once."""
    counted = articles.order_by().values_list(*names).annotate(count=Count("pk", distinct=True))
    return counted.order_by("-count", names[0])
