"""Rows for tests: stories and where they were printed."""

from datetime import date, timedelta

from django.utils import timezone

from articles.models import Article, Author, Contribution, Issue, Page, Placement, Section

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


def later():
    return timezone.now() + timedelta(hours=1)
