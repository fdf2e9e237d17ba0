"""The paragraphs of a story, each with buttons for its steps."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import editing
from articles.importing import read_people
from articles.models import Article, Placement
from articles.text.characters import beginning

MAX_OPENINGS = 60


def blocks_of(article, actor: editing.Actor) -> dict:
    """The story's blocks as the actor edits them, the next story on the page, and the stories it may continue; without
    stories that the actor does not see."""
    if editing.waits(article, actor):
        # A pending version allows only steps within the story.
        seen = editing.as_seen(Article.objects.get(pk=article.pk), actor)
        return {"with_actions": _with_actions(seen, None, None, may_split=False)}
    visible = Article.objects.visible_to(actor.user)
    previous, following = (
        each if each and visible.filter(pk=each.pk).exists() else None for each in editing.neighbours(article)
    )
    blocks = _with_actions(article, previous, following)
    return {"with_actions": blocks, "following": following, "openings": _openings(article, actor.user)}


def _with_actions(article, previous, following, may_split=True):
    """Each block with its buttons: [(block, [(address, label), …]), …]."""
    blocks = []
    for at, block in enumerate(article.blocks):
        choices = _choices(block, len(article.blocks) > 1, at and may_split, previous, following)
        addresses = [reverse("admin:articles_article_block", args=[article.pk, at, what]) for what in choices]
        blocks.append((block, list(zip(addresses, choices.values(), strict=True))))
    return blocks


def _choices(block, has_others, may_split, previous, following):
    """{step: label of its button}"""
    choices = {"split": _("Split the story here")} if may_split else {}
    if has_others and previous:
        choices["before"] = _("Move to the end of “%(title)s”") % {"title": beginning(previous.title, 16)}
    if has_others and following:
        choices["after"] = _("Move to the start of “%(title)s”") % {"title": beginning(following.title, 16)}
    for kind, label in editing.KINDS.items():
        if kind != block.kind:
            choices[kind] = _("Make it a %(kind)s") % {"kind": label}
    if has_others and (people := read_people(block.text)):
        names = _(", ").join(f"{role} {name}".strip() for name, role in people)
        choices["byline"] = _("Make it the byline: %(names)s") % {"names": names}
    return choices


def _openings(article, user):
    """Placements that this story may continue: those on the issue's other pages, first those that jump to its page."""
    place = article.placements.select_related("page").first()
    if place is None:
        return []
    elsewhere = Placement.objects.visible_to(user).filter(page__issue=place.page.issue_id).exclude(page=place.page_id)
    elsewhere = elsewhere.exclude(article__status__in=Article.GONE).exclude(article=article)
    elsewhere = elsewhere.select_related("page", "article").as_printed()
    elsewhere = elsewhere.defer("page__source_text", "page__residue", "article__body", "article__imported")
    return sorted(elsewhere, key=lambda each: each.continued_on != place.page.number)[:MAX_OPENINGS]
