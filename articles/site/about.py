from django.shortcuts import render

from articles.site.cache_headers import publicly_cached, without_parameters


@publicly_cached
@without_parameters
def about(request):
    return render(request, "articles/about.html")


@publicly_cached
@without_parameters
def accessibility(request):
    """无障碍声明: what the site does for readers with disabilities, and what it does not."""
    return render(request, "articles/accessibility.html")
