"""Pictures on readers' pages; and nobody gets a picture of a story that is not public."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import Article, Author, Page, Picture, Preview
from articles.pictures.files import rendition_name
from articles.site.story_pictures import is_picture_story
from articles.text.body import blocks
from tests.desk.conftest import account

from .rows import TEXT, illustrate, later, picture, printed, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_folders")]

LONG = TEXT * 8


def page_of(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def figures(html):
    """The words of each <figure>, and the number of its picture."""
    found = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    return [
        (
            int(re.search(r"/pictures/(\d+)/", each)[1]),
            " ".join(re.sub(r"<[^>]+>", " ", each).split()),
        )
        for each in found
    ]


# In a story


def test_pictures_that_no_block_names_stand_above_the_text_in_order(client):
    article = illustrate(story(body=LONG), picture(by=["丁彤"], source="资料图片"), picture(), caption="河面")
    html = page_of(client, article)
    assert figures(html) == [(1, "河面 摄影： 丁彤 资料图片"), (2, "河面")]
    assert html.index("</figure>") < html.index('<section class="text">')


def test_a_picture_stands_at_its_block_with_caption_and_credits(client):
    article = story(body="第一段。\n\n图2：新桥通车。\n\n第二段。")
    html = page_of(client, illustrate(article, picture(), picture()))
    assert figures(html) == [(1, ""), (2, "新桥通车。")]
    assert html.index("第一段。</p>") < html.index("<figcaption>新桥通车。") < html.index("第二段。</p>")


def test_a_printed_number_without_picture_is_shown_with_its_mark(client):
    html = page_of(client, story(body="第一段。\n\n图3：会场。\n\n图：远处。"))
    assert '<p class="photo">图3：会场。</p>' in html
    assert '<p class="photo">远处。</p>' in html
    assert "<figure" not in html


def test_a_second_block_of_the_same_number_is_text(client):
    article = illustrate(story(body="第一段。"), picture())
    Article.objects.filter(pk=article.pk).update(body="图1：河面。\n\n图1：又是河面。")
    html = page_of(client, article)
    assert figures(html) == [(1, "河面。")]
    assert '<p class="photo">图1：又是河面。</p>' in html


def test_photographers_lead_to_their_pages(client):
    article = illustrate(story(), picture(by=["丁彤", "余波"]))
    author = Author.objects.get(name="丁彤")
    html = page_of(client, article)
    assert f'摄影：<a href="/authors/{author.pk}/">丁彤</a>、<a' in html
    assert article.title in client.get(author.get_absolute_url()).content.decode()


def test_description_is_alt_or_caption(client):
    html = page_of(client, illustrate(story(), picture(), alt="一条船", caption="河面"))
    assert 'alt="一条船"' in html
    html = page_of(client, illustrate(story(), picture(), caption="河面"))
    assert 'alt="河面"' in html


def test_every_picture_says_its_size_and_only_the_first_is_urgent(client):
    article = illustrate(story(), picture(), picture(width=1200, height=1700), picture())
    images = re.findall(r"<img [^>]+>", page_of(client, article))
    assert [re.search(r'width="(\d+)" height="(\d+)"', each).groups() for each in images] == [
        ("1800", "1200"),
        ("1200", "1700"),
        ("1800", "1200"),
    ]
    assert ['fetchpriority="high"' in each for each in images] == [True, False, False]
    assert ['loading="lazy"' in each for each in images] == [False, True, True]


def test_browsers_choose_among_all_widths_as_webp_or_jpeg(client):
    row = picture(width=1000, height=800)
    html = page_of(client, illustrate(story(), row))
    root = f"/pictures/{row.pk}"
    assert f'srcset="{root}/1000.webp 1000w, {root}/800.webp 800w, {root}/400.webp 400w"' in html
    assert f'src="{root}/800.jpg" srcset="{root}/1000.jpg 1000w, {root}/800.jpg 800w, {root}/400.jpg 400w"' in html


def test_the_focal_point_stays_in_sight_where_pictures_are_cropped(client):
    illustrate(printed(page="1"), picture(focal_x=90, focal_y=30))
    assert 'class="x-100 y-25"' in client.get("/").content.decode()


def test_a_picture_whose_files_are_not_made_yet_is_not_shown(client):
    article = illustrate(story(), picture())
    Picture.objects.update(renditions=[])
    assert "<img" not in page_of(client, article)
    assert "<img" not in client.get("/").content.decode()


# Enlarged


def test_a_picture_is_enlarged_on_a_page_of_its_own_and_leads_to_the_others(client):
    article = story(body="第一段。")
    illustrate(article, picture(), picture(by=["丁彤"]), picture(), caption="河面", alt="船")
    address = f"{article.get_absolute_url()}pictures/2/"
    assert f'<a href="{address}"><picture>' in page_of(client, article)
    html = client.get(address).content.decode()
    assert figures(html)[0][1] == "河面 摄影： 丁彤"
    assert 'alt="船"' in html
    assert re.findall(r'pictures/(\d)/" rel="(\w+)"', html) == [("1", "prev"), ("3", "next")]
    assert client.get(f"{article.get_absolute_url()}pictures/4/").status_code == 404


# In lists


def test_lists_show_the_first_picture_of_each_story(client):
    shown, other = picture(by=["丁彤"]), picture()
    illustrate(printed("有图的水利", body=LONG, section="environment", byline=[("记者", "曹璐")]), shown, other)
    printed("没图的水利", section="environment")
    author = Author.objects.get(name="曹璐")
    addresses = ["/", "/2023-07-20/", "/2023-07-20/2/", "/sections/environment/", "/search/?q=水利"]
    for address in [*addresses, author.get_absolute_url()]:
        html = client.get(address).content.decode()
        assert f"/pictures/{shown.pk}/400.webp" in html, address
        assert html.count("<img") == 1, address


def test_the_lead_of_the_front_page_has_its_picture_with_caption_below_its_headline(client):
    article = printed("清河", page="1", body="开头。\n\n" + LONG)
    illustrate(article, picture(by=["丁彤"]))
    Article.objects.filter(pk=article.pk).update(body=f"{LONG}\n\n图1：河面。")
    html = client.get("/").content.decode()
    assert html.index("清河</a>") < html.index("<figure") < html.index('<div class="opening">')
    assert "河面。 " in html
    assert "丁彤</a>" in html


@pytest.mark.parametrize(
    ("body", "is_one"), [("短讯。", True), (LONG, False), ("短讯。\n\n图1：" + LONG, True), ("短。\n\n" + LONG, False)]
)
def test_a_story_with_little_text_beside_captions_is_a_picture_story(body, is_one):
    assert is_picture_story(blocks(body)) == is_one


def test_picture_stories_are_large_in_lists(client):
    printed("头版", page="2", section="environment")
    illustrate(printed("清河", body=LONG, section="environment"), picture())
    illustrate(printed("雨后", body="短讯。", section="environment"), picture())
    printed("短讯", body="没有图。", section="environment")
    html = client.get("/2023-07-20/2/").content.decode()
    assert html.count('class="large"') == html.count("图片新闻") == 1
    assert html.index('class="large"') < html.index("短讯。</p>") < html.index("图片新闻")


def test_a_continued_story_shows_its_picture_where_it_begins(client):
    article = printed("长稿", page="1", body=LONG)
    printed("二版", page="2")
    Page.objects.get(number="2").placements.create(article=article, order=2, continued_from="1")
    illustrate(article, picture())
    html = client.get("/2023-07-20/").content.decode()
    assert html.count("<picture>") == 1
    assert html.index('id="page-1"') < html.index("<picture>") < html.index('id="page-2"')
    assert "<figure" in client.get("/").content.decode()


def test_pages_without_pictures_have_no_trace_of_them(client):
    article = printed()
    for address in ("/", "/2023-07-20/", article.get_absolute_url()):
        html = client.get(address).content.decode()
        assert "<figure" not in html
        assert "pictured" not in html


def test_a_changed_credit_or_focal_point_shows_at_the_next_visit(client):
    row = picture()
    article = illustrate(printed(page="1"), row)
    etag = client.get("/")["ETag"]
    row.focal_x, row.source = 100, "资料图片"
    row.save()
    response = client.get("/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "x-100 y-50" in response.content.decode()
    assert "资料图片" in page_of(client, article)


# Leaks

FILES = ["400.webp", "400.jpg", "1600.webp", "1600.jpg", "share-50-50.jpg", "16x9-50-50.jpg"]


def with_files(**fields):
    row = picture(**fields)
    crops = [{"name": name, "width": 9, "height": 9, "bytes": 6, "mime": "image/jpeg"} for name in FILES if "-" in name]
    row.renditions += crops
    row.save()
    for name in FILES:
        storages["renditions"].save(rendition_name(row, name), ContentFile(b"SECRET"))
    return row


def guesses(row):
    names = [
        *FILES,
        "original",
        f"original.{row.suffix}",
        f"{row.digest}.jpg",
        "..%2f400.webp",
        "%2e%2e/400.webp",
        "0.jpg",
    ]
    paths = [f"/pictures/{row.pk}/{name}" for name in names]
    paths += [f"/pictures/{row.digest}/400.webp", f"/pictures/0{row.pk}/400.webp/", f"/pictures/{row.pk}/"]
    paths += [f"/static/{rendition_name(row, '400.webp')}", f"/media/{rendition_name(row, '400.webp')}"]
    return [*paths, f"/preview/1/pictures/{row.pk}/400.webp", f"/preview/x:y:z/pictures/{row.pk}/400.webp"]


def answers(client, row, etag=""):
    """Statuses and contents of all guesses by all ways to ask."""
    ways = [
        {},
        {"Range": "bytes=0-3"},
        {"If-None-Match": etag or "*"},
        {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
    ]
    asked = [
        getattr(client, method)(path, headers=way)
        for path in guesses(row)
        for way in ways
        for method in ("get", "head")
    ]
    return {response.status_code for response in asked}, b"".join(response.content for response in asked)


HIDDEN = {
    "draft": {"status": "draft"},
    "scheduled": {"publish_at": later()},
    "withdrawn": {"status": "withdrawn", "withdrawn_at": timezone.now()},
    "merged": {"status": "merged"},
    "scheduled again after it was public": {"publish_at": later(), "withdrawn_at": timezone.now()},
}


@pytest.mark.parametrize("state", HIDDEN)
def test_nobody_gets_a_picture_of_a_hidden_story(client, state):
    row = with_files()
    article = illustrate(story(**HIDDEN[state]), row, caption="机密")
    statuses, content = answers(client, row)
    assert statuses <= {404, 410}
    assert b"SECRET" not in content
    response = client.get(f"{article.get_absolute_url()}pictures/1/")
    assert response.status_code == 404
    assert "机密" not in response.content.decode()


def test_nobody_gets_a_picture_that_only_a_pending_version_has(client):
    row = with_files()
    article = story()
    editor = Actor.at_desk(account("editor", "李编辑", "编辑"))
    with editing.changing(article.pk, editor) as change:
        illustrate(change.article, row)
    assert change.waiting
    statuses, content = answers(client, row)
    assert (statuses, b"SECRET" in content) == ({404}, False)
    assert "<img" not in page_of(client, article)


def test_a_picture_is_gone_as_soon_as_its_story_is_withdrawn(client):
    row = with_files()
    article = illustrate(story(), row)
    response = client.get(f"/pictures/{row.pk}/400.webp")
    assert response.content == b"SECRET"
    editing.withdraw(article.pk, Actor.command(), "失实。")
    statuses, content = answers(client, row, response["ETag"])
    assert (statuses, b"SECRET" in content) == ({404}, False)


def test_a_picture_stays_while_another_public_story_has_it(client):
    row = with_files()
    first, second = illustrate(story("甲"), row), illustrate(story("乙"), row)
    editing.withdraw(first.pk, Actor.command(), "失实。")
    assert client.get(f"/pictures/{row.pk}/400.webp").status_code == 200
    editing.withdraw(second.pk, Actor.command(), "失实。")
    assert client.get(f"/pictures/{row.pk}/400.webp").status_code == 404


def test_responses_of_pictures_never_enter_the_cache_of_pages(client):
    row = with_files()
    illustrate(story(), row)
    assert "public" not in client.get(f"/pictures/{row.pk}/400.webp")["Cache-Control"]


# Previews


def preview_of(article, days=7):
    until = timezone.now() + datetime.timedelta(days=days)
    return Preview.objects.create(article=article, until=until)


def test_a_preview_shows_the_pictures_of_an_unpublished_story(client):
    row = with_files(by=["丁彤"])
    article = illustrate(story(status="draft"), row, caption="河面")
    link = preview_of(article).get_absolute_url()
    html = client.get(link).content.decode()
    assert f'<a href="{link}pictures/{row.pk}/1600.jpg">' in html
    # The photographer has no public page yet.
    assert "摄影：丁彤" in html
    response = client.get(f"{link}pictures/{row.pk}/400.webp")
    assert response.content == b"SECRET"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"].startswith("noindex")


def test_a_preview_shows_no_picture_of_another_story(client):
    article, other = illustrate(story(status="draft"), with_files()), with_files()
    illustrate(story(status="draft"), other)
    link = preview_of(article).get_absolute_url()
    assert client.get(f"{link}pictures/{other.pk}/400.webp").status_code == 404


def test_pictures_end_with_their_preview(client):
    row = with_files()
    article = illustrate(story(status="draft"), row)
    revoked, expired, last = preview_of(article), preview_of(article, days=-1), preview_of(article)
    Preview.objects.filter(pk=revoked.pk).revoke()
    addresses = [f"{each.get_absolute_url()}pictures/{row.pk}/400.webp" for each in (revoked, expired, last)]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 200]
    article.status, article.withdrawn_at = "withdrawn", timezone.now()
    article.save()
    assert client.get(addresses[2]).status_code == 404
