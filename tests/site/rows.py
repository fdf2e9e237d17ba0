"""Rows for tests: stories and where they were printed."""

from datetime import date, timedelta

from django.utils import timezone

from articles.editing.pictures import with_new, write_pictures
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


def picture(name="河", *, by=(), width=1800, height=1200, **fields):
    """A picture with the renditions of its width and no files; `by` are the names of its photographers."""
    widths = [each for each in (1600, 1000, 800, 400) if each <= width] or [width]
    renditions = [
        {"name": f"{each}.{ending}", "width": each, "height": each * height // width, "bytes": 1, "mime": mime}
        for each in widths
        for ending, mime in (("webp", "image/webp"), ("jpg", "image/jpeg"))
    ]
    row = Picture.objects.create(
        digest=f"{Picture.objects.count():064}", name=f"{name}.jpg", suffix="jpg", size=1, width=width, height=height,
        renditions=renditions, **fields,
    )  # fmt: skip
    for order, author in enumerate(by, start=1):
        author, _ = Author.objects.get_or_create(name=author, note="")
        PictureCredit.objects.create(picture=row, author=author, order=order)
    return row


def illustrate(article, *pictures, **use):
    """Give the story these pictures, with numbers from 1 if it had none; `use` may have caption and alt."""
    write_pictures(article, with_new(article, [], [{"digest": each.digest, **use} for each in pictures]))
    return article


def later():
    return timezone.now() + timedelta(hours=1)
