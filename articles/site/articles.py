"""A story, and its preview before publication."""

from django.core.signing import BadSignature
from django.db import DatabaseError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from articles import editing, search
from articles.address_lookup import withdrawn_article
from articles.models import Article, Page, Placement
from articles.pictures.placing import laid_out
from articles.site.cache_headers import publicly_cached, unlisted, with_alternates, without_parameters
from articles.site.errors import newest, page_not_found
from articles.site.story_pictures import pictures_in
from articles.text.counting import minutes_to_read
from articles.text.page_labels import name_same_page

RELATED = 5


@publicly_cached
@without_parameters
def article(request, pk):
    """A story, or the notice that it was withdrawn (410)."""
    try:
        article = Article.objects.public().for_its_page().get(pk=pk)
    except Article.DoesNotExist:
        context = {"withdrawn": withdrawn_article(pk), "page": page_of_withdrawn(pk), "newest": newest()}
        return render(request, "articles/withdrawn.html", context, status=410)
    context = {
        **described(article),
        **printed(article),
        "corrections": article.corrections.newest_first().for_readers() if article.is_corrected else [],
        "related": related_to(article),
        "updated": editing.changed_in_public(article) if article.has_revisions else None,
        "minutes": minutes_to_read(article.blocks),
    }
    return with_alternates(
        render(request, "articles/article.html", context),
        ("api:article", [pk], "application/json", "JSON"),
        ("api:article_ninjs", [pk], "application/json", "ninjs"),
        ("article_markdown", [pk], "text/markdown", "Markdown"),
        ("article_text", [pk], "text/plain", "text"),
    )


def page_of_withdrawn(pk):
    """The public page on which the withdrawn story was printed first. Its headline is not shown again."""
    pages = Page.objects.public().filter(placements__article=pk)
    return pages.select_related("issue").order_by("issue__date", "order").first()


@publicly_cached
@without_parameters
def article_picture(request, pk, number):
    """A picture of a story as large as the window, with its caption; works without script and on any phone."""
    article = get_object_or_404(Article.objects.public(), pk=pk)
    shown = described(article)
    uses = shown["pictures"]
    place = next((place for place, use in enumerate(uses) if use.number == number), None)
    if place is None:
        raise Http404
    context = {
        "article": article,
        "use": uses[place],
        "previous": uses[place - 1] if place else None,
        "next": uses[place + 1] if place + 1 < len(uses) else None,
    }
    return render(request, "articles/picture.html", context)


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

    def address(picture, name):
        return reverse("preview_picture", args=[token, picture.pk, name])

    # Without links to its page and issue, which may not be public.
    return render(request, "articles/preview.html", {**described(article), "picture_address": address})


def described(article):
    """The story with its text and its pictures, in the order of reading. Views whose readers may see what is not public
    add `picture_address`, their own function in place of `public_address()`."""
    blocks = article.blocks
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    parts, above = laid_out(blocks, pictures_in(article))
    pictures = [*above, *(use for _block, use in parts if use)]
    return {"article": article, "parts": parts, "above": above, "pictures": pictures, "first_paragraph": first}


def printed(article):
    """Where the story was printed, the stories on its first page, and the pages that it came from and went to."""
    if article.jumps:
        # The whole issue tells which page the jump leads to.
        there = Q(page__issue__in=Placement.objects.public().filter(article=article).values("page__issue"))
    else:
        there = Q(page__placements__article=article)
    placements_there = (
        Placement.objects.public()
        .filter(there)
        .as_printed()
        .with_place_in_issue()
        .select_related("page__issue")
        .for_links("page__number", "page__name", "page__issue__date", "page__issue__number")
    )
    placements = [each for each in placements_there if each.article_id == article.pk]
    if not placements:
        return {}
    first, last = placements[0], placements[-1]
    same_page = [each.article for each in placements_there if each.page_id == first.page_id]
    pages = [each.page for each in placements_there if each.page.issue_id == first.page.issue_id]
    place = same_page.index(article)
    return {
        "issue": first.page.issue,
        "placements": placements,
        "same_page": same_page,
        "previous_story": same_page[place - 1] if place else None,
        "next_story": same_page[place + 1] if place + 1 < len(same_page) else None,
        "story_place": place + 1,
        "next_page": Page(issue=first.page.issue, number=first.next_number) if first.next_number else None,
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
