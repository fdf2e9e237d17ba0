from django.shortcuts import render

from articles.site.cache_headers import publicly_cached, without_parameters


@publicly_cached
@without_parameters
def about(request):
    return render(request, "articles/about.html")
