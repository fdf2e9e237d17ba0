"""A story from nothing to its first version."""

from articles.models import Action, Article, Revision

from .actors import Actor, require
from .keeping import keep_new
from .log import record


def begin_draft(article: Article, actor: Actor) -> None:
    """Save a new story in the actor's name. To be called in a transaction; once its byline is written as well,
    `keep_draft()` ends it. Raises Forbidden where the actor may begin none."""
    require(actor, "add_article")
    article.created_by = actor.user
    article.save()


def keep_draft(article: Article, actor: Actor, why="") -> Revision:
    """Keep what was begun as the story's first revision, and say so in the log."""
    revision = keep_new(article, actor, why)
    record(actor, Action.CREATED, article)
    return revision
