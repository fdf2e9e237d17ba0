"""What the desk does to stories reaches the facsimiles of their pages.

Signal handlers, because stories become public or hidden, and come to a page or leave it, in many ways."""

import logging
import threading
from functools import partial

from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from articles.models import Article, Facsimile, Placement
from newsroom import deadlines

from .making import NotDrawn, is_made, make_renditions

logger = logging.getLogger(__name__)
_waiting = threading.local()


def connect() -> None:
    for signal, receiver, sender in (
        (post_save, story_saved, Article),
        (pre_save, placement_moves, Placement),
        (post_save, placement_changed, Placement),
        (pre_delete, placement_goes, Placement),
        (post_delete, placement_changed, Placement),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"articles.facsimiles.{receiver.__name__}")
    request_finished.connect(draw_waiting, dispatch_uid="articles.facsimiles")


def story_saved(instance, created, raw=False, **kwargs) -> None:
    if not created and not raw:
        transaction.on_commit(partial(_draw, page__placements__article=instance.pk), robust=True)


def placement_changed(instance, raw=False, **kwargs) -> None:
    if not raw:
        transaction.on_commit(partial(_draw, page=instance.page_id), robust=True)


def placement_moves(instance, raw=False, **kwargs) -> None:
    if raw or not (instance.pk and instance.zone):
        return
    before = Placement.objects.filter(pk=instance.pk).exclude(page=instance.page_id).first()
    if before:
        placement_goes(before)
        instance.zone = []


def placement_goes(instance, origin=None, **kwargs) -> None:
    """A story leaves the page, but it is still in the PDF, where its zone would no longer be blanked with the story.

    `origin` is the row or the rows whose deletion this is part of."""
    facsimile = Facsimile.objects.filter(page=instance.page_id).defer("reading").first()
    if facsimile is None or instance.zone in facsimile.withheld or _is_merged(instance):
        return
    story_is_deleted = getattr(origin, "model", type(origin)) is Article
    if story_is_deleted or not _has_a_twin(instance):
        facsimile.withheld.append(instance.zone)
        facsimile.save(update_fields=["withheld"])


def _is_merged(placement):
    """Whether the story was merged into another."""
    return Article.objects.filter(pk=placement.article_id, status=Article.Status.MERGED).exists()


def _has_a_twin(placement):
    """Whether another story of the page has the same zone: a continuation that is no longer joined to its opening."""
    others = Placement.objects.filter(page=placement.page_id, zone=placement.zone).exclude(pk=placement.pk)
    return bool(placement.zone) and others.exists()


def _draw(**page) -> None:
    """Draw what readers need to see of the page now. Without it they see the plan.

    In a request at its end, since an editor may publish all stories of a page one after the other."""
    if deadlines.seconds_left() is None:
        _draw_now(page)
    else:
        vars(_waiting).setdefault("pages", set()).add(tuple(page.items()))


def draw_waiting(**kwargs) -> None:
    for page in vars(_waiting).pop("pages", ()):
        _draw_now(dict(page))


def _draw_now(page) -> None:
    for facsimile in Facsimile.objects.filter(**page).exclude(renditions=[]).select_related("page__issue"):
        try:
            if not is_made(facsimile):
                make_renditions(facsimile)
        except (NotDrawn, OSError, DatabaseError) as reason:
            logger.warning("%s: %s", facsimile, reason)
