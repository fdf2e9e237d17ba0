"""A story that is not published yet, for whoever was given the link."""

from django.core.signing import BadSignature
from django.shortcuts import redirect, render

from articles.models import Article
from articles.site.cache_headers import unlisted

from .articles import described
from .errors import page_not_found


@unlisted
def preview(request, token):
    """The story as it stands (200); where the link expired or was revoked, or the story was taken back, a page that
    says so (410); where the desk made no such link, 404."""
    try:
        article = Article.objects.previewed(token).select_related("section").with_bylines().first()
    except BadSignature as forged:
        return page_not_found(request, forged)
    if article is None:
        return render(request, "articles/preview_over.html", status=410)
    if article.is_public:
        return redirect(article)
    # Its page and issue may be as unknown to readers as the story is, so nothing leads there.
    return render(request, "articles/preview.html", described(article))
