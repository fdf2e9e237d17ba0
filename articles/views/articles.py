"""One story."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404, redirect, render

from articles.models import Article, Page
from articles.story import public_story, related_to


class Jump(NamedTuple):
    """A mark that sends the reader to another page of the issue, and that page where readers may open it."""

    number: str
    page: Page | None


def article(request, pk):
    """A story; in place of one that was taken back a notice (410), and of one that was merged the way to the other."""
    story = public_story(request, pk)
    return show(request, story) if story else what_became_of_it(request, pk)


def what_became_of_it(request, pk):
    if moved := Article.objects.merged_into_public().filter(pk=pk).first():
        return redirect("article", moved.merged_into_id, permanent=True)
    withdrawn = get_object_or_404(Article.objects.withdrawn(), pk=pk)
    return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn}, status=410)


def show(request, story):
    around = {
        "issue": story.placements[0].page.issue if story.placements else None,
        "related": related_to(request, story.article),
        **neighbours(story),
        **jumps(story.placements),
    }
    return render(request, "articles/article.html", described(story) | around)


def described(story):
    """What the story says, without the paper around it."""
    blocks = story.article.blocks
    first = next((block for block in blocks if block.kind == "paragraph"), None)
    return {"story": story, "article": story.article, "blocks": blocks, "first_paragraph": first}


def neighbours(story):
    """The stories of the page where this one begins, and of them the one before and the one after."""
    on_page = story.placements[0].stories if story.placements else []
    numbers = [each.pk for each in on_page]
    if story.article.pk not in numbers:  # withdrawn at this very moment
        return {}
    place = numbers.index(story.article.pk)
    return {
        "same_page": on_page,
        "previous_story": on_page[place - 1] if place else None,
        "next_story": on_page[place + 1] if place + 1 < len(numbers) else None,
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
