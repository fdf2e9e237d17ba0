"""Everything the page of one story shows, asked for in few and quick questions."""

from django.db import DatabaseError, router
from django.db.models import BigIntegerField, DateTimeField, Exists, Field, OuterRef
from django.utils import timezone

from articles import search
from articles.models import Article, Author, Contribution, Correction, Issue, Page, Placement, Section
from articles.prepared import Columns, Parameter, Prepared

NUMBER = Parameter("number", BigIntegerField())
NOW = Parameter("now", DateTimeField())
FIRST, PAIR = Parameter("first", Field()), Parameter("pair", Field())

ARTICLE = Columns(Article, defer=["imported", "section_reason"])
SECTION = Columns(Section, "section")
CONTRIBUTION, AUTHOR = Columns(Contribution), Columns(Author, "author")
PLACEMENT = Columns(Placement)
PAGE = Columns(Page, "page", defer=["source_text", "residue"])
ISSUE = Columns(Issue, "page__issue")


def values(queryset, *columns):
    return queryset.values_list(*(path for each in columns for path in each.paths))


def split(row, *columns):
    """The parts of a row that belong to each of the columns."""
    start = 0
    for each in columns:
        yield row[start : start + len(each)]
        start += len(each)


CORRECTED = Exists(Correction.objects.filter(article=OuterRef("pk")))

ARTICLE_QUESTION = Prepared(
    lambda: (Article.objects.public(NOW).filter(pk=NUMBER).annotate(corrected=CORRECTED)).values_list(
        *ARTICLE.paths, *SECTION.paths, "corrected"
    )
)
BYLINE_QUESTION = Prepared(
    lambda: values(Contribution.objects.filter(article=NUMBER).order_by("order", "id"), CONTRIBUTION, AUTHOR)
)
PLACEMENT_QUESTION = Prepared(
    lambda: values(
        Placement.objects.filter(article=NUMBER).order_by("page__issue__date", "page__order", "order"),
        PLACEMENT, PAGE, ISSUE,
    )
)  # fmt: skip
NEIGHBOUR_QUESTION = Prepared(
    lambda: Placement.objects.public(NOW).filter(page=NUMBER).as_printed().values_list("article", "article__title")
)
RELATED_QUESTION = Prepared(
    lambda: search.sharing(Article.objects.public(NOW).exclude(pk=NUMBER), FIRST, PAIR).values_list(
        "pk", "title", "date"
    )
)


def public_story(number):
    """The article with its section, byline, placements and corrections at hand, or None where no reader may see it."""
    if number > BigIntegerField.MAX_BIGINT:
        return None
    using = router.db_for_read(Article)
    found = ARTICLE_QUESTION(using, number=number, now=timezone.now())
    if not found:
        return None
    *values, corrected = found[0]
    article_values, section_values = split(values, ARTICLE, SECTION)
    article = ARTICLE.row(using, article_values)
    article.section = SECTION.row(using, section_values)
    byline, placements = BYLINE_QUESTION(using, number=number), PLACEMENT_QUESTION(using, number=number)
    at_hand(article, "contributions", Contribution, [_contribution(using, row) for row in byline])
    at_hand(article, "placements", Placement, [_placement(using, row) for row in placements])
    corrections = article.corrections.newest_first().for_readers() if corrected else []
    at_hand(article, "corrections", Correction, list(corrections))
    return article


def stories_on(page):
    """(number, title) of the stories on a page that a reader may see, as printed."""
    return NEIGHBOUR_QUESTION(router.db_for_read(Placement), number=page.pk, now=timezone.now())


def related_to(article, limit=5):
    """(number, title, date) of up to `limit` stories that share rare words with this one, the nearest first."""
    if not article.keywords:
        return []
    using = router.db_for_read(Article)
    try:
        first, pair = search.two_of(article.keywords, using)
        others = RELATED_QUESTION(using, first=first, pair=pair, number=article.pk, now=timezone.now())
    except DatabaseError as error:
        # A story can be read while the search cannot be searched.
        if not search.is_damaged(error):
            raise
        search.mend_in_background(using)
        return []
    return sorted(others, key=lambda other: (search.shared(article.keywords, other[1]), *other[::-2]), reverse=True)[
        :limit
    ]


def at_hand(article, name, model, rows):
    """Let `article.<name>.all()` give these rows, as prefetch_related() does."""
    queryset = model.objects.all()
    queryset._result_cache, queryset._prefetch_done = rows, True
    article._prefetched_objects_cache = {**getattr(article, "_prefetched_objects_cache", {}), name: queryset}


def _contribution(using, row):
    values, author = split(row, CONTRIBUTION, AUTHOR)
    contribution = CONTRIBUTION.row(using, values)
    contribution.author = AUTHOR.row(using, author)
    return contribution


def _placement(using, row):
    values, page, issue = split(row, PLACEMENT, PAGE, ISSUE)
    placement = PLACEMENT.row(using, values)
    placement.page = PAGE.row(using, page)
    placement.page.issue = ISSUE.row(using, issue)
    return placement
