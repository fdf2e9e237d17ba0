"""Where the files of facsimiles are: in the storages of articles.pictures.files, whose functions take a Facsimile as
they take a Picture (open_original, store_original, has_original, open_rendition, store_rendition and so on).

`originals` has <digest>.pdf, as it came; several pages may be in one PDF. `renditions` has the images that readers may
get: <digest>/p3-1000.webp is page 3 of the PDF, <digest>/p3left-1000.webp the left half of it."""

from django.core.files.storage import storages

from articles.models import Facsimile
from articles.pictures.files import original_name, rendition_name


def image_stem(facsimile: Facsimile) -> str:
    """How the names of its renditions begin, as in `Facsimile.renditions` and for rendition_name()."""
    return f"p{facsimile.sheet}{facsimile.half}"


def delete_rendition(facsimile: Facsimile, name: str) -> None:
    storages["renditions"].delete(rendition_name(facsimile, name))


def delete_files(facsimile: Facsimile) -> None:
    """Delete the renditions, and the PDF unless other pages are in it. Call it when the row is gone for good."""
    for each in facsimile.renditions:
        delete_rendition(facsimile, each["name"])
    if not Facsimile.objects.filter(digest=facsimile.digest).exists():
        storages["originals"].delete(original_name(facsimile))
