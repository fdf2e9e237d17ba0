"""Looking through everything that was ever printed."""

from django.shortcuts import render

from articles.facets import facets
from articles.filters import ArticleFilter
from articles.models import Article
from articles.search import mark, snippets
from articles.views.lists import paged

LIMITS = ("section", "author", "since", "until", "year", "page_name")


def search(request):
    """The stories found, the best first. Without words or limits only the form; with wrong ones what is wrong: 400."""
    # The bodies are needed for the passages that show the words.
    filter = ArticleFilter(request.GET, Article.objects.public().for_lists().defer(None), request=request)
    if not filter.is_valid():
        return render(request, "articles/search.html", {"filter": filter}, status=400)
    articles, found = filter.qs, filter.found
    limited = any(filter.form.cleaned_data[name] for name in LIMITS)
    stories = paged(request, articles) if limited or (found and found.terms) else None
    if stories and found:
        show_hits(stories, found.marked)
    context = {"filter": filter, "stories": stories, "found": found, "facets": facets(articles) if stories else None}
    return render(request, "articles/search.html", context)


def show_hits(stories, terms):
    for story in stories:
        story.marked_title = mark(story.title, terms)
        story.passages = snippets(story.body, terms)
