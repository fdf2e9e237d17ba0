"""Rows of pictures for tests, with the renditions of a photograph of 1600 × 1200 pixels but without files."""

from hashlib import sha256

from articles.editing.pictures import write_pictures
from articles.models import Picture
from articles.pictures.adding import write_photographers

SIZES = {
    "400.jpg": (400, 300),
    "400.webp": (400, 300),
    "1600.webp": (1600, 1200),
    "1600.jpg": (1600, 1200),
    "share-50-40.jpg": (1200, 630),
    "1x1-50-40.jpg": (1200, 1200),
    "4x3-50-40.jpg": (1200, 900),
    "16x9-50-40.jpg": (1200, 675),
}
MIME = {"jpg": "image/jpeg", "webp": "image/webp"}


def picture(name="河.jpg", photographers=("丁彤",), **fields):
    renditions = [
        {"name": file, "width": width, "height": height, "bytes": width * 100, "mime": MIME[file.rpartition(".")[2]]}
        for file, (width, height) in SIZES.items()
    ]
    fields = {"width": 1600, "height": 1200, "focal_x": 50, "focal_y": 40, "renditions": renditions} | fields
    digest = sha256(name.encode()).hexdigest()
    row = Picture.objects.create(digest=digest, name=name, suffix="jpg", size=200_000, **fields)
    write_photographers(row, photographers)
    return row


def illustrate(article, *pictures):
    """Give the article pictures 1, 2 and so on; each is a Picture, or (Picture, caption, alt)."""
    uses = [each if isinstance(each, tuple) else (each, "", "") for each in pictures]
    write_pictures(
        article,
        [
            {"digest": row.digest, "number": number, "caption": caption, "alt": alt}
            for number, (row, caption, alt) in enumerate(uses, start=1)
        ],
    )
    return article
