"""公众号 and elsewhere: a story, or the public stories of a page, as formatted text for the clipboard.

WeChat's editor keeps inline styles and nothing else. The desk's pages forbid them, so the HTML is never part of a page:
a script puts it on the clipboard."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.models import Article, Page

TEXT = "font-size:16px;line-height:1.8;color:#333;text-align:justify"
STYLES = {
    "kicker": "margin:0 0 4px;font-size:15px;color:#777",
    "headline": "margin:0 0 6px;font-size:20px;line-height:1.4;font-weight:bold;color:#222",
    "deck": "margin:0 0 6px;font-size:16px;color:#555",
    "byline": "margin:0 0 16px;font-size:14px;color:#888",
    "paragraph": "margin:0 0 16px;text-indent:2em",
    "subhead": "margin:24px 0 12px;padding-left:10px;border-left:3px solid #a61b1b;font-weight:bold",
    "caption": "margin:0 0 16px;font-size:13px;color:#888;text-align:center",
    "picture": "margin:0 0 8px;text-align:center",
}


def story_html(article, request, *, with_headline: bool) -> str:
    """The story with inline styles. Pictures are shown from the site, so only a public story has them."""
    lines = [*(_heading(article) if with_headline else []), ("byline", byline_of(article))]
    above, in_text = _pictures(article, request)
    parts = [_line(kind, text) for kind, text in lines if text] + above
    dateline = article.dateline
    for block in article.blocks:
        if block.kind == "caption" and block.picture in in_text:
            parts.append(in_text[block.picture])
        text = dateline + block.text if block.kind == "paragraph" else block.text
        dateline = "" if block.kind == "paragraph" else dateline
        parts.append(_line(block.kind, text))
    return format_html('<section style="{}">{}</section>', TEXT, mark_safe("".join(parts)))  # noqa: S308 (escaped above)


def story_text(article, *, with_headline: bool) -> str:
    heading = [text for _kind, text in _heading(article)] if with_headline else []
    blocks = [block.text for block in article.blocks]
    first = next((at for at, block in enumerate(article.blocks) if block.kind == "paragraph"), None)
    if first is not None:
        blocks[first] = article.dateline + blocks[first]
    return "\n\n".join(text for text in (*heading, byline_of(article), *blocks) if text)


def byline_of(article) -> str:
    return "　".join(f"{each.role} {each.author.name}".strip() for each in article.bylines)


def _heading(article):
    return [(name, getattr(article, name)) for name in ("kicker", "headline", "deck") if getattr(article, name)]


def _line(kind, text):
    return format_html('<p style="{}">{}</p>', STYLES[kind], text)


def _pictures(article, request) -> tuple[list[str], dict[int, str]]:
    """HTML of the pictures above the text, with their captions, and of the others by their number."""
    above, in_text = [], {}
    named = {block.picture for block in article.blocks}
    for use in article.pictures if article.is_public else []:
        files = [each for each in use.picture.renditions if each["name"].endswith(".jpg") and "-" not in each["name"]]
        if not files:
            continue
        name = max(files, key=lambda each: each["width"])["name"]
        address = absolute(request, reverse("picture", args=[use.picture.pk, name]))
        image = format_html('<p style="{}"><img src="{}" alt="{}"></p>', STYLES["picture"], address, use.alt)
        if use.number in named:
            in_text[use.number] = image
        else:
            above += [image, _line("caption", use.caption)] if use.caption else [image]
    return above, in_text


class StoryElsewhere:
    """A mixin for the stories' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.elsewhere_view)
        return [path("<int:pk>/elsewhere/", view, name="articles_article_elsewhere"), *super().get_urls()]

    def elsewhere_view(self, request, pk):
        article = self.visible_story(request, pk)
        article = Article.objects.with_bylines().with_pictures().get(pk=article.pk)
        link = absolute(request, article.get_absolute_url()) if article.is_public else ""
        context = {
            "heading": article.title,
            "formatted": story_html(article, request, with_headline=False),
            "plain": story_text(article, with_headline=False),
            "shared": "\n".join(filter(None, [article.title, article.summary, link])) if link else "",
        }
        return self.desk_page(
            request, "article/elsewhere.html", _("For WeChat and elsewhere"), article=article, **context
        )


class PageElsewhere:
    """A mixin for the pages' ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.elsewhere_view)
        return [path("<int:pk>/elsewhere/", view, name="articles_page_elsewhere"), *super().get_urls()]

    def elsewhere_view(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(Page.objects.for_navigation(), pk=pk)
        stories = Article.objects.public().filter(placements__page=page).order_by("placements__order")
        stories = list(stories.with_bylines().with_pictures())
        link = absolute(request, page.get_absolute_url()) if stories else ""
        title = f"{page.issue.date.isoformat()} {page.label}"
        context = {
            "heading": title,
            "formatted": "<p><br></p>".join(story_html(story, request, with_headline=True) for story in stories),
            "plain": "\n\n\n".join(story_text(story, with_headline=True) for story in stories),
            "shared": "\n".join([title, *(story.title for story in stories), link]) if link else "",
        }
        return self.desk_page(request, "article/elsewhere.html", _("For WeChat and elsewhere"), **context)
