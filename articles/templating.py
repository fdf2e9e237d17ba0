"""What readers' templates have at hand, beside what a view gives them: all of templates/ but the desk's.

They are Jinja2's (https://jinja.palletsprojects.com/templates/), which compiles a template into a Python function: a
story's page takes a fourth of the time it takes in Django's language. The desk, which is Django's admin, keeps to that.
"""

import re
from functools import cache

from django.conf import settings
from django.template.defaultfilters import linebreaks_filter
from django.templatetags.static import static
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext, override, pgettext
from jinja2 import ChainableUndefined, Environment, pass_context
from jinja2.ext import Extension
from markupsafe import Markup

from articles import head, metadata
from articles.addresses import address
from articles.remembering import remembered
from articles.templatetags import newspaper


def environment(**options):
    """For Django's Jinja2 backend. What a view does not give is empty, and so is whatever would be asked of it."""
    made = Environment(**options | {"undefined": ChainableUndefined, "extensions": [Translated]})  # noqa: S701  Django's backend escapes
    made.filters |= newspaper.register.filters | {
        "current": current,
        "iso": head.iso,
        "linebreaks": linebreaks_filter,
        "local_day": localdate,
        "titles": head.titles,
    }
    made.globals |= {
        "_": sentence,
        "ngettext": counted,
        "pgettext": in_context,
        "static": static,
        "url": address,
        "kept": kept,
        "querystring": querystring,
        "canonical": head.canonical,
        "absolute_static": head.absolute_static,
        "article_data": head.article_data,
        "breadcrumb_data": head.breadcrumb_data,
        "enpproperty": metadata.enpproperty_of_article,
        "enpproperty_of_page": head.enpproperty_of_page,
    }
    return made


class Translated(Extension):
    """{{ _("Search") }} is translated once, when the template is compiled: a reader's pages have one language."""

    CONSTANT = re.compile(r"""\{\{ _\((["'])((?:(?!\1).)+)\1\) \}\}""")

    def preprocess(self, source, name, filename=None):
        return self.CONSTANT.sub(lambda found: sentence(found[2]), source)


def sentence(english, **names):
    """{{ _("Continued from page %(number)s", number=2) }}: in the language of the paper; what is put in is escaped."""
    translated = _translated(english)
    return translated % names if names else translated


def in_context(context, english):
    return Markup(pgettext(context, english))  # noqa: S704  our own catalogue


def counted(one, many, number, **names):
    return Markup(ngettext(one, many, number)) % names  # noqa: S704


def current(html, url):
    """A list of links, the one to this page marked as that: so the list is the same on all the pages it leads to."""
    return Markup(str.replace(html, f'<a href="{url}">', f'<a href="{url}" aria-current="page">'))  # noqa: S704


@cache
def _translated(english):
    with override(settings.LANGUAGE_CODE):
        return Markup(gettext(english))  # noqa: S704


@pass_context
def kept(context, name, *depends, caller):
    """{% call kept("foot") %}…{% endcall %}: rendered once for as long as nothing changes. Whatever else the part
    depends on stands after its name: kept("navigation", section.pk). It may hold no block that another template
    replaces."""
    request = context.get("request")
    if request is None:  # the page for our own faults, which must not depend on anything
        return caller()
    return remembered(request, ("template", name, *depends), caller)


@pass_context
def querystring(context, **changes):
    """The query of this page's address with some parameters changed; those that are None are taken out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query or context["request"].GET else ""
