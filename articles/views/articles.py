"""One story."""

from typing import NamedTuple

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render

from articles.models import Article, Correction, Page, Placement


class Jump(NamedTuple):
    """A mark that sends the reader to another page of the issue, and that page where readers may open it."""

    number: str
    page: Page | None


CORRECTIONS = Prefetch("corrections", Correction.objects.newest_first().for_readers())


def article(request, pk):
    """A story; in place of one that was taken back a notice (410), and of one that was merged the way to the other."""
    stories = Article.objects.public().select_related("section").with_bylines().with_placements()
    article = stories.prefetch_related(CORRECTIONS).filter(pk=pk).first()
    return show(request, article) if article else what_became_of_it(request, pk)


def what_became_of_it(request, pk):
    if moved := Article.objects.moved().filter(pk=pk).first():
        return redirect("article", moved.merged_into_id, permanent=True)
    withdrawn = get_object_or_404(Article.objects.withdrawn(), pk=pk)
    return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn}, status=410)


def show(request, article):
    placements, blocks = list(article.placements.all()), article.blocks
    context = {
        "article": article,
        "blocks": blocks,
        "first_paragraph": next((block for block in blocks if block.kind == "paragraph"), None),
        "placements": placements,
        "issue": placements[0].page.issue if placements else None,
        **neighbours(placements),
        **jumps(placements),
    }
    return render(request, "articles/article.html", context)


def neighbours(placements):
    """The stories of the page where this one begins, and of them the one before and the one after."""
    if not placements:
        return {}
    on_page = list(
        Placement.objects.public()
        .filter(page=placements[0].page)
        .as_printed()
        .select_related("article")
        .only("order", "article__title", "article__headline")
    )
    place = on_page.index(placements[0])
    return {
        "same_page": [placement.article for placement in on_page],
        "previous_story": on_page[place - 1].article if place else None,
        "next_story": on_page[place + 1].article if place + 1 < len(on_page) else None,
    }


def jumps(placements):
    """Where the story came from and goes on, as far as those parts do not stand here already."""
    if not placements:
        return {}
    first, last = placements[0], placements[-1]
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
