"""What a page's head says to machines, for the templates; articles/metadata.py knows the words."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.templatetags.static import static
from django.utils.encoding import iri_to_uri
from jinja2 import pass_context

from articles import metadata
from articles.addresses import address
from articles.models import Issue
from articles.templatetags.newspaper import day_text

# Only these make another page of an address; whatever else a link carries is somebody's tracking.
PARAMETERS = ("q", "section", "author", "role", "since", "until", "year", "page_name", "page")
DESCRIPTION_LENGTH = 120


@pass_context
def canonical(context):
    """The one full address of this page."""
    request = context["request"]
    query = {name: request.GET[name] for name in PARAMETERS if request.GET.get(name)}
    if query.get("page") == "1":
        del query["page"]
    return context["root"] + iri_to_uri(request.path) + (f"?{urlencode(query)}" if query else "")


@pass_context
def absolute_static(context, path):
    return urljoin(context["root"], static(path))


def titles(stories):
    """The headlines of stories or placements, as the description of a page that lists them."""
    return "；".join(getattr(each, "article", each).title for each in stories)[:DESCRIPTION_LENGTH]


@pass_context
def article_data(context, story):
    return metadata.as_script(metadata.news_article(story, context["root"], settings.NEWSPAPER))


@pass_context
def breadcrumb_data(context, *pages):
    """From the newspaper to this page; the pages between are rows, those that are None are left out."""
    steps = [(settings.NEWSPAPER["name"], address("front"))]
    steps += [(_name(page), page.get_absolute_url()) for page in pages if page]
    return metadata.as_script(metadata.breadcrumbs(steps, context["root"]))


def iso(moment):
    return metadata.local(moment).isoformat()


def enpproperty_of_page(page):
    return metadata.enpproperty_of_page(page, settings.NEWSPAPER)


def _name(row):
    return day_text(row.date) if isinstance(row, Issue) else getattr(row, "label", str(row))
