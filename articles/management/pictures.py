from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.facsimiles.making import NotDrawn, forget_lost_files, make_renditions
from articles.models import Facsimile, Picture
from articles.pictures.checking import Remade, make_missing_renditions


def remake_renditions() -> Remade:
    """Make the missing renditions of all pictures, with a progress bar on a terminal."""
    pictures = Picture.objects.all()
    return make_missing_renditions(tqdm(pictures.each(), total=pictures.count(), disable=None, unit=_("picture")))


def remake_facsimiles() -> list[str]:
    """Make the missing images of all facsimiles; returns sentences about those that cannot be made."""
    rows, faults = Facsimile.objects.defer("reading").select_related("page__issue"), []
    for facsimile in tqdm(list(rows), disable=None, unit=_("page")):
        forget_lost_files(facsimile)
        try:
            make_renditions(facsimile)
        except NotDrawn as reason:
            faults.append(f"{facsimile}: {reason}")
    return faults
