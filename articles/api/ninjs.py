"""Articles and issues as IPTC ninjs 3.0 (https://iptc.org/standards/ninjs/)."""

from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.db.models import Prefetch
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from articles.address_lookup import public_issue, withdrawn_article
from articles.addresses import root
from articles.models import Article, PictureUse, Placement
from articles.pictures.published import placed, with_figures
from articles.text.dates import day_text

from .base import PRINTED, PublicResource
from .stories import ALL_FIELDS, with_fields
from .texts import byline

STANDARD = {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}
LONG = ["page__source_text", "page__residue", "article__imported", "article__section_reason"]
NINJS = {"$ref": "#/components/schemas/NinjsItem"}


@extend_schema(
    summary=_("One article as IPTC ninjs 3.0. A withdrawn article has the pubStatus “canceled”, and no text."),
    responses={200: NINJS},
)
class ArticleNinjs(PublicResource):
    def get(self, request, pk):
        article = with_fields(Article.objects.public(), ALL_FIELDS).filter(pk=pk).first()
        if article is None:
            return Response({"standard": STANDARD, **canceled_item(withdrawn_article(pk), root(request))})
        pages = [page_item(placement.page, [], root(request)) for placement in article.placements.all()]
        item = article_item(article, root(request), pages)
        return Response({"standard": STANDARD, **item})


@extend_schema(tags=[PRINTED], summary=_("One issue as IPTC ninjs 3.0, page by page."), responses={200: NINJS})
class IssueNinjs(PublicResource):
    def get(self, request, date):
        issue = public_issue(date)
        placements = Placement.objects.public().filter(page__issue=issue).as_printed().for_lists()
        pictures = Prefetch("article__picture_uses", PictureUse.objects.for_readers(), to_attr="pictures")
        placements = placements.defer(None).defer(*LONG).prefetch_related("article__corrections", pictures)
        pages = [page_item(page, stories, root(request)) for page, stories in groupby(placements, attrgetter("page"))]
        name = " ".join(filter(None, [settings.NEWSPAPER["name"], day_text(issue.date), issue.number]))
        item = composite(root(request) + issue.get_absolute_url(), name)
        return Response({"standard": STANDARD, **item, **associated(pages)})


def article_item(article, root, pages=()):
    """引题, 主题 and 副题 get the roles kicker, main and deck. Associated are the pictures and the items of `pages`."""
    blocks = article.printed_blocks
    text = "\n\n".join(block.text for block in blocks)
    pairs = placed(blocks, article.pictures, root)
    stack = [("kicker", article.kicker), ("main", article.title), ("deck", article.deck)]
    notices = [("correction", notice.text) for notice in article.corrections.all()]
    return {
        "uri": root + article.get_absolute_url(),
        "type": "text",
        "representationType": "full",
        "version": str(article.version + len(notices)),
        "firstCreated": article.published().isoformat(),
        "versionCreated": article.last_changed().isoformat(),
        "pubStatus": "usable",
        "language": "zh-Hans",
        "title": article.title,
        "copyrightHolder": settings.NEWSPAPER["publisher"] or settings.NEWSPAPER["name"],
        "by": byline(article),
        "headlines": [{"role": role, "value": value} for role, value in stack if value],
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in [("summary", article.summary), *notices]
        ],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text},
            {"role": "richtext", "contentType": "text/html", "value": with_figures(pairs)},
        ],
        "infoSources": [
            {"name": each.author.name, "role": each.role, "uri": root + each.author.get_absolute_url()}
            for each in article.bylines
        ],
        "subjects": [
            {"name": section.name, "literal": section.slug, "uri": root + section.get_absolute_url()}
            for section in filter(None, [article.section])
        ],
        **associated([*(picture_item(picture) for _block, picture in pairs if picture), *pages]),
    }


def canceled_item(article, root):
    """Tells a program that has the story to remove it. The response is a 200, not the 410 of other formats: the item is
    the news that the story is withdrawn, and programs that read ninjs do not read the body of an error."""
    item = {
        "uri": root + article.get_absolute_url(),
        "type": "text",
        "versionCreated": localtime(article.withdrawn_at).isoformat(),
        "pubStatus": "canceled",
        "language": "zh-Hans",
        "edNote": article.withdrawal_notice,
    }
    return {name: value for name, value in item.items() if value}


def picture_item(picture):
    """A picture is identified by its largest file."""
    row, file = picture.picture, picture.largest
    texts = [("caption", picture.caption), ("altText", picture.alt)]
    sources = [{"name": each.author.name, "role": each.role} for each in row.photographers]
    item = {
        "name": picture.caption or picture.alt or f"图{picture.use.number}",
        "uri": file.url,
        "type": "picture",
        "contentCreated": row.taken_at and localtime(row.taken_at).isoformat(),
        "copyrightHolder": picture.copyright_holder,
        "by": picture.by,
        "descriptions": [{"role": role, "contentType": "text/plain", "value": value} for role, value in texts if value],
        "infoSources": sources + ([{"name": row.source}] if row.source else []),
        "renditions": [rendition(each, file) for each in picture.files],
    }
    return {name: value for name, value in item.items() if value}


def rendition(file, main):
    """The one named main is the largest JPEG."""
    return {
        "name": "main" if file == main else file.name,
        "href": file.url,
        "contentType": file.mime,
        "width": file.width,
        "height": file.height,
        "sizeInBytes": file.bytes,
    }


def page_item(page, placements, root):
    stories = [{"name": each.article.title, **article_item(each.article, root)} for each in placements]
    item = composite(root + page.get_absolute_url(), page.label)
    return {"name": page.label, **item, **associated(stories)}


def composite(uri, title):
    return {"uri": uri, "type": "composite", "language": "zh-Hans", "title": title}


def associated(items):
    return {"associations": items} if items else {}
