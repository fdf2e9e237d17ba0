"""The files of pictures, as readers get them."""

from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import Article, Picture
from articles.pictures.serving import rendition_response
from articles.site.cache_headers import unlisted

# Browsers keep a file, which never changes under its address. Shared caches ask again after a minute whether its story
# is still public. Without `public`, so that PageCache leaves its memory to pages.
DAY, MINUTE = 86_400, 60


@require_safe
@cache_control(max_age=DAY, s_maxage=MINUTE)
def picture(request, pk, name):
    """A rendition of a picture in a public story; 404 for all others, and as soon as the story is withdrawn."""
    return rendition_response(request, get_object_or_404(Picture.objects.public(), pk=pk), name)


@unlisted
def preview_picture(request, token, pk, name):
    """A rendition of a picture in the unpublished story of a preview link; 404 when the link is over."""
    try:
        stories = Article.objects.previewed(token)
    except BadSignature as forged:
        raise Http404 from forged
    return rendition_response(request, get_object_or_404(Picture, pk=pk, uses__article__in=stories), name)
