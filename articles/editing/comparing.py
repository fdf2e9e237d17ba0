"""Two versions of a story, field by field."""

from typing import NamedTuple

from articles.models import Picture, Revision

from . import snapshots
from .differences import Passage, differences
from .pending_steps import texts_of_step


class ComparedField(NamedTuple):
    name: str  # of the snapshot; "" for another story of a pending step
    label: str
    passages: list[Passage]


def compared(old: Revision, new: Revision) -> list[ComparedField]:
    """The fields that differ, and the texts of the other stories that a step pending in `new` changes."""
    others = [("", *texts) for texts in texts_of_step(new)]
    return [
        ComparedField(name, label, differences(before, after))
        for name, label, before, after in [*snapshots.differing(old.snapshot, new.snapshot), *others]
        if before != after
    ]


def pictures_compared(old: Revision, new: Revision) -> list[list[dict]]:
    """The pictures of both versions, each with its `picture`, None if that was deleted; empty if they are the same."""
    both = [snapshots.upgraded(revision.snapshot)["pictures"] for revision in (old, new)]
    if both[0] == both[1]:
        return []
    digests = {each["digest"] for pictures in both for each in pictures}
    known = {picture.digest: picture for picture in Picture.objects.filter(digest__in=digests)}
    return [[each | {"picture": known.get(each["digest"])} for each in pictures] for pictures in both]
