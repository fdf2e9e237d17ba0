"""Looking through everything that was ever printed."""

from typing import NamedTuple

from django.http import JsonResponse
from django.shortcuts import render

from articles.filters import QUERY_LENGTH, ArticleFilter
from articles.models import Article, Author, Section
from articles.search import in_headlines, mark, snippets
from articles.site.cache_headers import publicly_cached
from articles.site.lists import paged

SUGGESTIONS = 5


class Shorter(NamedTuple):
    """What was typed without one of its terms."""

    term: str
    typed: str


@publicly_cached
def search(request):
    """The stories found, the best first. Without words or limits only the form; with wrong ones what is wrong: 400."""
    filter = ArticleFilter(request.GET, Article.objects.public(), request=request)
    if not filter.is_valid():
        return render(request, "articles/search.html", {"filter": filter, "stories": None}, status=400)
    found, limited = filter.found, any(filter.form.cleaned_data[name] for name in ArticleFilter.limits())
    # The bodies are needed for the passages that show the words.
    whole = Article.objects.public().for_lists().defer(None)
    left = filter.listing(whole) if limited or (found and found.terms) else None
    stories = paged(request, left) if left else None
    if stories and found:
        show_hits(stories, found.marked)
    context = {
        "filter": filter,
        "limited": limited,
        "stories": stories,
        "found": found,
        "facets": left.facets if stories else None,
        **(help_with(found, stories) if found and found.fallback else {}),
    }
    return render(request, "articles/search.html", context)


def show_hits(stories, terms):
    for story in stories:
        story.marked_title = mark(story.title, terms)
        story.passages = snippets(story.body, terms)


def help_with(found, stories):
    """For a search that no story answers: what to leave out of it, and which of its words the nearest stories have."""
    superfluous = found.missing_terms or found.terms
    shorter = [Shorter(term.text, found.query.without(term)) for term in superfluous if len(found.terms) > 1]
    pieces = {
        piece.text.lower()
        for story in stories
        for passage in [story.marked_title, *story.passages]
        for piece in passage
        if piece.is_hit
    }
    return {"shorter": shorter, "words": [word.text for word in found.marked if word.text in pieces]}


@publicly_cached
def suggestions(request):
    """What a reader who types `q` may be looking for, as JSON: {"sections": [{"name", "url"}], "authors": …,
    "headlines": …}, at most five of each, all of them public; nothing where nothing was typed, or too much."""
    typed = request.GET.get("q", "").replace("\0", "").strip()
    if not typed or len(typed) > QUERY_LENGTH:
        return JsonResponse({"sections": [], "authors": [], "headlines": []})
    return JsonResponse(
        {
            "sections": _named(Section.objects.public().filter(name__icontains=typed)),
            "authors": _named(Author.objects.public().filter(name__icontains=typed)),
            "headlines": [
                {"name": article.title, "url": article.get_absolute_url()}
                for article in in_headlines(Article.objects.public(), typed, SUGGESTIONS)
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _named(rows):
    return [{"name": row.name, "url": row.get_absolute_url()} for row in rows[:SUGGESTIONS]]
