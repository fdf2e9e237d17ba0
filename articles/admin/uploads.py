"""Files of pictures sent to the desk: several with a form, or one by one by a script.

They are added before the form is saved and outside its transaction, in which nothing slow may happen, and which a
pending version rolls back. What was uploaded is in the library even if the form is refused."""

import errno
import re

from django.contrib import messages
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.editing import Actor, Refused
from articles.models import Article, Picture
from articles.pictures.adding import add_picture
from articles.pictures.reading import BadPicture, clean_name
from articles.text.characters import as_line, beginning
from newsroom import deadlines
from newsroom.failures import FULL

from .base import as_number
from .story_pictures import PictureRows, append_rows, names_typed

FILES = "new_pictures"
# A picture takes up to 3 seconds; what follows in the request needs the rest.
SECONDS_LEFT = 8
DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


def add_file(file, request) -> Picture:
    """Add one file, with the photographers and source typed for new pictures. Raises BadPicture or Refused."""
    names = names_typed(request.POST.get("new_photographers", "").replace("\0", "")[:200])
    source = beginning(as_line(request.POST.get("new_source", "").replace("\0", "")), 60)
    try:
        return add_picture(file, file.name, Actor.at_desk(request.user), names, source)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        raise BadPicture(FULL.sentence) from error


def add_files(request) -> list[Picture]:
    """Add the files of the form; those that are refused are named in a message each."""
    added = []
    for file in request.FILES.getlist(FILES):
        left = deadlines.seconds_left()
        try:
            if left is not None and left < SECONDS_LEFT:
                raise BadPicture(_("It was not added, as the others took long; choose it again."))
            added.append(add_file(file, request))
        except (BadPicture, Refused) as refusal:
            messages.error(request, f"{clean_name(file.name)}：{refusal}")
    if added:
        sentence = ngettext("%(number)d picture was added.", "%(number)d pictures were added.", len(added))
        messages.info(request, sentence % {"number": len(added)})
    return added


def add_rows(request) -> None:
    """Add the files of a story's form, and rows for them and for pictures of the library, as the script does."""
    if not (FILES in request.FILES or request.POST.get("from_library")):
        return
    added = add_files(request)
    request.FILES.pop(FILES, None)  # or the next to read the request would name them as lost
    chosen, unknown = _from_library(request.POST.get("from_library", ""))
    typed = request.POST.copy()
    typed["from_library"] = unknown
    keys = dict.fromkeys([*(picture.pk for picture in added), *chosen])
    rows = Picture.objects.with_credits().in_bulk(keys)
    append_rows(typed, [(rows[key], None) for key in keys])
    request.POST = typed
    if unknown:
        messages.error(request, _("The library has no picture with these numbers: %(numbers)s.") % {"numbers": unknown})


def _from_library(typed: str) -> tuple[list[int], str]:
    """(the keys of existing pictures, the rest as typed)"""
    words = re.findall(r"[^\s、，,；;]+", as_line(typed.replace("\0", ""))[:100])
    known = Picture.objects.in_bulk([as_number(word) for word in words])
    return [as_number(word) for word in words if as_number(word) in known], " ".join(
        word for word in words if as_number(word) not in known
    )


def as_json(picture: Picture, request) -> dict:
    """The picture for the script: `row` is the HTML of a row for it, with __prefix__ for its number."""
    rows = PictureRows(Article(), [], Actor.at_desk(request.user))
    row = render_to_string("admin/articles/article/picture.html", {"row": rows.row_for(picture)}, request)
    return summary(picture) | {"row": row}


def summary(picture: Picture) -> dict:
    return {"id": picture.pk, "name": picture.name, "thumbnail": file_address(picture, 400)}


def refused(sentence: str, status=400) -> JsonResponse:
    response = JsonResponse({"sentence": sentence}, status=status)
    response.explained = True  # newsroom.errors
    return response


def file_address(picture: Picture, width: int) -> str:
    """Where the desk shows a picture at least as wide as `width` pixels, if there is one."""
    made = sorted((each["width"], each["name"]) for each in picture.renditions if each["name"].endswith(".webp"))
    if not made:
        return ""
    name = next((name for wide, name in made if wide >= width), made[-1][1])
    return reverse("admin:articles_picture_file", args=[picture.pk, name])
