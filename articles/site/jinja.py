"""Filters and functions of readers' templates. Jinja2 renders a story in a quarter of the time of Django's language."""

from urllib.parse import urlencode

from django.template.defaultfilters import filesizeformat, linebreaks_filter
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, ngettext, pgettext
from jinja2 import ChainableUndefined, Environment, pass_context
from markupsafe import Markup

from articles.filters import ArticleFilter
from articles.pictures import published
from articles.site import story_pictures, structured_data
from articles.site.qr_codes import qr_code
from articles.templatetags import newspaper
from articles.text.characters import fit_for_xml
from articles.text.dates import day_text

DESCRIPTION_LENGTH = 120


def environment(**options):
    """For Django's Jinja2 backend. Undefined variables and their attributes are empty."""
    environment = Environment(**options | {"undefined": ChainableUndefined})  # noqa: S701  Django's backend escapes
    environment.filters |= newspaper.register.filters | {
        "filesizeformat": filesizeformat,
        "fit_for_xml": fit_for_xml,
        "iso": iso,
        "linebreaks": linebreaks_filter,
        "local_day": localdate,
        "moment": moment,
        "script": structured_data.as_script,
        "titles": titles,
    }
    environment.globals |= {
        "_": translated,
        "ngettext": translated_number,
        "pgettext": translated_in_context,
        "static": static,
        "url": url,
        "querystring": querystring,
        "canonical": canonical,
        "qr_code": qr_code,
        "published_pictures": published.published,
        "largest_jpeg": published.address,
        "picture_address": story_pictures.public_address,
        "widths": story_pictures.widths,
        "article_data": structured_data.news_article,
        "breadcrumb_data": structured_data.breadcrumbs,
        "enpproperty": structured_data.enpproperty_of_article,
        "enpproperty_of_page": structured_data.enpproperty_of_page,
    }
    return environment


def translated(message, **variables):
    """The translation, which may contain markup, with the escaped variables."""
    return filled_in(gettext(message), variables)


def translated_number(singular, plural, number, **variables):
    return filled_in(ngettext(singular, plural, number), variables)


def translated_in_context(context, message, **variables):
    return filled_in(pgettext(context, message), variables)


def filled_in(text, variables):
    marked = Markup(text)  # noqa: S704  from the catalogue
    return marked % variables if variables else marked


def url(name, *arguments):
    return reverse(name, args=arguments)


def iso(moment):
    return localtime(moment).isoformat()


def moment(time):
    """A <time> element with the day and, unless it is midnight as of imported issues, the time of day."""
    time = localtime(time)
    clock = f" {time:%H:%M}" if (time.hour, time.minute) != (0, 0) else ""
    return format_html('<time datetime="{}">{}{}</time>', time.isoformat(timespec="seconds"), day_text(time), clock)


def titles(stories):
    """The headlines of stories or placements, for the description of a list."""
    return "；".join(getattr(each, "article", each).title for each in stories)[:DESCRIPTION_LENGTH]


@pass_context
def querystring(context, **changes):
    """The query string of this page with some parameters changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query or context["request"].GET else ""


@pass_context
def canonical(context):
    """The canonical URL of this page, without parameters that do not change its content."""
    request = context["request"]
    names = ["q", "role", *ArticleFilter.limits(), "page"]
    query = {name: request.GET[name] for name in names if request.GET.get(name)}
    if query.get("page") == "1":
        del query["page"]
    return context["root"] + iri_to_uri(request.path) + (f"?{urlencode(query)}" if query else "")
