"""Search, and suggestions while typing."""

import re
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode

from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse

from articles.addresses import absolute
from articles.filters import QUERY_LENGTH, ArticleFilter
from articles.models import Article, Author, Issue, Section
from articles.search import Term, in_headlines, mark, snippets
from articles.site.cache_headers import publicly_cached
from articles.site.errors import newest
from articles.site.lists import paged
from articles.site.story_pictures import load_first_pictures
from articles.text.characters import as_name
from articles.text.dates import read_day, read_day_of_a_year, read_month
from articles.text.segmentation import places_in
from articles.text.traditional import simplified

SUGGESTIONS = 5
# Headlines, the newest, that are searched for places.
HEADLINES = 50
# 2024年3月8日的报纸
PAPER = re.compile(r"\s*的?报纸\s*$")


@publicly_cached
def search(request):
    """Matching stories, best first; without words or filters only the form; 400 if they are invalid."""
    if len(request.GET.get("q", "")) > QUERY_LENGTH:
        # The filter cuts it as well, but the links of the page would carry all of it.
        request.GET = request.GET.copy()
        request.GET["q"] = request.GET["q"][:QUERY_LENGTH]
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
        **paper_of(filter.form.cleaned_data["q"]),
        "facets": results.facets if stories else None,
        "newest": None if stories else newest(),
        **(help_with(found, stories) if found and found.fallback else {}),
    }
    return render(request, "articles/search.html", context)


def paper_of(typed):
    """If only a day or a month was typed: the issue; or the day that has none, and the month if it has any."""
    typed, issues = PAPER.sub("", typed), Issue.objects.public()
    with suppress(ValueError):
        month, day = read_day_of_a_year(typed)
        return {"issue": issues.filter(date__month=month, date__day=day).order_by("-date").first()}
    with suppress(ValueError):
        day = read_day(typed)
        if issue := issues.filter(date=day).first():
            return {"issue": issue}
        return {"no_paper_on": day, "month": month_with_papers(day)}
    with suppress(ValueError):
        return {"month": month_with_papers(read_month(typed))}
    return {}


def month_with_papers(day):
    has_papers = Issue.objects.public().filter(date__year=day.year, date__month=day.month).exists()
    return day if has_papers else None


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
    """JSON for the typed `q`: {"sections": [{"name", "url"}], "authors": …, "places": …, "headlines": …}; empty lists
    if it is empty or too long."""
    return JsonResponse(_suggested(_typed(request)), json_dumps_params={"ensure_ascii": False})


@publicly_cached
def completions(request):
    """The same for the search field of a browser, as OpenSearch has it: [q, names, blank descriptions, addresses]."""
    typed = _typed(request)
    found = [each for kind in _suggested(typed).values() for each in kind]
    names, urls = [each["name"] for each in found], [absolute(request, each["url"]) for each in found]
    return JsonResponse(
        [typed, names, [""] * len(names), urls],
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/x-suggestions+json",
    )


def _typed(request) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()


def _suggested(typed) -> dict[str, list[dict]]:
    if not typed or len(typed) > QUERY_LENGTH:
        return {"sections": [], "authors": [], "places": [], "headlines": []}
    headlines = list(in_headlines(Article.objects.public().only("title"), typed, HEADLINES))
    # A headline may stand above many stories; the newest is enough.
    once = {story.title: story for story in reversed(headlines)}
    return {
        "sections": _named(_containing(Section.objects.public(), typed)),
        "authors": _named(_containing(Author.objects.public(), typed)),
        "places": _places(headlines, typed),
        "headlines": _named([story for story in headlines if once[story.title] is story], "title"),
    }


def _containing(named, typed):
    """Those whose name contains what was typed: in traditional characters, or 王　斌 for 王斌, as well."""
    return named.filter(Q(name__icontains=typed) | Q(name__icontains=simplified(as_name(typed)) or typed))


def _places(stories, typed):
    """The most frequent names of places in the headlines that contain what was typed, each as a search."""
    spellings = (typed, simplified(as_name(typed)) or typed)
    places = Counter(place for story in stories for place in places_in(story.title))
    names = [place for place, _times in places.most_common() if any(each in place for each in spellings)]
    return [{"name": name, "url": f"{reverse('search')}?{urlencode({'q': name})}"} for name in names[:SUGGESTIONS]]


def _named(rows, name="name"):
    return [{"name": getattr(row, name), "url": row.get_absolute_url()} for row in rows[:SUGGESTIONS]]
