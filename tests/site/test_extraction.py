"""Reader views and archives find a story's text in its page; `python -m tests.benchmarks.extractors` asks some."""

import re

import html5lib
import pytest

from articles.models import Correction, Issue, Page

from .rows import illustrate, picture, printed
from .test_structured_data import news_article

pytestmark = pytest.mark.django_db

# Programs that extract text drop an element with one of these in the name of its class, or take it for a byline.
NOT_TEXT = ("author", "bar", "byline", "comment", "date", "foot", "links", "meta", "share", "social", "tags", "tools")


@pytest.fixture
def page(client):
    """Reads a story's page as the HTML standard says."""

    def read(article):
        html = re.sub("<!--.*?-->", "", client.get(article.get_absolute_url()).content.decode())
        return html5lib.parse(html, namespaceHTMLElements=False)

    return read


def words(element):
    return "".join(element.itertext()).split()


def by_class(tree, name):
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


def whole_story(**fields):
    """With everything that can stand around the text."""
    printed("上一篇")
    article = printed(
        "主题", kicker="引题", deck="副题", dateline="本报讯", section="environment", byline=[("记者", "曹璐")],
        jump={"continued_from": "1", "continued_on": "3"}, **fields,
    )  # fmt: skip
    Correction.objects.create(article=article, text="应为“河湖”。")
    Page.objects.create(issue=Issue.objects.get(), number="3", order=3)
    return illustrate(article, picture(by=["丁彤"]), caption="河面")


@pytest.mark.parametrize("body", ["只有一段。", "第一行，\n\n第二行。", "开头。\n\n## 小标题\n\n结尾。"])
def test_the_text_stands_alone_in_its_element(page, body):
    (text,) = by_class(page(whole_story(body=body)), "article-text")
    figures = [word for figure in text.iter("figure") for word in words(figure)]
    assert figures == ["河面", "摄影：丁彤"]
    (section,) = text.iter("section")
    assert "".join(words(section)) == "本报讯" + body.replace("## ", "").replace("\n", "")
    assert words(text) == figures + words(section)


def test_every_paragraph_that_is_not_text_is_marked_as_such(page):
    tree = page(whole_story(body="开头。\n\n结尾。"))
    (article,) = tree.iter("article")
    marked = [*by_class(article, "meta"), *article.iter("aside"), *article.iter("footer"), *by_class(article, "text")]
    outside = set(article.iter("p")) - {paragraph for element in marked for paragraph in element.iter("p")}
    assert [words(paragraph) for paragraph in outside] == []


def test_nothing_in_the_text_is_named_like_something_else(page):
    (text,) = by_class(page(whole_story(body="开头。\n\n图：远处\n\n## 小标题\n\n结尾。")), "text")
    names = {element.get("class") for element in text.iter() if element.get("class")}
    assert [name for name in names if any(mark in name for mark in NOT_TEXT)] == []


def test_the_title_of_the_page_is_the_headline_and_the_newspaper(page):
    # newspaper4k cuts a title at "|", and not at "·".
    assert page(printed("主题")).findtext("head/title") == "主题 | 本县日报"


def test_the_text_in_the_data_has_no_captions_of_pictures(client):
    article = illustrate(printed(body="开头。\n\n图1：新桥\n\n图：远处\n\n结尾。"), picture())
    data = news_article(client, article)
    assert data["articleBody"] == "开头。\n远处\n结尾。"
    assert data["image"][-1]["caption"] == "新桥"
