from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.models import Picture
from articles.pictures.checking import Remade, make_missing_renditions


def remake_renditions() -> Remade:
    """Make the missing renditions of all pictures, with a progress bar on a terminal."""
    pictures = Picture.objects.all()
    return make_missing_renditions(tqdm(pictures.each(), total=pictures.count(), disable=None, unit=_("picture")))
