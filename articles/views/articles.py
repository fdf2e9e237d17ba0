"""One story."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404, redirect, render

from articles.addresses import address
from articles.models import Article, Page
from articles.story import public_story, related_to, stories_on
from articles.templatetags.newspaper import day_text


class Jump(NamedTuple):
    """A mark that sends the reader to another page of the issue, and that page where readers may open it."""

    number: str
    page: Page | None


class Neighbour(NamedTuple):
    """Another story of the same printed page."""

    pk: int
    title: str
    get_absolute_url: str


def article(request, pk):
    """A story; in place of one that was taken back a notice (410), and of one that was merged the way to the other."""
    article = public_story(pk)
    return show(request, article) if article else what_became_of_it(request, pk)


def what_became_of_it(request, pk):
    if moved := Article.objects.moved().filter(pk=pk).first():
        return redirect("article", moved.merged_into_id, permanent=True)
    withdrawn = get_object_or_404(Article.objects.withdrawn(), pk=pk)
    return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn}, status=410)


def show(request, article):
    placements = list(article.placements.all())
    around = {
        "placements": placements,
        "issue": placements[0].page.issue if placements else None,
        "related": [
            {"title": title, "url": address("article", pk), "date": day_text(date)}
            for pk, title, date in related_to(article)
        ],
        **neighbours(placements),
        **jumps(placements),
    }
    return render(request, "articles/article.html", described(article) | around)


def described(article):
    """What the story says, without the paper around it."""
    blocks = article.blocks
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    return {"article": article, "blocks": blocks, "first_paragraph": first}


def neighbours(placements):
    """The stories of the page where this one begins, and of them the one before and the one after."""
    if not placements:
        return {}
    on_page = [Neighbour(pk, title, address("article", pk)) for pk, title in stories_on(placements[0].page)]
    place = [each.pk for each in on_page].index(placements[0].article_id)
    return {
        "same_page": on_page,
        "previous_story": on_page[place - 1] if place else None,
        "next_story": on_page[place + 1] if place + 1 < len(on_page) else None,
    }


def jumps(placements):
    """Where the story came from and goes on, as far as those parts do not stand here already."""
    if not placements:
        return {}
    first, last = placements[0], placements[-1]
    if not (first.continued_from or last.continued_on):
        return {}
    pages = {
        without_zeros(page.number): page
        for page in Page.objects.public().for_navigation().filter(issue=first.page.issue_id)
    }
    return {
        "continued_from": jump(first.continued_from, pages),
        "continued_on": jump(last.continued_on, pages),
    }


def jump(number, pages):
    return Jump(number, pages.get(without_zeros(number))) if number else None


def without_zeros(number):
    """Papers that number their pages 01, 02 still print 下转2版."""
    return number.lstrip("0")
