from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from articles.models import (
    Article,
    Author,
    Contribution,
    Correction,
    Issue,
    Page,
    Picture,
    PictureUse,
    Placement,
    Section,
)
from tests.facsimiles.rows import row_of

from .rows import DAY, picture, printed

ADDRESSES = [
    "/",
    "/2023-07-20/",
    "/2023-07-20/print/",
    "/2023-07-20/2/",
    "/2023-07-20/2/large/",
    "/articles/{article}/",
    "/articles/{article}/pictures/1/",
    "/sections/environment/",
    "/authors/{author}/",
    "/archive/",
    "/archive/2023/",
    "/search/",
    "/search/?q=水利",
    "/corrections/",
    "/about/",
    "/accessibility/",
    "/nowhere/",
]


def fail(request):
    raise OperationalError("the database is down")


urlpatterns = [path("fails/", fail), path("", include("newsroom.urls"))]
handler500 = "newsroom.errors.server_error"


def addresses():
    article = Article.objects.public().filter(contributions__isnull=False).earliest("pk")
    return [each.format(article=article.pk, author=article.authors.get().pk) for each in ADDRESSES]


def print_many(number):
    """`number` stories by one author on one page, and the same number of earlier issues with one story."""
    issue = Issue.objects.get_or_create(date=DAY)[0]
    page = Page.objects.get_or_create(issue=issue, number="2", defaults={"name": "综合新闻"})[0]
    row_of(page)
    author = Author.objects.get_or_create(name="曹璐")[0]
    section = Section.objects.get(slug="environment")
    days = [DAY] * number + [DAY - timedelta(days=each) for each in range(1, number + 1)]
    common = {"headline": "水利局", "title": "水利局", "body": "河道清理。", "section": section, "status": "approved"}
    common["last_picture"] = 1
    stories = Article.objects.bulk_create(Article(date=day, **common) for day in days)
    issues = Issue.objects.bulk_create(Issue(date=day) for day in days[number:])
    pages = Page.objects.bulk_create(Page(issue=each, number="1", name="要闻") for each in issues)
    Placement.objects.bulk_create(
        Placement(article=story, page=sheet, order=order)
        for order, (story, sheet) in enumerate(zip(stories, [page] * number + pages, strict=True), start=1)
    )
    Contribution.objects.bulk_create(Contribution(article=story, author=author) for story in stories)
    Correction.objects.bulk_create(Correction(article=story, text="应为水利局。", page=page) for story in stories)
    river = picture(by=["丁彤"])
    PictureUse.objects.bulk_create(PictureUse(article=story, picture=river, number=1) for story in stories)


def queries(client):
    counts = {}
    for address, template in zip(addresses(), ADDRESSES, strict=True):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        counts[template] = len(captured)
    return counts


@pytest.mark.django_db
@pytest.mark.slow
def test_500_stories_need_no_more_queries_than_ten(client):
    print_many(10)
    few = queries(client)
    Article.objects.all().delete()
    Issue.objects.all().delete()
    Picture.objects.all().delete()
    print_many(500)
    # With 500 stories there are more pages of a list; links to them must need no query either.
    assert queries(client) == few
    assert max(few.values()) <= 12


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plan; it does not update statistics by itself")
@pytest.mark.parametrize("model", [Issue, Page, Placement, Author], ids=lambda model: model.__name__)
def test_public_rows_are_found_without_reading_all_public_stories(model):
    # With the index of all public stories, the archive of 60,000 stories took two minutes.
    plan = model.objects.public().explain()
    assert "SEARCH" in plan
    assert "article_archive" not in plan
    assert "article_changed" not in plan


@pytest.mark.django_db
def test_public_pages_set_no_cookie_and_do_not_vary(client):
    row_of(printed(byline=[("记者", "曹璐")], section="environment").placements.get().page)
    for address in addresses():
        response = client.get(address)
        assert not response.cookies, address
        assert "Vary" not in response, address
        if response.status_code == 200:
            assert response["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"


@pytest.mark.django_db
def test_an_unchanged_page_returns_304(client):
    printed()
    etag = client.get("/")["ETag"]
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.django_db
def test_public_pages_refuse_posts(client):
    assert client.post("/").status_code == 405


@pytest.mark.django_db
def test_every_page_is_in_chinese_with_one_main_and_one_h1(client):
    row_of(printed(byline=[("记者", "曹璐")], section="environment").placements.get().page)
    for address in addresses():
        page = client.get(address).content.decode()
        assert '<html lang="zh-Hans">' in page, address
        assert page.count("<h1") == 1, address
        assert page.count("<main") == 1, address


@pytest.mark.django_db
def test_pages_conform_to_a_strict_content_policy(client):
    row_of(printed(byline=[("记者", "曹璐")], section="environment").placements.get().page)
    for address in addresses():
        response = client.get(address)
        assert "default-src 'none'" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "http://" not in page.replace("http://testserver/", "")


@pytest.mark.parametrize(
    "template", sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_no_template_disables_escaping(template):
    source = template.read_text()
    assert "|safe" not in source
    assert "autoescape off" not in source


@pytest.mark.urls("tests.site.test_every_page")
def test_the_error_page_needs_no_database():
    # Not marked django_db: any query would fail this test.
    response = Client(raise_request_exception=False).get("/fails/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "数据库暂时没有回应" in response.content.decode()
