"""Versions of a story, kept as revisions."""

from django.utils import timezone

from articles.characters import beginning
from articles.models import Article, Origin, Revision

from . import snapshots
from .actors import Actor


def keep_current(article: Article) -> Revision:
    """The revision of the article as it stands. An import writes none until a story is changed for the first time:
    thirty years of archive would be stored twice."""
    held = Revision.objects.filter(article=article, version=article.version).first()
    if held:
        return held
    # Saved by no change of ours (an import, a first save): the row itself says all that is known of it.
    first = article.version == 1
    origin = Origin.COMMAND if article.origin == Article.Origin.IMPORTED else Origin.DESK
    return Revision.objects.create(
        article=article,
        version=article.version,
        at=article.created_at if first else article.updated_at,
        user=article.created_by if first else None,
        origin=origin,
        snapshot=snapshots.take(article),
    )


def keep_new(article: Article, actor: Actor, why: str = "") -> Revision:
    """The revision of an article just made or moved to another status, in the actor's name."""
    return keep(article, snapshots.take(article), actor, why)


def keep(article: Article, snapshot: dict, actor: Actor, why: str, **fields: int) -> Revision:
    return Revision.objects.create(
        **{"article": article, "version": article.version} | fields,
        at=timezone.now(),
        user=actor.user,
        origin=actor.origin,
        why=beginning(why, 200),
        snapshot=snapshot,
    )
