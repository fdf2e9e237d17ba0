"""A story, and its preview before publication."""

from django.core.signing import BadSignature
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render

from articles import search
from articles.address_lookup import withdrawn_article
from articles.models import Article, Correction, Page, PictureUse, Placement
from articles.site.cache_headers import publicly_cached, unlisted, without_parameters
from articles.site.errors import page_not_found
from articles.text.page_labels import name_same_page

RELATED = 5


@publicly_cached
@without_parameters
def article(request, pk):
    """A story, or the notice that it was withdrawn (410)."""
    stories = Article.objects.public().select_related("section").with_bylines().defer("imported", "section_reason")
    corrected = Exists(Correction.objects.filter(article=OuterRef("pk")))
    try:
        article = stories.annotate(is_corrected=corrected).get(pk=pk)
    except Article.DoesNotExist:
        return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn_article(pk)}, status=410)
    context = {
        **described(article),
        **printed(article),
        "corrections": article.corrections.newest_first().for_readers() if article.is_corrected else [],
        "related": related_to(article),
    }
    return render(request, "articles/article.html", context)


@unlisted
def preview(request, token):
    """An unpublished story (200), or a page that says that the link has expired or was revoked, or that the story was
    taken back (410). 404 for a link that the desk has not signed."""
    try:
        article = Article.objects.previewed(token).select_related("section").with_bylines().first()
    except BadSignature as forged:
        return page_not_found(request, forged)
    if article is None:
        return render(request, "articles/preview_over.html", status=410)
    if article.is_public:
        return redirect(article)
    # Without links to its page and issue, which may not be public.
    return render(request, "articles/preview.html", described(article))


def described(article):
    blocks = article.blocks
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    # Stories that never had a picture, nearly all of an archive, need no query for them.
    uses = PictureUse.objects.filter(article=article).for_readers() if article.last_picture else []
    return {"article": article, "blocks": blocks, "first_paragraph": first, "pictures": list(uses)}


def printed(article):
    """Where the story was printed, and the stories on its first page."""
    placements_there = Placement.objects.public().filter(page__placements__article=article).as_printed()
    placements_there = placements_there.select_related("page__issue").for_links(
        "page__number", "page__name", "page__issue__date", "page__issue__number"
    )
    placements = [each for each in placements_there if each.article_id == article.pk]
    if not placements:
        return {}
    same_page = [each.article for each in placements_there if each.page_id == placements[0].page_id]
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
    """The public pages on which the story began and goes on."""
    if not (first.continued_from or last.continued_on):
        return {}
    pages = Page.objects.public().for_navigation().filter(issue=first.page.issue)
    return {
        "began_on": _page_named(first.continued_from, pages),
        "goes_on": _page_named(last.continued_on, pages),
    }


def _page_named(labels, pages):
    """The page of the first label; 下转第2、3版 has two."""
    return next((page for page in pages if name_same_page(page.number, labels.partition("、")[0])), None)


def related_to(article):
    """Up to RELATED stories that share rare words with this one, best first."""
    if not article.keywords:
        return []
    stories = Article.objects.public().exclude(pk=article.pk)
    try:
        return search.related(stories.only("title", "date"), article.keywords)[:RELATED]
    except DatabaseError as error:
        # A damaged search index must not hide the story.
        if not search.is_damaged(error):
            raise
        search.repair_in_background(stories.db)
        return []
