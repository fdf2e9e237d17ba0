"""Links under which somebody without an account reads a story before it is published."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import editing
from articles.addresses import absolute
from articles.editing import Actor
from articles.models import Action, Article


class StoryPreviews:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        make = self.admin_site.admin_view(require_POST(self.preview_view))
        return [path("<int:pk>/preview/", make, name="articles_article_preview"), *super().get_urls()]

    def preview_view(self, request, pk):
        """Make a link and show it; of a story that is public or taken back there is nothing to preview."""
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        if article.is_public or article.status not in (Article.Status.DRAFT, Article.Status.APPROVED):
            self.message_user(request, _("Only a story that is not published yet has a preview."), messages.WARNING)
            return redirect("admin:articles_article_change", pk)
        until = timezone.now() + datetime.timedelta(days=settings.PREVIEW_DAYS)
        editing.record(Actor.at_desk(request.user), Action.PREVIEWED, article)
        link = absolute(request, article.get_preview_url())
        return self.desk_page(
            request, "article/preview.html", _("Preview link"), article=article, link=link, until=until
        )
