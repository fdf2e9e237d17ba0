"""What a page's head says to machines; articles/metadata.py knows the words."""

from urllib.parse import urlencode, urljoin

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.timezone import localtime

from articles import metadata
from articles.models import Issue
from articles.templatetags.newspaper import day_text

register = template.Library()

# Only these make another page of an address; whatever else a link carries is somebody's tracking.
PARAMETERS = ("q", "section", "author", "role", "since", "until", "year", "page_name", "page")
DESCRIPTION_LENGTH = 120


@register.simple_tag(takes_context=True)
def canonical(context):
    """The one full address of this page."""
    request = context["request"]
    query = {name: request.GET[name] for name in PARAMETERS if request.GET.get(name)}
    if query.get("page") == "1":
        del query["page"]
    return _absolute(context)(iri_to_uri(request.path) + (f"?{urlencode(query)}" if query else ""))


@register.simple_tag(takes_context=True)
def absolute_static(context, path):
    return urljoin(_absolute(context)("/"), static(path))


@register.filter
def titles(stories):
    """The headlines of stories or placements, as the description of a page that lists them."""
    return "；".join(getattr(each, "article", each).title for each in stories)[:DESCRIPTION_LENGTH]


@register.simple_tag(takes_context=True)
def article_data(context, article):
    return metadata.as_script(metadata.news_article(article, _absolute(context), settings.NEWSPAPER))


@register.simple_tag(takes_context=True)
def breadcrumb_data(context, *pages):
    """From the newspaper to this page; the pages between are rows, those that are None are left out."""
    steps = [(settings.NEWSPAPER["name"], reverse("front"))]
    steps += [(_name(page), page.get_absolute_url()) for page in pages if page]
    return metadata.as_script(metadata.breadcrumbs(steps, _absolute(context)))


@register.filter
def iso(moment):
    return localtime(moment).isoformat()


@register.simple_tag
def enpproperty(article):
    return metadata.enpproperty_of_article(article)


@register.simple_tag
def enpproperty_of_page(page):
    return metadata.enpproperty_of_page(page, settings.NEWSPAPER)


def _name(row):
    return day_text(row.date) if isinstance(row, Issue) else getattr(row, "label", str(row))


def _absolute(context):
    """What makes a full address of a path."""
    request = context["request"]
    root = f"{request.scheme}://{request.get_host()}"
    return root.__add__
