"""小样: a story to print and read on paper, with its 字数 and room for the readers' names."""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import editing
from articles.editing import Actor, as_seen
from articles.models import Stage
from articles.text.counting import number_in_blocks


class Galley:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.galley_view)
        return [path("<int:pk>/galley/", view, name="articles_article_galley"), *super().get_urls()]

    def galley_view(self, request, pk):
        actor, article = Actor.at_desk(request.user), self.visible_story(request, pk)
        version, byline = editing.seen_version(article, actor), byline_seen(article, actor)
        story = as_seen(article, actor)
        context = {
            "story": story,
            "version": version,
            "byline": byline,
            "characters": number_in_blocks(story.blocks),
            "stages": Stage.required(),
            "now": timezone.localtime(),
        }
        return self.desk_page(request, "article/galley.html", _("Galley proof"), article=article, **context)


def byline_seen(article, actor) -> str:
    """The byline of the version that the actor changes: the pending one, or the story's."""
    if article.pending and editing.waits(article, actor):
        return "　".join(f"{role} {name}".strip() for _pk, name, role, *_printed in article.pending.snapshot["byline"])
    rows = article.contributions.select_related("author").order_by("order", "id")
    return "　".join(f"{row.role} {row.author.name}".strip() for row in rows)
