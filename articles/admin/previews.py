"""Links under which somebody without an account reads a story before it is published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import editing
from articles.addresses import absolute
from articles.editing import Actor, Refused


class StoryPreviews:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        routes = [
            ("preview", self.preview_view, "preview"),
            ("previews/revoke", self.revoke_previews_view, "revoke_previews"),
            ("previews/<int:number>/revoke", self.revoke_previews_view, "revoke_preview"),
        ]
        return [
            path(
                f"<int:pk>/{route}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"articles_article_{name}",
            )
            for route, view, name in routes
        ] + super().get_urls()

    def preview_view(self, request, pk):
        """Make a link and show it; of a story that is public or taken back there is nothing to preview."""
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        try:
            preview = editing.make_preview(Actor.at_desk(request.user), article)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return redirect("admin:articles_article_change", pk)
        link = absolute(request, preview.get_absolute_url())
        return self.desk_page(
            request, "article/preview.html", _("Preview link"), article=article, link=link, until=preview.until
        )

    def revoke_previews_view(self, request, pk, number=None):
        """Close one of the story's links, or all of them."""

        def revoke(by, version):
            revoked = editing.revoke_previews(by, self._story(request, pk), number)
            sentence = ngettext("%(number)d preview link revoked.", "%(number)d preview links revoked.", revoked)
            self.message_user(request, sentence % {"number": revoked}, messages.SUCCESS if revoked else messages.INFO)

        return self._after_saving(request, pk, revoke)
