"""Looking through everything that was ever printed."""

from django.shortcuts import render

from articles.filters import ArticleFilter
from articles.models import Article
from articles.views.lists import paged


def search(request):
    """The stories found, the best first; without words or limits only the form, with wrong ones what is wrong (400)."""
    filter = ArticleFilter(request.GET, Article.objects.public().for_lists(), request=request)
    valid = filter.is_valid()
    asked = any(filter.form.cleaned_data.values()) if valid else False
    context = {"filter": filter, "stories": paged(request, filter.qs) if asked else None}
    return render(request, "articles/search.html", context, status=200 if valid else 400)
