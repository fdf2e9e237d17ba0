from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.facsimiles.making import make_missing_renditions
from articles.models import Facsimile
from articles.pictures.checking import Remade


def remake_facsimiles(draw_again: bool = False) -> Remade:
    """Make the missing images of all printed pages, the newest first, with a progress bar on a terminal."""
    rows = Facsimile.objects.defer("reading").select_related("page__issue")
    keys = list(rows.order_by("-page__issue__date", "page").values_list("pk", flat=True))
    bar = tqdm(keys, disable=None, unit=_("page"))
    return make_missing_renditions((row for pk in bar for row in rows.filter(pk=pk)), draw_again)
