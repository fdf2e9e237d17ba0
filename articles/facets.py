"""How articles are spread over sections, page names, authors and years."""

from django.db.models import CharField, Count, OuterRef, Subquery
from django.db.models.functions import Cast, Substr

from articles.models import Article, Author, Contribution, Placement

MOST = 20
# To find an article's section, page and authors takes time: of more than these, those entered last are looked at.
COUNTED = 1000


def facets(keys):
    """{"sections": [{"slug", "name", "count"}], "page_names": [{"name", "count"}],
    "authors": [{"id", "name", "count"}]} of the articles with these keys, those with the most articles first. Sections
    are all there are, page names and authors at most MOST."""
    sections = _counted(Article.objects.filter(pk__in=keys, section__isnull=False), "section__slug", "section__name")
    # Asked of what hangs on the articles, not of the articles, to which a join would go for nothing.
    page_names = _counted(Placement.objects.filter(article__in=keys).exclude(page__name=""), "page__name")[:MOST]
    # Joined, PostgreSQL would read all authors there are to name twenty.
    author = Author.objects.filter(pk=OuterRef("author"))
    written = _counted(Contribution.objects.filter(article__in=keys), "author")
    authors = written.annotate(name=Subquery(author.values("name")))[:MOST]
    return {
        "sections": [{"slug": slug, "name": name, "count": count} for slug, name, count in sections],
        "page_names": [{"name": name, "count": count} for name, count in page_names],
        "authors": [{"id": pk, "name": name, "count": count} for pk, count, name in authors],
    }


def by_year(keys):
    """{year: how many of the articles with these keys}, the newest first."""
    # ExtractYear would call Python for each article on SQLite.
    year = Substr(Cast("date", CharField()), 1, 4)
    years = Article.objects.filter(pk__in=keys).annotate(year=year).order_by().values_list("year")
    return {int(year): count for year, count in years.annotate(count=Count("pk")).order_by("-year")}


def years(articles):
    """{year: None} from the newest article's year to the oldest's: found at once, where counting would take long."""
    days = articles.order_by().values_list("date", flat=True)
    newest, oldest = days.order_by("-date").first(), days.order_by("date").first()
    return dict.fromkeys(range(newest.year, oldest.year - 1, -1)) if newest else {}


def _counted(rows, *names):
    """(value, …, how many articles have it), the most frequent first; an author in two roles counts once."""
    article = "pk" if rows.model is Article else "article"
    counted = rows.order_by().values_list(*names).annotate(count=Count(article, distinct=True))
    return counted.order_by("-count", names[0])
