"""A new page is tested as all others are, and readers and search engines find it; a forgotten list fails by name."""

import ast
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from articles.site.sitemaps import SINGLE_PAGES
from articles.site.urls import FEEDS, urlpatterns

from . import test_every_page
from .rows import printed

# Addresses of the site that answer with something else than a page.
MACHINES = {
    "suggestions", "completions", "opensearch", "sitemap", "sitemap_part", "news_sitemap", "robots", "security",
    "manifest", "favicon", "touch_icon", "picture", "page_image", "page_pdf", "service_worker", "offline_files",
    *(f"{name}_{ending}" for name, *_ in FEEDS for ending in ("atom", "rss")),
}  # fmt: skip
# Shown only to those who have its address; tests/desk/test_previews.py tests it.
UNLISTED = {"preview", "preview_picture"}
# Never cached: tests/site/test_reports.py tests them.
UNCACHED = {"report", "report_sent"}
PAGES = {route.name for route in urlpatterns} - MACHINES - UNLISTED - UNCACHED
WITHOUT_ARGUMENTS = {route.name for route in urlpatterns if not route.pattern.converters} & PAGES


def browser_pages():
    """PAGES of the browser's tests, which import what is not always installed."""
    source = Path(__file__).parents[1].joinpath("browser", "test_reader.py").read_text("utf-8")
    assigned = {node.targets[0].id: node.value for node in ast.parse(source).body if isinstance(node, ast.Assign)}
    names = {"story": "/articles/1/", "author": "/authors/1/", "picture": "/articles/1/pictures/1/"}
    names |= {"large": "/2023-07-20/2/large/"}
    pages = ast.literal_eval(assigned["PAGES"])
    return [names.get(page, page) for page in pages if names.get(page, page).startswith("/")]


LISTS = {
    "test_every_page.ADDRESSES": test_every_page.ADDRESSES,
    "browser.test_reader.PAGES": browser_pages(),
}


@pytest.mark.parametrize("where", LISTS)
def test_every_page_is_tested(where):
    paths = [urlsplit(re.sub(r"\{\w+\}", "1", address)).path for address in LISTS[where]]
    tested = {resolve(path).url_name for path in paths if path not in ("/nowhere/", "/nothing/")}
    assert PAGES - tested == set(), f"Add these to {where}."


def test_every_page_without_arguments_is_in_the_sitemap():
    # Search engines do not search.
    assert WITHOUT_ARGUMENTS - {"search"} == set(SINGLE_PAGES)


@pytest.mark.django_db
def test_the_front_page_leads_to_every_page_without_arguments(client):
    printed()
    html = client.get("/").content.decode()
    assert {name for name in WITHOUT_ARGUMENTS if f'="{reverse(name)}"' not in html} == set()
