"""Rows for tests: stories and where they were printed."""

from datetime import date, timedelta

from django.utils import timezone

from articles.editing.pictures import write_pictures
from articles.models import Article, Author, Contribution, Issue, Page, Picture, PictureCredit, Placement, Section

DAY = date(2023, 7, 20)
TEXT = "时值夏季，河道里的浮萍、杂草进入迅速生长期。"


def story(headline="水利局开展河湖保护整治行动", *, byline=(), body=TEXT, section=None, status="approved", **fields):
    """An article; byline is a list of (role, name), section a slug."""
    fields.setdefault("publish_at", timezone.now() - timedelta(minutes=1))
    section = Section.objects.get(slug=section) if section else None
    article = Article(headline=headline, body=body, section=section, status=status, **{"date": DAY, **fields})
    article.save()
    for order, (role, name) in enumerate(byline, start=1):
        author, _ = Author.objects.get_or_create(name=name, note="")
        Contribution.objects.create(article=article, author=author, role=role, order=order)
    return article


def printed(
    headline="水利局开展河湖保护整治行动", *, day=DAY, page="2", name="综合新闻", order=None, jump=None, **fields
):
    """A printed story; jump is a dict with continued_from or continued_on."""
    issue, _ = Issue.objects.get_or_create(date=day)
    sheet, _ = Page.objects.get_or_create(
        issue=issue, number=page, defaults={"name": name, "order": issue.pages.count()}
    )
    article = story(headline, date=day, **fields)
    Placement.objects.create(article=article, page=sheet, order=order or sheet.placements.count() + 1, **(jump or {}))
    return article


CROPS = {"share": (1200, 630), "1x1": (1200, 1200), "4x3": (1200, 900), "16x9": (1200, 675)}


def picture(name="河", *, by=(), width=1800, height=1200, **fields):
    """A picture with the renditions of its width and no files; `by` are the names of its photographers."""
    widths = [each for each in (1600, 1000, 800, 400) if each <= width] or [width]
    sizes = {f"{each}.{kind}": (each, each * height // width) for each in widths for kind in ("webp", "jpg")}
    focal_point = f"{fields.get('focal_x', 50)}-{fields.get('focal_y', 50)}"
    sizes |= {f"{shape}-{focal_point}.jpg": size for shape, size in CROPS.items()}
    fields.setdefault("renditions", [rendition(file, *size) for file, size in sizes.items()])
    row = Picture.objects.create(
        digest=f"{Picture.objects.count():064}", name=f"{name}.jpg", suffix="jpg", size=1, width=width, height=height,
        **fields,
    )  # fmt: skip
    for order, author in enumerate(by, start=1):
        author, _ = Author.objects.get_or_create(name=author, note="")
        PictureCredit.objects.create(picture=row, author=author, order=order)
    return row


def rendition(name, width, height):
    mime = "image/webp" if name.endswith("webp") else "image/jpeg"
    return {"name": name, "width": width, "height": height, "bytes": 100 * width, "mime": mime}


def illustrate(article, *pictures, caption="", alt=""):
    """Give the story pictures 1, 2 and so on; each is a picture with these words, or (picture, caption, alt)."""
    uses = [each if isinstance(each, tuple) else (each, caption, alt) for each in pictures]
    write_pictures(
        article,
        [
            {"digest": row.digest, "number": number, "caption": caption, "alt": alt}
            for number, (row, caption, alt) in enumerate(uses, start=1)
        ],
    )
    return article


def later():
    return timezone.now() + timedelta(hours=1)
