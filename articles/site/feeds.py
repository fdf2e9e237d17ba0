"""RSS and Atom feeds: full texts of the paper, a section, author, page name or search; corrections and withdrawals."""

import html
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.address_lookup import public_author, section_at
from articles.addresses import root
from articles.filters import ArticleFilter
from articles.models import Article, Correction, Page
from articles.pictures.published import placed, with_figures
from articles.site.cache_headers import publicly_cached
from articles.site.lists import withdrawn_stories
from articles.text.body import Block, as_html
from articles.text.characters import fit_for_xml
from articles.text.dates import day_text

NEWEST = 50
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Subject(NamedTuple):
    name: str
    address: str  # of the page with the same contents
    rows: QuerySet
    since: date | None = None  # the day of its oldest item; None if it has all
    feed_address: str = ""  # if it is more than the path
    root: str = ""  # the origin of the pictures' addresses


class Tombstone(NamedTuple):
    """Of an entry: its id, when it was removed, and why or into which story."""

    id: str
    at: datetime
    notice: str = ""
    into: str = ""


def paper(request):
    return Subject("", reverse("front"), Article.objects.public())


def section(request, slug):
    section = section_at(slug)
    return Subject(section.name, section.get_absolute_url(), Article.objects.public().in_section(section))


def author(request, pk):
    author = public_author(pk)
    return Subject(author.name, author.get_absolute_url(), Article.objects.public().by(author))


def page_name(request, name):
    """Stories on all pages with this name (版名)."""
    pages = Page.objects.public().filter(name=name)
    newest = pages.select_related("issue").order_by("-issue__date").first()
    if not name or newest is None:
        raise Http404
    return Subject(name, newest.get_absolute_url(), Article.objects.public().under_page_name(name))


def search(request):
    """The results of the search page, newest first; 404 if the search is empty or invalid."""
    filter = ArticleFilter(request.GET, Article.objects.public(), request=request)
    if not filter.is_valid() or not any(filter.form.cleaned_data.values()):
        raise Http404
    name = f"{_('Search')}：{filter.form.cleaned_data['q']}".removesuffix("：")
    return Subject(
        name, f"{reverse('search')}?{request.GET.urlencode()}", filter.qs, feed_address=request.get_full_path()
    )


def corrections(request):
    return Subject(_("Corrections"), reverse("corrections"), Correction.objects.public())


class FullText:
    """Removes characters that XML does not allow, and dates the feed by the paper's last change: a story that leaves
    the feed, for another section or for good, must not set its date back."""

    def __init__(self, title, link, description, **fields):
        fields = {key: fit_for_xml(value) for key, value in fields.items()}
        super().__init__(fit_for_xml(title), link, fit_for_xml(description), **fields)

    def latest_post_date(self):
        return self.feed["changed_at"]

    def add_item(self, **item):
        super().add_item(**{key: fit_for_xml(value) for key, value in item.items()})


class Rss(FullText, Rss201rev2Feed):
    def rss_attributes(self):
        namespaces = {
            "content": "http://purl.org/rss/1.0/modules/content/",
            "dc": "http://purl.org/dc/elements/1.1/",
            "media": "http://search.yahoo.com/mrss/",
        }
        return super().rss_attributes() | {f"xmlns:{prefix}": uri for prefix, uri in namespaces.items()}

    def add_item_elements(self, handler, item):
        # Some news readers treat an RSS title as HTML, some as plain text; quotation marks are the same in both.
        title = html.escape(item["title"], quote=False)
        # RSS allows one enclosure; media:content names all pictures.
        super().add_item_elements(handler, {**item, "title": title, "enclosures": item["enclosures"][:1]})
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["text"])
        for picture in item["pictures"]:
            add_media(handler, picture)


def add_media(handler, picture):
    """Media RSS (https://www.rssboard.org/media-rss)."""
    file, small = picture.largest, picture.smallest
    size = {"width": str(file.width), "height": str(file.height), "fileSize": str(file.bytes)}
    handler.startElement("media:content", {"url": file.url, "type": file.mime, "medium": "image", **size})
    for name, text in (("description", picture.caption), ("copyright", picture.copyright_holder)):
        if text:
            handler.addQuickElement(f"media:{name}", fit_for_xml(text))
    for credit in picture.picture.photographers:
        handler.addQuickElement("media:credit", fit_for_xml(credit.author.name), {"role": "photographer"})
    thumbnail = {"url": small.url, "width": str(small.width), "height": str(small.height)}
    handler.addQuickElement("media:thumbnail", attrs=thumbnail)
    handler.endElement("media:content")


class Atom(FullText, Atom1Feed):
    """With a tombstone (RFC 6721) for each story withdrawn or merged, so that news readers remove it."""

    def __init__(self, title, link, description, **fields):
        # Feeds that link to the same page still need different ids.
        super().__init__(title, link, description, **{**fields, "feed_guid": fields["feed_url"]})

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for each in self.feed["gone"]:
            handler.startElement("at:deleted-entry", {"ref": each.id, "when": rfc3339_date(each.at)})
            if each.notice:
                handler.addQuickElement("at:comment", fit_for_xml(each.notice))
            if each.into:
                handler.addQuickElement("link", attrs={"rel": "related", "href": each.into})
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["text"], {"type": "html"})


class PaperFeed(Feed):
    language = "zh-cn"

    def __init__(self, subject, feed_type):
        self.subject = subject
        self.feed_type = feed_type

    @method_decorator(publicly_cached)
    def __call__(self, request, **names):
        return super().__call__(request, **names)

    def get_object(self, request, **names):
        subject = self.subject(request, **names)
        return subject._replace(feed_address=subject.feed_address or request.path, root=root(request))

    def title(self, subject):
        return " · ".join(filter(None, [subject.name, settings.NEWSPAPER["name"]]))

    def description(self, subject):
        return settings.NEWSPAPER["motto"] or self.title(subject)

    def author_name(self):
        return settings.NEWSPAPER["name"]

    # Without a host, Django adds that of the request.

    def link(self, subject):
        return settings.NEWSROOM_URL + subject.address

    def feed_url(self, subject):
        return settings.NEWSROOM_URL + subject.feed_address

    def item_link(self, row):
        return settings.NEWSROOM_URL + row.get_absolute_url()

    def feed_extra_kwargs(self, subject):
        gone = recently_gone()
        moments = [Article.objects.public().last_change(), *(story.updated_at for story in gone)]
        latest = max(filter(None, moments), default=NEVER)
        return {
            "changed_at": localtime(latest),
            "gone": [tombstone(subject, story) for story in self.removed(subject, gone)],
        }

    def removed(self, subject, gone):
        """Those of `gone` that were among the feed's items, or may have been."""
        return []


def recently_gone():
    """The stories withdrawn or merged last, of the whole paper: which of them a search would find is not public."""
    shown = ("date", "status", "updated_at")
    withdrawn = Article.objects.withdrawn().only("withdrawn_at", "withdrawal_notice", *shown)
    merged = Article.objects.merged_into_public().only("merged_into", *shown)
    stories = [story for each in (withdrawn, merged) for story in each.with_changed().order_by("-changed_at")[:NEWEST]]
    # One that was withdrawn before it was merged is in both.
    return list({story.pk: story for story in stories}.values())


def tombstone(subject, story):
    if story.status == Article.Status.MERGED:
        into = subject.root + reverse("article", args=[story.merged_into_id])
        return Tombstone(subject.root + story.get_absolute_url(), localtime(story.updated_at), into=into)
    at = localtime(story.withdrawn_at)
    return Tombstone(subject.root + story.get_absolute_url(), at, notice=story.withdrawal_notice)


class StoryFeed(PaperFeed):
    def get_object(self, request, **names):
        """The newest stories in whole days, so that none of a busy day is left out."""
        subject = super().get_object(request, **names)
        rows = subject.rows.newest_first()
        last = rows.values_list("date", flat=True)[NEWEST - 1 : NEWEST].first()
        return subject._replace(rows=rows.filter(date__gte=last) if last else rows, since=last)

    def removed(self, subject, gone):
        return [story for story in gone if subject.since is None or story.date >= subject.since]

    def items(self, subject):
        stories = subject.rows.select_related("section").with_bylines().with_pictures()
        stories = stories.prefetch_related("corrections").defer("imported")
        for story in stories:
            story.placed = placed(story.printed_blocks, story.pictures, subject.root)
        return stories

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return escape(article.summary)

    def item_pubdate(self, article):
        return article.published()

    def item_updateddate(self, article):
        return article.last_changed()

    def item_categories(self, article):
        return [article.section.name] if article.section else []

    def item_enclosures(self, article):
        files = [picture.largest for picture in pictures_of(article)]
        return [Enclosure(file.url, str(file.bytes), file.mime) for file in files]

    def item_extra_kwargs(self, article):
        names = dict.fromkeys(each.author.name for each in article.bylines)
        return {"authors": list(names), "text": full_text(article), "pictures": pictures_of(article)}


class CorrectionFeed(PaperFeed):
    """Corrections and withdrawals. A withdrawal has its notice and never the story's words."""

    def items(self, subject):
        corrections = subject.rows.newest_first().select_related("article")[:NEWEST]
        withdrawn = withdrawn_stories().order_by("-withdrawn_at")[:NEWEST]
        return sorted([*corrections, *withdrawn], key=self.item_pubdate, reverse=True)[:NEWEST]

    def item_title(self, row):
        if isinstance(row, Article):
            return _("Withdrawn: a story of %(day)s") % {"day": day_text(row.date)}
        return f"{row.get_kind_display()}：{row.article.title}"

    def item_description(self, row):
        return escape(text_of_notice(row))

    def item_pubdate(self, row):
        return localtime(row.withdrawn_at if isinstance(row, Article) else row.created_at)

    item_updateddate = item_pubdate

    def item_extra_kwargs(self, row):
        text = linebreaks(text_of_notice(row), autoescape=True)
        return {"authors": [settings.NEWSPAPER["name"]], "text": text, "pictures": []}


def text_of_notice(row):
    """Of a correction or a withdrawn story."""
    if isinstance(row, Article):
        return row.withdrawal_notice or _("The newspaper has taken it back.")
    return row.text


def pictures_of(article):
    return [picture for _block, picture in article.placed if picture]


def full_text(article):
    """Corrections, kicker, deck, pictures and body as HTML; the headline is the item's title."""
    corrections = [each.sentence for each in article.corrections.all()]
    lines = [Block("paragraph", line) for line in (*corrections, article.kicker, article.deck) if line]
    return SafeString(as_html(lines) + with_figures(article.placed))
