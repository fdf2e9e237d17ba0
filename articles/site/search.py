"""Search, and suggestions while typing."""

from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render

from articles.filters import QUERY_LENGTH, ArticleFilter
from articles.models import Article, Author, Section
from articles.search import Term, in_headlines, mark, snippets
from articles.site.cache_headers import publicly_cached
from articles.site.errors import newest
from articles.site.lists import paged
from articles.site.story_pictures import load_first_pictures
from articles.text.characters import as_name
from articles.text.traditional import simplified

SUGGESTIONS = 5


@publicly_cached
def search(request):
    """Matching stories, best first; without words or filters only the form; 400 if they are invalid."""
    filter = ArticleFilter(request.GET, Article.objects.public(), request=request)
    if not filter.is_valid():
        return render(
            request, "articles/search.html", {"filter": filter, "stories": None, "newest": newest()}, status=400
        )
    found, limited = filter.found, any(filter.form.cleaned_data[name] for name in ArticleFilter.limits())
    # Snippets need the body.
    with_body = Article.objects.public().for_lists().defer(None)
    results = filter.listing(with_body) if limited or (found and found.terms) else None
    stories = paged(request, results) if results else None
    if stories:
        load_first_pictures(stories)
    if stories and found:
        show_hits(stories, found.marked)
    context = {
        "filter": filter,
        "limited": limited,
        "stories": stories,
        "found": found,
        "facets": results.facets if stories else None,
        "newest": None if stories else newest(),
        **(help_with(found, stories) if found and found.fallback else {}),
    }
    return render(request, "articles/search.html", context)


def show_hits(stories, terms):
    for story in stories:
        story.marked_title = mark(story.title, terms)
        story.passages = snippets(story.body, terms)


def help_with(found, stories):
    """If nothing matches everything: the query without each term, and which words the nearest stories contain."""
    removable = (found.missing_terms or found.terms) if len(found.terms) > 1 else ()
    shorter = [(term.text, found.query.without(term)) for term in removable]
    pieces = {
        Term(piece.text).runs
        for story in stories
        for passage in [story.marked_title, *story.passages]
        for piece in passage
        if piece.is_hit
    }
    words = [word.text for word in found.marked if any(spelling.runs in pieces for spelling in word.spellings)]
    return {"shorter": shorter, "words": words}


@publicly_cached
def suggestions(request):
    """JSON for the typed `q`: {"sections": [{"name", "url"}], "authors": …, "headlines": …}; empty lists if it is
    empty or too long."""
    typed = request.GET.get("q", "").replace("\0", "").strip()
    if not typed or len(typed) > QUERY_LENGTH:
        return JsonResponse({"sections": [], "authors": [], "headlines": []})
    return JsonResponse(
        {
            "sections": _named(_containing(Section.objects.public(), typed)),
            "authors": _named(_containing(Author.objects.public(), typed)),
            "headlines": _named(in_headlines(Article.objects.public(), typed, SUGGESTIONS), "title"),
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _containing(named, typed):
    """Those whose name contains what was typed: in traditional characters, or 王　斌 for 王斌, as well."""
    return named.filter(Q(name__icontains=typed) | Q(name__icontains=simplified(as_name(typed)) or typed))


def _named(rows, name="name"):
    return [{"name": getattr(row, name), "url": row.get_absolute_url()} for row in rows[:SUGGESTIONS]]
