"""Kinds of programs that read the newspaper, and the requests they use: the first table of the reference page."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Consumer(NamedTuple):
    name: str
    needs: str
    requests: list[str]  # that work on any newspaper


CONSUMERS = [
    Consumer(
        _("Reader app"),
        _("The newest articles with pictures, and a search that marks its hits."),
        ["/api/v1/articles/?page_size=20", "/api/v1/search/?q=水利"],
    ),
    Consumer(
        _("Search engine"),
        _("Sitemaps with the time of each change, and schema.org data in each page."),
        ["/sitemap.xml", "/news-sitemap.xml", "/robots.txt"],
    ),
    Consumer(
        _("News agency"),
        _("Each issue and article as IPTC ninjs 3.0: take the address from `ninjs`. A feed tells what is new."),
        ["/api/v1/issues/?page_size=1", "/feed.atom"],
    ),
    Consumer(
        _("Library"),
        _("The issues from the first one on, each with its pages as printed, and the corrections."),
        ["/api/v1/issues/?order=oldest", "/api/v1/pages/", "/api/v1/corrections/"],
    ),
    Consumer(
        _("Archive"),
        _("All articles with their texts, then what was changed, withdrawn or merged since: keep the `checkpoint`."),
        ["/api/v1/changes/?page_size=100"],
    ),
]
