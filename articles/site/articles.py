"""One story."""

from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.shortcuts import render

from articles import search
from articles.address_lookup import withdrawn_article
from articles.models import Article, Correction, Page, Placement
from articles.site.cache_headers import publicly_cached, without_parameters

RELATED = 5


@publicly_cached
@without_parameters
def article(request, pk):
    """A story, or the notice in place of one that was withdrawn (410)."""
    stories = Article.objects.public().select_related("section").with_bylines().defer("imported", "section_reason")
    corrected = Exists(Correction.objects.filter(article=OuterRef("pk")))
    article = stories.annotate(is_corrected=corrected).filter(pk=pk).first()
    if article is None:
        return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn_article(pk)}, status=410)
    context = {
        **described(article),
        **printed(article),
        "corrections": article.corrections.newest_first().for_readers() if article.is_corrected else [],
        "related": related_to(article),
    }
    return render(request, "articles/article.html", context)


def described(article):
    """What the story says, without the paper around it."""
    blocks = article.blocks
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    return {"article": article, "blocks": blocks, "first_paragraph": first}


def printed(article):
    """Where the story was printed, and the stories on the page where it begins."""
    on_its_pages = Placement.objects.public().filter(page__placements__article=article).as_printed()
    on_its_pages = on_its_pages.select_related("page__issue").for_links(
        "page__number", "page__name", "page__issue__date", "page__issue__number"
    )
    placements = [each for each in on_its_pages if each.article_id == article.pk]
    if not placements:
        return {}
    same_page = [each.article for each in on_its_pages if each.page_id == placements[0].page_id]
    place = same_page.index(article)
    return {
        "issue": placements[0].page.issue,
        "placements": placements,
        "same_page": same_page,
        "previous_story": same_page[place - 1] if place else None,
        "next_story": same_page[place + 1] if place + 1 < len(same_page) else None,
        **jumps(placements[0], placements[-1]),
    }


def jumps(first, last):
    """The pages on which the story began and goes on, where readers may open them."""
    if not (first.continued_from or last.continued_on):
        return {}
    pages = Page.objects.public().for_navigation().filter(issue=first.page.issue)
    # Papers that number their pages 01, 02 still print 下转2版.
    by_number = {page.number.lstrip("0"): page for page in pages}
    return {
        "began_on": by_number.get(first.continued_from.lstrip("0")),
        "goes_on": by_number.get(last.continued_on.lstrip("0")),
    }


def related_to(article):
    """Up to five stories that share rare words with this one, the nearest first."""
    if not article.keywords:
        return []
    stories = Article.objects.public().exclude(pk=article.pk)
    try:
        return search.related(stories.only("title", "date"), article.keywords)[:RELATED]
    except DatabaseError as error:
        # A story can be read while the search index is damaged.
        if not search.is_damaged(error):
            raise
        search.repair_in_background(stories.db)
        return []
