"""schema.org's NewsArticle and the comment of Chinese e-papers. `root` is the origin, before the path of a URL."""

import json

from django.conf import settings
from django.utils.safestring import mark_safe
from markupsafe import escape

from articles.models import Issue
from articles.pictures.published import SHAPES
from articles.text.dates import day_text

JSON = json.JSONEncoder(ensure_ascii=False)
# What could end a script element or begin a comment inside it (as in django.utils.html.json_script).
ESCAPES = [(mark, f"\\u{ord(mark):04X}") for mark in "<>&\u2028\u2029"]


def news_article(article, placements, corrections, root, pictures=()):
    """https://schema.org/NewsArticle, with a Person for each author, as search engines require. `pictures` are those of
    articles.pictures.published, the lead first."""
    url = root + article.get_absolute_url()
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "url": url,
            "mainEntityOfPage": url,
            "headline": article.title,
            "alternativeHeadline": [line for line in (article.kicker, article.deck) if line],
            "description": article.summary,
            "image": _images(pictures, root),
            "inLanguage": "zh-Hans",
            "isAccessibleForFree": True,
            "author": _authors(article, root) or [_newspaper(root)],
            "datePublished": article.published().isoformat(),
            "dateModified": article.last_changed().isoformat(),
            "dateline": article.dateline,
            # The captions of pictures are with the pictures.
            "articleBody": "\n".join(block.text for block in article.printed_blocks if not block.picture),
            "articleSection": article.section.name if article.section else "",
            "publisher": _publisher(root),
            "correction": [
                {"@type": "CorrectionComment", "text": each.text, "datePublished": each.date.isoformat()}
                for each in corrections
            ],
            **_printed(placements, root),
        }
    )


def breadcrumbs(root, *rows):
    """https://schema.org/BreadcrumbList from the newspaper to this page; rows that are None are left out."""
    steps = [(settings.NEWSPAPER["name"], "/")]
    steps += [(_name(row), row.get_absolute_url()) for row in rows if row]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": root + path}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def _name(row):
    return day_text(row.date) if isinstance(row, Issue) else getattr(row, "label", str(row))


def as_script(data):
    text = JSON.encode(data)
    for mark, escaped in ESCAPES:
        text = text.replace(mark, escaped)
    return mark_safe(text)  # noqa: S308  escaped just here


def enpproperty_of_article(article, pictures=()):
    """The comment that collectors of Chinese e-papers read, in the format of Founder's publishing system."""
    section = article.section
    return _enpproperty(
        {
            "articleid": article.pk,
            "date": f"{article.published():%Y-%m-%d %H:%M:%S}",
            "author": " ".join(dict.fromkeys(each.author.name for each in article.bylines)),
            "title": article.title,
            "keyword": article.own_keywords or "",
            "subtitle": article.deck,
            "introtitle": article.kicker,
            "siteid": 1,
            "nodeid": section.pk if section else "",
            "nodename": section.name if section else "",
            "nodesearchname": section.slug if section else "",
            "picurl": pictures[0].largest.url if pictures else "",
        }
    )


def enpproperty_of_page(page, image=""):
    """`image` is the address of its facsimile, if readers see all of it."""
    return _enpproperty(
        {
            "founder-date": page.issue.date.isoformat(),
            "founder-pagenum": page.number,
            "founder-papername": settings.NEWSPAPER["name"],
            "founder-type": 2,
            "founder-pagepicurl": image,
            "founder-content": page.name,
        }
    )


def _authors(article, root):
    return _people([each.author for each in article.bylines], root)


def _people(authors, root):
    people = dict.fromkeys(authors)
    return [{"@type": "Person", "name": each.name, "url": root + each.get_absolute_url()} for each in people]


def _newspaper(root):
    """The author of an unsigned story: 本报, not its owner."""
    return {"@type": "NewsMediaOrganization", "name": settings.NEWSPAPER["name"], "url": root + "/"}


def _images(pictures, root):
    """The lead in each shape that search engines ask for, and every picture as it is on the page.
    https://developers.google.com/search/docs/appearance/structured-data/article#article-types"""
    crops = [(lead, lead.crop(shape)) for lead in pictures[:1] for shape in SHAPES]
    whole = [(picture, picture.largest) for picture in pictures]
    return [_image(picture, file, root) for picture, file in (*crops, *whole)]


def _image(picture, file, root):
    """https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata"""
    return {
        "@type": "ImageObject",
        "url": file.url,
        "contentUrl": file.url,
        "width": file.width,
        "height": file.height,
        "caption": picture.caption,
        "creator": _people([each.author for each in picture.picture.photographers], root),
        "creditText": picture.credit,
        "copyrightNotice": picture.copyright_holder,
    }


def _publisher(root):
    return {
        **_newspaper(root),
        "name": settings.NEWSPAPER["publisher"] or settings.NEWSPAPER["name"],
        "logo": {"@type": "ImageObject", "url": root + "/apple-touch-icon.png", "width": 180, "height": 180},
        "correctionsPolicy": root + "/corrections/",
    }


def _printed(placements, root):
    if not placements:
        return {}
    pages = [placement.page for placement in placements]
    issue = pages[0].issue
    return {
        "printPage": "、".join(page.number for page in pages),
        "printSection": "、".join(dict.fromkeys(page.name for page in pages if page.name)),
        "printEdition": issue.number or issue.date.isoformat(),
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": issue.number,
            "datePublished": issue.date.isoformat(),
            "url": root + issue.get_absolute_url(),
            "isPartOf": {
                "@type": "Newspaper",
                "name": settings.NEWSPAPER["name"],
                "url": root + "/",
                "identifier": settings.NEWSPAPER["cn_number"],
            },
        },
    }


def _without_empty(data):
    if isinstance(data, list):
        return [_without_empty(each) for each in data]
    if not isinstance(data, dict):
        return data
    return {key: _without_empty(value) for key, value in data.items() if value not in ("", [])}


def _enpproperty(properties):
    # With < and > escaped, no text can end the comment or a property.
    inner = "".join(f"<{name}>{value and escape(value)}</{name}>" for name, value in properties.items())
    return mark_safe(f"<!--enpproperty {inner} /enpproperty-->")  # noqa: S308  every value was escaped
