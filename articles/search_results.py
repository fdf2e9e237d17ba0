"""Articles for a page of results and the API, with facets: sections, page names, authors and years."""

from functools import cached_property

from django.db.models import CharField, Count, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Substr

from articles.models import Article, Author, Contribution, Placement
from articles.search import MAX_RANKED

MAX_NAMES = 20
# Facets other than years count only this many of the latest articles: it takes time.
COUNTED = 1000


class ArticleList:
    """Articles for a paginator: those of a queryset, or of a SearchResult with terms, by rank or, if not `ranked`, in
    the queryset's order. Rows are read from the queryset `rows`; only keys are sorted, which is much faster."""

    def __init__(self, articles, rows, result=None, ranked=True):
        self._articles, self._rows = articles, rows
        self._limited = result.searched if result else articles
        self._best = result.best if result and ranked else []
        self._result = result
        if result:
            self._newest, self._all_are_known = sorted(result.best, reverse=True), result.are_all_ranked
        else:
            self._newest = list(articles.order_by("-pk").values_list("pk", flat=True)[:MAX_RANKED])
            self._all_are_known = len(self._newest) < MAX_RANKED

    def count(self):
        if self._all_are_known:
            return len(self._newest)
        return self._result.number if self._result else self._articles.count()

    def __getitem__(self, part):
        if part.stop <= len(self._best) or (self._best and self._all_are_known):
            keys = self._best[part]
        else:
            keys = list(self._articles.values_list("pk", flat=True)[part])
        rows = self._rows.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def facets(self):
        """facets_of() the `counted` latest articles, and {"years": [{"year", "count"}]} of all; the counts are None if
        there are very many."""
        counted = self._newest[:COUNTED]
        years = years_of(self._newest) if self._all_are_known else years_between(self._limited)
        years = [{"year": year, "count": count} for year, count in years.items()]
        return {"counted": len(counted), **facets_of(counted), "years": years}


def facets_of(keys):
    """{"sections": [{"slug", "name", "count"}], "page_names": [{"name", "count"}], "authors": [{"id", "name",
    "count"}]} by number of articles: all sections, up to MAX_NAMES page names and authors."""
    sections = _counted(Article.objects.filter(pk__in=keys, section__isnull=False), "section__slug", "section__name")
    # Placements and contributions are queried directly; joining articles is unnecessary.
    page_names = _counted(Placement.objects.filter(article__in=keys).exclude(page__name=""), "page__name")
    # With a join, PostgreSQL would read all authors.
    author = Author.objects.filter(pk=OuterRef("author"))
    authors = _counted(Contribution.objects.filter(article__in=keys), "author")
    person, name = Coalesce("pen_name_of", "pk"), Coalesce("pen_name_of__name", "name")
    authors = authors.annotate(person=Subquery(author.values(found=person)), name=Subquery(author.values(found=name)))
    return {
        "sections": [{"slug": slug, "name": name, "count": count} for slug, name, count in sections],
        "page_names": [{"name": name, "count": count} for name, count in page_names[:MAX_NAMES]],
        "authors": _people(authors[:MAX_NAMES]),
    }


def _people(authors):
    """Pen names are counted with their person."""
    people = {}
    for _pk, count, person, name in authors:
        found = people.setdefault(person, {"id": person, "name": name, "count": 0})
        found["count"] += count
    return list(people.values())


def years_of(keys):
    # ExtractYear would call Python for each article on SQLite.
    year = Substr(Cast("date", CharField()), 1, 4)
    years = Article.objects.filter(pk__in=keys).annotate(year=year).order_by().values_list("year")
    return {int(year): count for year, count in years.annotate(count=Count("pk")).order_by("-year")}


def years_between(articles):
    """{year: None} from the newest article's year to the oldest's. Fast; counting would be slow."""
    days = articles.order_by().values_list("date", flat=True)
    newest, oldest = days.order_by("-date").first(), days.order_by("date").first()
    return dict.fromkeys(range(newest.year, oldest.year - 1, -1)) if newest else {}


def _counted(rows, *names):
    """(value, …, number of articles), the most frequent first; an author with two roles counts once."""
    article = "pk" if rows.model is Article else "article"
    counted = rows.order_by().values_list(*names).annotate(count=Count(article, distinct=True))
    return counted.order_by("-count", names[0])
