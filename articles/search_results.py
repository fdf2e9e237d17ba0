"""What was found, for a page of results and the API alike, and how it is spread over sections, page names, authors and
years: quick, however much it is."""

from functools import cached_property

from django.db.models import CharField, Count, OuterRef, Subquery
from django.db.models.functions import Cast, Substr

from articles.models import Article, Author, Contribution, Placement
from articles.search import MAX_RANKED

MOST_NAMES = 20
# To find an article's section, page and authors takes time: of more than these, only the latest are counted.
COUNTED = 1000


class Found:
    """Articles for a paginator: all of a queryset, or of what a search (SearchResult) with terms has found, by rank or,
    where `ranked` is false, in the queryset's order. The rows of one page are read of the queryset `rows`.

    Only keys are sorted: rows with their bodies would take several times as long.
    """

    def __init__(self, articles, rows, result=None, ranked=True):
        self._articles, self._rows = articles, rows
        self._limited = result.searched if result else articles
        self._best = result.best if result and ranked else []
        self._result = result
        self._newest = (
            sorted(result.best, reverse=True)
            if result
            else list(articles.order_by("-pk").values_list("pk", flat=True)[:MAX_RANKED])
        )
        self._all_are_known = result.are_all_ranked if result else len(self._newest) < MAX_RANKED

    @cached_property
    def number(self):
        if self._all_are_known:
            return len(self._newest)
        return self._result.number if self._result else self._articles.count()

    def count(self):
        return self.number

    def __getitem__(self, part):
        if part.stop <= len(self._best) or len(self._best) == self.number:
            keys = self._best[part]
        else:
            keys = list(self._articles.values_list("pk", flat=True)[part])
        rows = self._rows.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def facets(self):
        """{"counted", "sections", "page_names", "authors", "years": [{"year", "count"}]}. Years count all articles, or
        None where very many are found; facets_of() counts the `counted` latest of them."""
        counted = self._newest[:COUNTED]
        years = years_of(self._newest) if self._all_are_known else years_between(self._limited)
        years = [{"year": year, "count": count} for year, count in years.items()]
        return {"counted": len(counted), **facets_of(counted), "years": years}


def facets_of(keys):
    """{"sections": [{"slug", "name", "count"}], "page_names": [{"name", "count"}],
    "authors": [{"id", "name", "count"}]} of the articles with these keys, those with the most articles first. Sections
    are all there are, page names and authors at most MOST_NAMES."""
    sections = _counted(Article.objects.filter(pk__in=keys, section__isnull=False), "section__slug", "section__name")
    # Placements and contributions are asked directly: a join to the articles would be of no use.
    page_names = _counted(Placement.objects.filter(article__in=keys).exclude(page__name=""), "page__name")
    # Joined, PostgreSQL would read all authors there are to name twenty.
    author = Author.objects.filter(pk=OuterRef("author"))
    authors = _counted(Contribution.objects.filter(article__in=keys), "author")
    authors = authors.annotate(name=Subquery(author.values("name")))
    return {
        "sections": [{"slug": slug, "name": name, "count": count} for slug, name, count in sections],
        "page_names": [{"name": name, "count": count} for name, count in page_names[:MOST_NAMES]],
        "authors": [{"id": pk, "name": name, "count": count} for pk, count, name in authors[:MOST_NAMES]],
    }


def years_of(keys):
    """{year: how many of the articles with these keys}, the newest first."""
    # ExtractYear would call Python for each article on SQLite.
    year = Substr(Cast("date", CharField()), 1, 4)
    years = Article.objects.filter(pk__in=keys).annotate(year=year).order_by().values_list("year")
    return {int(year): count for year, count in years.annotate(count=Count("pk")).order_by("-year")}


def years_between(articles):
    """{year: None} from the newest article's year to the oldest's: found at once, where counting would take long."""
    days = articles.order_by().values_list("date", flat=True)
    newest, oldest = days.order_by("-date").first(), days.order_by("date").first()
    return dict.fromkeys(range(newest.year, oldest.year - 1, -1)) if newest else {}


def _counted(rows, *names):
    """(value, …, how many articles have it), the most frequent first; an author in two roles counts once."""
    article = "pk" if rows.model is Article else "article"
    counted = rows.order_by().values_list(*names).annotate(count=Count(article, distinct=True))
    return counted.order_by("-count", names[0])
