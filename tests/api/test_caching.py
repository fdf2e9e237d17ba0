from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editing import Actor, changing
from articles.editing.pictures import write_pictures
from articles.models import Article, Author, Contribution, Correction, Issue, Section
from articles.pictures.changing import change_picture
from tests.site.rows import DAY, illustrate, picture, printed
from tests.site.test_every_page import print_many

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "",
    "articles/",
    "articles/?page_size=100",
    "articles/?order=changed&section=environment&author={author}",
    "articles/?fields=id,body",
    "articles/{article}/",
    "articles/{article}/ninjs/",
    "issues/2023-07-20/ninjs/",
    "corrections/",
    "search/?q=水利",
    "search/?q=水利&section=environment&author={author}&order=newest&page_size=100",
    "issues/",
    "issues/2023-07-20/",
    "issues/2023-07-20/pages/2/",
    "pages/",
    "sections/",
    "sections/environment/",
    "authors/",
    "authors/{author}/",
]


def addresses():
    article = Article.objects.earliest("pk")
    return ["/api/v1/" + each.format(article=article.pk, author=article.authors.get().pk) for each in ADDRESSES]


def query_counts(client):
    counts = {}
    for address, template in zip(addresses(), ADDRESSES, strict=True):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts[template] = len(captured)
    return counts


@pytest.mark.slow
def test_500_stories_need_no_more_queries_than_10(client):
    print_many(10)
    few = query_counts(client)
    Article.objects.all().delete()
    Issue.objects.all().delete()
    print_many(500)
    assert query_counts(client) == few
    assert max(few.values()) <= 14


def test_responses_are_public_and_cacheable(client):
    printed("水利局", byline=[("记者", "曹璐")], section="environment")
    for address in addresses():
        response = client.get(address)
        assert not response.cookies, address
        assert response["Vary"] == "Accept-Language", address
        assert response["Cache-Control"] == "public, max-age=60", address
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304, address


def test_unchanged_article_costs_one_query(client):
    article = printed("水利局", byline=[("记者", "曹璐"), ("摄影", "余波")], section="environment")
    address = f"/api/v1/articles/{article.pk}/"
    first = client.get(address)
    for header, value in (("If-None-Match", first["ETag"]), ("If-Modified-Since", first["Last-Modified"])):
        with CaptureQueriesContext(connection) as captured:
            again = client.get(address, headers={header: value})
        assert (again.status_code, again.content, len(captured)) == (304, b"", 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda article: article.save(),
        lambda article: Author.objects.filter(name="曹璐").update(name="曹路"),
        lambda article: article.contributions.update(role="通讯员"),
        lambda article: article.contributions.update(author=Author.objects.create(name="曹璐", note="另一人")),
        lambda article: Contribution.objects.create(article=article, author=Author.objects.create(name="余波")),
        lambda article: Section.objects.filter(slug="environment").update(name="环保"),
        lambda article: article.placements.get().page.__class__.objects.update(name="要闻"),
        lambda article: Issue.objects.update(number="12345"),
        lambda article: article.placements.update(continued_on="3"),
        lambda article: article.placements.all().delete(),
        lambda article: Correction.objects.create(article=article, text="“河”应为“湖”。"),
        lambda article: Article.objects.update(publish_at=timezone.now() - timedelta(days=1)),
    ],
    ids=[
        "text", "author's name", "role", "namesake", "second author", "section's name", "page's name", "issue's number",
        "jump", "place", "correction", "time",
    ],
)  # fmt: skip
def test_every_change_of_an_article_changes_its_etag(client, change):
    article = printed("水利局", byline=[("记者", "曹璐")], section="environment", day=DAY)
    address = f"/api/v1/articles/{article.pk}/"
    before = client.get(address)
    change(article)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def change_pictures(article):
    with changing(article.pk, Actor.command()) as change:
        write_pictures(change.article, [])


def rename_photographer(article):
    author = Author.objects.get(name="丁彤")
    author.name = "丁丹"
    author.save()


def change_source(article):
    row = article.picture_uses.get().picture
    row.source = "资料图片"
    change_picture(row, Actor.command())


def change_photographers(article):
    change_picture(article.picture_uses.get().picture, Actor.command(), photographers=["王小五"])


@pytest.mark.parametrize("change", [change_pictures, rename_photographer, change_source, change_photographers])
def test_every_change_of_a_picture_changes_the_etag(client, change):
    article = illustrate(printed("水利局", day=DAY), picture("河", by=["丁彤"]))
    address = f"/api/v1/articles/{article.pk}/"
    before = client.get(address)
    change(article)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.json()["pictures"] != before.json()["pictures"]


def test_pictures_need_no_more_queries_for_many_stories(client):
    def queries():
        counts = []
        for address in ("articles/", "articles/?page_size=100", "search/?q=水利", "issues/2023-07-20/ninjs/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"/api/v1/{address}").status_code == 200
            counts.append(len(captured))
        return counts

    illustrate(printed("水利局"), picture("一"))
    few = queries()
    for number in range(20):
        illustrate(printed(f"水利{number}"), picture(f"{number}甲"), picture(f"{number}乙", by=[f"摄{number}"]))
    assert queries() == few


def test_withdrawn_article_is_never_304(client):
    article = printed()
    address = f"/api/v1/articles/{article.pk}/"
    etag = client.get(address)["ETag"]
    Article.objects.update(status="withdrawn")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404
    Article.objects.update(withdrawn_at=timezone.now())
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 410


def test_head_returns_the_headers_of_get(client):
    article = printed()
    head = client.head(f"/api/v1/articles/{article.pk}/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get(f"/api/v1/articles/{article.pk}/")["ETag"]


# SQLite's statistics of 100,000 articles; with those of a few rows it may choose another plan.
ARCHIVE_STATISTICS = {
    "article_archive": "139425 1001 20 1 1",
    "article_changed": "103071 1001 1 1 1",
    "article_in_section": "154224 1001 1001 20 1 1",
    "articles_article_date_acfac5ae": "66690 21",
    "articles_search_visible": "105138 1 1 1 1",
}


@pytest.fixture(params=[{}, ARCHIVE_STATISTICS], ids=["a new paper", "an archive"])
def statistics(request, db):
    """SQLite plans without statistics, or with those of a large archive (https://www.sqlite.org/lang_analyze.html)."""
    _set_statistics(request.param)
    yield
    _set_statistics({})


def _set_statistics(statistics):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('articles_article', %s, %s)", statistics.items()
        )
        cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan of SQLite")
@pytest.mark.parametrize("order", ["newest", "oldest", "changed"])
def test_every_page_of_the_archive_uses_an_index(client, order, statistics):
    print_many(20)
    address = f"/api/v1/articles/?page_size=5&order={order}"
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            address = client.get(address).json()["next"]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"].replace("%", "%%"))
            plan = "\n".join(row[3] for row in cursor.fetchall())
        assert "SEARCH articles_article USING INDEX article_" in plan
        # SQLite may sort within one day; a sort of all rows would have this name.
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan
