"""What the paper set right."""

from django.shortcuts import render

from articles.models import Correction
from articles.site.cache_headers import publicly_cached
from articles.site.lists import paged


@publicly_cached
def corrections(request):
    """All corrections and apologies, the newest first."""
    notices = Correction.objects.public().newest_first().for_readers().select_related("article")
    return render(request, "articles/corrections.html", {"stories": paged(request, notices)})
