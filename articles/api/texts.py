import re

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.address_lookup import Moved
from articles.addresses import root
from articles.pictures.published import placed
from articles.text.dates import day_text

from .base import SECONDS
from .errors import Withdrawn
from .stories import ALL_FIELDS, conditional

# Characters with a meaning in Markdown (https://spec.commonmark.org/0.31.2/#backslash-escapes).
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
LIST_MARK = re.compile(r"^(\d+)([.)])|^([-+=])")


def as_text(article, root):
    """Headlines, byline, placement and text, with paragraphs indented by two characters."""
    parts = [
        "\n".join(filter(None, [article.kicker, article.title, article.deck])),
        "\n".join(filter(None, [byline(article), place(article)])),
        *notices(article),
        *(block_as_text(*pair) for pair in placed(article.printed_blocks, article.pictures, root)),
        root + article.get_absolute_url(),
    ]
    return "\n\n".join(parts) + "\n"


def as_markdown(article, root):
    parts = [
        escaped(article.kicker),
        f"# {escaped(article.title)}",
        escaped(article.deck),
        escaped(byline(article)),
        escaped(place(article)),
        *(f"> {escaped(notice)}" for notice in notices(article)),
        *(block_as_markdown(*pair) for pair in placed(article.printed_blocks, article.pictures, root)),
        f"<{root}{article.get_absolute_url()}>",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def block_as_text(block, picture):
    """A picture is its caption with the address of the file."""
    if picture:
        return f"{captioned(block, picture)}\n{picture.largest.url}"
    return {"paragraph": "　　{}", "subhead": "{}", "caption": f"{block.mark}{{}}"}[block.kind].format(block.text)


def block_as_markdown(block, picture):
    if picture:
        return f"![{escaped(picture.alt)}]({picture.largest.url})\n\n*{escaped(captioned(block, picture))}*"
    return {"paragraph": "{}", "subhead": "## {}", "caption": f"*{block.mark}{{}}*"}[block.kind].format(
        escaped(block.text)
    )


def captioned(block, picture):
    """图2：河面　摄影 丁彤"""
    return "　".join(filter(None, [block.mark + block.text, picture.credit]))


def byline(article):
    """记者 曹璐　通讯员 余波"""
    return "　".join(f"{each.role} {each.author.name}".strip() for each in article.bylines)


def notices(article):
    """更正（2023年7月21日）：…, one line for each correction."""
    return [" ".join(each.sentence.split()) for each in article.corrections.all()]


def place(article):
    """本县日报　2023年7月20日　第2版：综合新闻"""
    pages = [placement.page.label for placement in article.placements.all()]
    return "　".join([settings.NEWSPAPER["name"], day_text(article.date), *pages])


def escaped(text):
    return LIST_MARK.sub(lambda mark: f"{mark[1]}\\{mark[2]}" if mark[1] else f"\\{mark[3]}", SIGNS.sub(r"\\\1", text))


def text_view(write, content_type):
    def view(request, pk):
        def show(article):
            return HttpResponse(write(article, root(request)), content_type=content_type)

        try:
            return conditional(request, pk, ALL_FIELDS, show)
        except Moved as moved:
            return moved.redirect(request)
        except Withdrawn as withdrawn:
            return HttpResponse(f"{withdrawn.detail}\n", status=410, content_type=content_type)

    return require_safe(cache_control(public=True, max_age=SECONDS)(view))


text = text_view(as_text, "text/plain; charset=utf-8")
markdown = text_view(as_markdown, "text/markdown; charset=utf-8")
