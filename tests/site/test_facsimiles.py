"""The printed page on the site, and what nobody gets of it while a story on it is hidden."""

import re

import pytest
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.facsimiles.shown import stories_on
from articles.models import Article, Facsimile, FormerAddress, Placement
from tests.facsimiles.rows import SIZES, page_with_pdf, store_images

from .rows import later, printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_folders")]

PAGE = "/2023-07-20/2/"
# Of the page "sidebar" of tests/printed_page, a little widened.
FIRST_ZONE = "M501 798H6999V5997H501Z"


@pytest.fixture
def stories():
    """Three public stories on a page with its facsimile."""
    articles = page_with_pdf(make=False)
    store_images(Facsimile.objects.get(), "", b"WHOLE")
    return articles


def html_of(client, address=PAGE):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def hide(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields or {"status": "draft"})


def blank():
    """Make the images that readers may see now."""
    facsimile = Facsimile.objects.get()
    store_images(facsimile, stories_on(facsimile).key, b"BLANKED")


def images(html):
    """The addresses of all images of the page in a page."""
    return set(re.findall(r"/2023-07-20/2/facsimile/[\w.-]+", html))


# The page screen


def test_the_page_screen_shows_the_printed_page_with_a_link_over_each_story(client, stories):
    html = html_of(client)
    links = re.findall(
        r'<a id="story-(\d+)" href="/articles/(\d+)/" aria-label="(.+?)".*?<title>(.+?)</title><path d="(.+?)"', html
    )
    assert [(int(one), int(two), label, title) for one, two, label, title, _path in links] == [
        (each.pk, each.pk, each.title, each.title) for each in stories
    ]
    assert links[0][4] == FIRST_ZONE
    assert '<svg class="plan"' not in html
    assert all(f'<article class="story third" data-story="{each.pk}">' in html for each in stories)


def test_browsers_choose_among_the_sizes_and_know_them_before(client, stories):
    html = html_of(client)
    image = re.search(r"<picture>.*?</picture>", html, re.DOTALL)[0]
    address = rf"{PAGE}facsimile/[0-9a-f]{{10}}-p1"
    avif = ", ".join(f"{address}-{width}.avif {width}w" for width in (1000, 720, 400))
    assert re.search(f'<source type="image/avif" srcset="{avif}"', image)
    assert re.search(rf'src="{address}-1000.webp" srcset="{address}-1000.webp 1000w, {address}-400.webp 400w"', image)
    assert 'width="1000" height="1400" loading="lazy" alt="第2版：综合新闻 版面图"' in image
    assert stories


def test_wide_screens_fetch_the_printed_page_at_once_and_phones_when_it_is_shown(client, stories):
    html = html_of(client)
    preload = re.search(r'<link rel="preload" as="image" type="image/avif" imagesrcset="(.+?)" imagesizes="(.+?)" '
                        r'media="\(min-width: 60rem\)" fetchpriority="high">', html)  # fmt: skip
    source = re.search(r'<source type="image/avif" srcset="(.+?)" sizes="(.+?)">', html)
    assert preload.groups() == source.groups()
    # Only the preload has the priority: together with lazy it would have no effect.
    assert html.count("fetchpriority") == 1
    assert html.index(preload[0]) < html.index("</head>")
    assert stories


def test_the_page_leads_to_a_large_view_and_its_pdf(client, stories):
    html = html_of(client)
    assert f'<a href="{PAGE}large/">放大看版面</a>' in html
    assert f'<a href="{PAGE}page.pdf" download>版面 PDF</a>' in html
    assert stories


def test_keyboards_skip_the_printed_page(client, stories):
    html = html_of(client)
    assert html.index('<a class="skip" href="#stories">') < html.index("<svg") < html.index('id="stories"')
    assert stories


def test_a_story_leads_to_its_zone(client, stories):
    assert f'<a href="{PAGE}#story-{stories[1].pk}">在版面上看</a>' in html_of(client, stories[1].get_absolute_url())


def test_the_plan_takes_the_same_links_where_there_is_no_pdf(client):
    article = printed()
    html = html_of(client)
    assert f'<a id="story-{article.pk}" data-story="{article.pk}" href="{article.get_absolute_url()}"' in html
    assert "facsimile/" not in html
    assert client.get(f"{PAGE}large/").status_code == 404
    assert client.get(f"{PAGE}page.pdf").status_code == 404


def test_a_story_without_a_zone_takes_the_link_in_the_list(client, stories):
    Placement.objects.filter(article=stories[1]).update(zone=[])
    html = html_of(client)
    assert html.count("<path") == 2
    assert f'<article class="story third" id="story-{stories[1].pk}"' in html
    assert re.findall(r'id="story-(\d+)"', html).count(str(stories[1].pk)) == 1


def test_the_page_takes_two_queries_for_its_facsimile(client, stories, django_assert_num_queries):
    with django_assert_num_queries(10):
        client.get(PAGE)
    Facsimile.objects.all().delete()
    with django_assert_num_queries(9):
        client.get(PAGE)
    assert stories


def test_other_websites_get_the_whole_page_as_image(client, stories):
    digest = Facsimile.objects.get().digest[:10]
    address = f"http://testserver{PAGE}facsimile/{digest}-p1-1000.webp"
    html = html_of(client)
    assert f'<meta property="og:image" content="{address}">' in html
    assert f"<founder-pagepicurl>{address}</founder-pagepicurl>" in html
    hide(stories[0])
    blank()
    html = html_of(client)
    assert "icon-512" in re.search(r'<meta property="og:image".*?>', html)[0]
    assert "<founder-pagepicurl></founder-pagepicurl>" in html


# Large


def test_the_large_view_has_the_largest_image_with_its_links_and_is_not_indexed(client, stories):
    html = html_of(client, f"{PAGE}large/")
    assert {each.rpartition("-p1-")[2] for each in images(html)} == {"2400.webp"}
    assert f'<path d="{FIRST_ZONE}"/>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in html
    assert stories


# Files


def test_files_are_served_with_the_headers_of_pictures(client, stories):
    for address in images(html_of(client)):
        response = client.get(address)
        assert response.content == b"WHOLE"
        assert response["Content-Type"] == "image/" + address.rpartition(".")[2]
        assert response["Cache-Control"] == "max-age=86400, s-maxage=60"
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert stories


def test_the_pdf_is_a_download(client, stories):
    response = client.get(f"{PAGE}page.pdf")
    assert response.getvalue() == b"WHOLE"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="2023-07-20-2.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "public" not in response["Cache-Control"]
    assert client.get(f"{PAGE}page.pdf", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert stories


def test_another_pdf_of_the_page_has_other_addresses(client, stories):
    """Browsers keep an image for a day."""
    before = images(html_of(client))
    Facsimile.objects.update(digest="f" * 64)
    assert not before & images(html_of(client))
    assert {client.get(each).status_code for each in before} == {404}
    assert stories


def test_files_move_with_their_page(client, stories):
    page = stories[0].placements.get().page
    FormerAddress.objects.remember("/2020-01-01/9/", page=page)
    response = client.get("/2020-01-01/9/page.pdf")
    assert (response.status_code, response["Location"]) == (301, f"{PAGE}page.pdf")
    assert client.get("/2020-01-01/9/large/")["Location"] == f"{PAGE}large/"


# What is hidden

HIDDEN = {
    "draft": {"status": "draft"},
    "scheduled": {"publish_at": later()},
    "withdrawn": {"status": "withdrawn", "withdrawn_at": timezone.now()},
    "merged into nothing public": {"status": "merged"},
}


def guesses():
    """Addresses that somebody might try."""
    facsimile = Facsimile.objects.get()
    names = [f"p1-{width}.{kind}" for width, kind in SIZES] + ["p1.pdf", f"{facsimile.digest}.pdf"]
    digest = facsimile.digest[:10]
    paths = [
        f"{PAGE}facsimile/{name}" for each in names for name in (each, f"{digest}-{each}", f"{digest}-..%2f{each}")
    ]
    folder = f"{facsimile.digest[:2]}/{facsimile.digest}"
    paths += [f"/static/{folder}/p1-1000.webp", f"/media/{folder}.pdf", f"/pictures/{facsimile.pk}/p1-1000.webp"]
    return [*paths, f"{PAGE}page.pdf", f"{PAGE}page.pdf/", f"{PAGE}facsimile/", "/2023-07-20/2/2/page.pdf"]


def gets_nothing(client, paths, etag="*"):
    """Whether nobody gets anything of the whole page at these paths, by any way to ask."""
    ways = [{}, {"Range": "bytes=0-3"}, {"If-None-Match": etag}]
    asked = [client.get(path, headers=way) for path in paths for way in ways]
    content = b"".join(each.getvalue() for each in asked)
    # 301 for an address that lacks a slash at its end.
    return {each.status_code for each in asked} <= {301, 404} and b"WHOLE" not in content


@pytest.mark.parametrize("state", HIDDEN)
def test_while_a_story_is_hidden_nobody_gets_the_whole_page(client, stories, state):
    seen = images(html_of(client))
    etag = client.get(min(seen))["ETag"]
    hide(stories[1], **HIDDEN[state])
    # Until the other images are made, the plan stands there.
    assert '<svg class="plan"' in html_of(client)
    assert client.get(f"{PAGE}large/").status_code == 404
    assert gets_nothing(client, [*guesses(), *seen], etag)
    blank()
    html = html_of(client)
    assert {client.get(each).content for each in images(html)} == {b"BLANKED"}
    assert "灰色处的稿件没有公开。" in html
    assert f"story-{stories[1].pk}" not in html
    assert stories[1].title not in html + html_of(client, f"{PAGE}large/")
    assert "page.pdf" not in html
    assert gets_nothing(client, [*guesses(), *seen], etag)


def test_while_another_story_is_hidden_the_former_image_is_gone(client, stories):
    """It shows what is hidden now."""
    hide(stories[0])
    blank()
    before = images(html_of(client))
    hide(stories[0], status="approved")
    hide(stories[1])
    assert gets_nothing(client, before)
    assert '<svg class="plan"' in html_of(client)


def test_where_the_zone_of_a_hidden_story_is_unknown_the_plan_is_shown(client, stories):
    hide(stories[1])
    blank()
    Placement.objects.filter(article=stories[1]).update(zone=[])
    assert '<svg class="plan"' in html_of(client)
    assert gets_nothing(client, guesses())


def test_a_page_without_public_stories_has_nothing_to_show(client, stories):
    for each in stories:
        hide(each)
    assert client.get(PAGE).status_code == 404
    assert gets_nothing(client, [*guesses(), f"{PAGE}large/"])


def test_the_page_is_whole_again_as_soon_as_the_story_is_public(client, stories):
    hide(stories[1], publish_at=later())
    blank()
    assert "灰色处" in html_of(client)
    hide(stories[1], publish_at=timezone.now())
    html = html_of(client)
    assert {client.get(each).content for each in images(html)} == {b"WHOLE"}
    assert client.get(f"{PAGE}page.pdf").status_code == 200


def test_the_deleted_draft_of_a_page_stays_hidden(client, stories):
    hide(stories[1])
    blank()
    Article.objects.get(pk=stories[1].pk).delete()
    assert {client.get(each).content for each in images(html_of(client))} == {b"BLANKED"}
    assert gets_nothing(client, guesses())


def test_a_story_merged_into_a_public_one_is_shown_with_it(client, stories):
    editing.merge_with_next(stories[0].pk, Actor.command())
    html = html_of(client)
    assert {client.get(each).content for each in images(html)} == {b"WHOLE"}
    assert re.findall(r'<a id="story-(\d+)"', html) == [str(stories[0].pk), str(stories[2].pk)]
    path = re.search(rf'id="story-{stories[0].pk}".*?d="(.+?)"', html)[1]
    assert path.count("M") == 2
