"""Making the images of facsimiles: in the import, by `manage.py make_facsimiles`, and when a story of the page is
hidden or shown; never in a reader's request.

The whole page is drawn once. Where readers see some of its stories, but not all, one more set has the others blanked,
for now and for each time at which a scheduled story of the page becomes public."""

import logging
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.foreign_files import DISK, MEMORY, TIME, Limits, Unreadable, run_limited
from articles.models import Article, Facsimile
from articles.pictures.checking import Remade
from articles.pictures.files import copy_original, has_original, is_original, rendition_name, store_rendition

from .areas import Area
from .files import delete_rendition, image_stem
from .revealing import reveals
from .shown import Stories, stories_on

# A broadsheet page takes 1 s and 300 MB of address space.
LIMITS = Limits(cpu_seconds=30, seconds=60, memory=1 << 30, file_size=128 << 20)
WHOLE = ""  # the key of the set that shows the whole page

logger = logging.getLogger(__name__)


class NotDrawn(Exception):
    """The page has no images. The message is a sentence for an operator or editor."""


def make_renditions(facsimile: Facsimile) -> None:
    """Make the images that readers need of the page and that it lacks, and remove those that nobody needs any more.
    Raises NotDrawn; then the page is shown as a plan."""
    wanted = _wanted(facsimile)
    missing = {key: stories for key, stories in wanted.items() if key not in _keys(facsimile)}
    made = _made(facsimile, missing) if missing else []
    _write(facsimile, made, wanted)


def make_missing_renditions(facsimiles: Iterable[Facsimile], draw_again: bool = False) -> Remade:
    """Make the images that pages lack, in the row or on the disk, or all of them; pages with a fault are named."""
    result = Remade()
    for facsimile in facsimiles:
        if draw_again:
            facsimile.renditions = []
        else:
            _forget_lost_files(facsimile)
        is_lacking = not _wanted(facsimile).keys() <= _keys(facsimile)
        try:
            make_renditions(facsimile)
            result.made += is_lacking
        except NotDrawn as reason:
            fault = _("{page} ({file}): {reason}").format(page=facsimile.page, file=facsimile.name, reason=reason)
            result.faults.append(fault)
    return result


def is_made(facsimile: Facsimile) -> bool:
    """Whether the page has the images that readers need, and no others."""
    return _wanted(facsimile).keys() == _keys(facsimile)


def _forget_lost_files(facsimile: Facsimile) -> None:
    """In memory, remove the sets of which a file is missing, as after a restore."""
    try:
        stored = set(storages["renditions"].listdir(rendition_name(facsimile, ""))[1])
    except FileNotFoundError:
        stored = set()
    lost = {each["key"] for each in facsimile.renditions if each["name"] not in stored}
    facsimile.renditions = [each for each in facsimile.renditions if each["key"] not in lost]


def _keys(facsimile) -> set[str]:
    return {each["key"] for each in facsimile.renditions}


def _wanted(facsimile) -> dict[str, Stories]:
    """The sets of images by their key: the whole page, and what readers see of it now and later."""
    shown = [stories_on(facsimile, moment) for moment in (timezone.now(), *_publications(facsimile))]
    return {WHOLE: Stories({}, [])} | {stories.key: stories for stories in shown if stories.may_be_shown}


def _publications(facsimile) -> Iterable[datetime]:
    """When scheduled stories of the page become public."""
    scheduled = Article.objects.filter(status=Article.Status.APPROVED, publish_at__gt=timezone.now())
    times = scheduled.filter(placements__page=facsimile.page_id).order_by("publish_at")
    return times.values_list("publish_at", flat=True).distinct()


def _made(facsimile, missing: dict[str, Stories]) -> list[dict]:
    """Draw and store these sets. A set with words of a hidden story is refused: its zone is not where the story is."""
    with tempfile.TemporaryDirectory() as folder:
        sets = [(key, stories.blanked) for key, stories in missing.items()]
        drawn = _drawn(facsimile, Path(folder), sets)
        refused = {
            key for key, visible in drawn["visible"].items() if reveals(visible, facsimile.page, missing[key].seen)
        }
        made = [each for each in drawn["files"] if each["key"] not in refused]
        for each in made:
            store_rendition(facsimile, Path(folder, each["name"]))
    for _key in refused:
        logger.warning("%s is shown as a plan: outside the zones of hidden stories are words of them", facsimile.page)
    return made


def _drawn(facsimile, folder: Path, sets: list[tuple[str, list[Area]]]) -> dict:
    if not has_original(facsimile):
        raise NotDrawn(_("its PDF is missing; put it back from a backup"))
    original = copy_original(facsimile, folder / "original")
    if not is_original(facsimile, original):
        raise NotDrawn(_("its PDF is damaged; put it back from a backup"))
    half = facsimile.half, facsimile.width
    place = (str(original), str(folder), facsimile.sheet, *half, image_stem(facsimile))
    try:
        return run_limited("articles.facsimiles.drawing.draw", *place, sets, limits=LIMITS)
    except Unreadable as refusal:
        logger.warning("%s not drawn: %s", facsimile, refusal)
        raise NotDrawn(_sentence(refusal.reason)) from refusal


def _sentence(reason):
    if reason == DISK:
        return _("the server’s disk is full")
    if reason in (TIME, MEMORY):
        return _("drawing its PDF takes too much time or memory; export the page again with simpler drawings")
    return _("its PDF cannot be drawn; export the page again")


def _write(facsimile, made: list[dict], wanted: Iterable[str]) -> None:
    """Add what was made to the row, and remove the files that are not wanted."""
    with transaction.atomic():
        row = Facsimile.objects.select_for_update().get(pk=facsimile.pk)
        new = {each["name"] for each in made}
        kept = [each for each in facsimile.renditions if each["key"] in wanted and each["name"] not in new]
        others = [each for each in row.renditions if each["key"] not in wanted]
        facsimile.renditions = [*made, *kept]
        if row.renditions != facsimile.renditions:
            Facsimile.objects.filter(pk=row.pk).update(renditions=facsimile.renditions)
    for each in others:
        delete_rendition(facsimile, each["name"])
