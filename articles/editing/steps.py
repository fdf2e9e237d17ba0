"""Steps that rearrange stories read wrongly from a page: split, merge, move, turn, join.

A step can be undone until one of its stories is changed again. Without the permission to amend public stories it
becomes pending (see pending_steps), and the function returns None.

Nothing is deleted: a story merged into another keeps its row, placement and address, which redirects. So importing a
corrected page again still finds every story."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Action, Article, Placement, Problem, Step, joined_zone
from articles.text.body import Block, as_text, joined, with_dateline
from articles.text.characters import beginning

from . import snapshots
from .actors import Actor, Refused, Stale, record
from .pictures import brought_into, parted, pictures_of, write_pictures
from .rearranging import rearranging

# Problems that are settled by joining a continuation.
ANSWERED = ("opening_not_found", "opening_not_held", "continuation_not_found", "continuation_not_held", "no_headline")
KINDS = {"paragraph": gettext_lazy("paragraph"), "subhead": gettext_lazy("subhead"), "caption": gettext_lazy("caption")}


# The steps


def split(pk, actor: Actor, at: int, version=None) -> Step | None:
    """Make the blocks from index `at` on a new story; a subhead there becomes its headline."""
    with rearranging(Step.Kind.SPLIT, actor, pk, version) as (rearrangement, article):
        blocks = article.blocks
        if not 0 < at < len(blocks):
            raise Refused(_("A story can be split before its second paragraph or a later one."))
        article.body = as_text(blocks[:at])
        article.save()
        stay, go = parted(pictures_of(article), blocks[at:])
        write_pictures(article, stay)
        # Text that readers see already stays public; otherwise the new story is reviewed from the start.
        status = article.status if article.is_public else Article.Status.DRAFT
        rearrangement.new.append(new_part(article, *_as_part(blocks[at:]), go, status, actor))
    return rearrangement.step


def merge_with_next(pk, actor: Actor, version=None) -> Step | None:
    """Merge the next story on the page into this one: its headline becomes a subhead, its authors join the byline."""
    with rearranging(Step.Kind.MERGE, actor, pk, version) as (rearrangement, article):
        following = rearrangement.take(_neighbour(article, +1).pk)
        heading = [Block("subhead", following.headline)] if following.headline else []
        text = _bring_pictures(article, following, with_dateline(following.dateline, following.blocks))
        _take_in(article, following, [*article.blocks, *heading, *text], actor)
    return rearrangement.step


def move_block(pk, actor: Actor, at: int, towards: int, version=None) -> Step | None:
    """Move block `at` to the end of the previous story on the page (`towards` -1) or the start of the next (+1)."""
    with rearranging(Step.Kind.MOVE, actor, pk, version) as (rearrangement, article):
        neighbour = rearrangement.take(_neighbour(article, towards).pk)
        blocks, block = _without(article, at)
        if not blocks:
            raise Refused(_("This is the story’s only paragraph; merge the stories instead."))
        stay, go = parted(pictures_of(article), [block])
        both, moved = brought_into(neighbour, pictures_of(neighbour), go, [block])
        theirs = neighbour.blocks
        article.body = as_text(blocks)
        neighbour.body = as_text([*theirs, *moved] if towards < 0 else [*moved, *theirs])
        article.save()
        neighbour.save()
        write_pictures(article, stay)
        write_pictures(neighbour, both)
    return rearrangement.step


def turn_block(pk, actor: Actor, at: int, kind: str, version=None) -> Step | None:
    with rearranging(Step.Kind.TURN, actor, pk, version) as (rearrangement, article):
        blocks, block = _without(article, at)
        if kind not in KINDS:
            raise Refused(_("A block is a paragraph, a subhead or a caption."))
        article.body = as_text([*blocks[:at], Block(kind, block.text), *blocks[at:]])
        article.save()
    return rearrangement.step


def turn_into_byline(pk, actor: Actor, at: int, people: Iterable[tuple[str, str]], version=None) -> Step | None:
    """Remove block `at` and append the `people` it names, as (name, role), to the byline."""
    with rearranging(Step.Kind.TURN, actor, pk, version) as (rearrangement, article):
        blocks, block = _without(article, at)
        if not people:
            raise Refused(_("No name was recognised in this paragraph."))
        if not blocks:
            raise Refused(_("This is the story’s only paragraph."))
        article.body = as_text(blocks)
        article.save()
        _add_to_byline(article, [[None, name, role, beginning(block.text, 200)] for name, role in people])
    return rearrangement.step


def join(pk, actor: Actor, opening_pk, version=None) -> Step | None:
    """Merge a continuation into the story it continues: text, byline and placements."""
    if pk == opening_pk:
        raise Refused(_("A story cannot be joined to itself."))
    with rearranging(Step.Kind.JOIN, actor, pk, version) as (rearrangement, continuation):
        opening = rearrangement.take(opening_pk)
        text = _bring_pictures(opening, continuation, with_dateline(continuation.dateline, continuation.blocks))
        blocks = joined(opening.blocks, text)
        _take_in(opening, continuation, blocks, actor)
        Problem.objects.open().filter(article=opening, code__in=ANSWERED).settle(actor.user)
    return rearrangement.step


# Pieces of the steps


def _as_part(blocks: list[Block]) -> tuple[str, str]:
    """(headline, body) of the story that these blocks become."""
    headline = blocks[0].text if blocks[0].kind == "subhead" and len(blocks) > 1 else ""
    return beginning(headline, 200), as_text(blocks[1:] if headline else blocks)


def new_part(article, headline, body, pictures, status, actor) -> Article:
    """Create the story split off `article`, placed after it in print."""
    part = Article(
        headline=headline,
        body=body,
        section=article.section,
        date=article.date,
        status=status,
        publish_at=article.publish_at,
        origin=Article.Origin.REARRANGED,
        created_by=article.created_by,
    )
    part.save()
    write_pictures(part, pictures)
    for placement in article.placements.select_related("page"):
        _insert_after(placement, part)
    record(actor, Action.CREATED, part, Step.Kind.SPLIT.label)
    return part


def _insert_after(placement, part):
    """Place `part` after the story of `placement`: with equal order, the newer row comes second."""
    Placement.objects.create(
        article=part,
        page=placement.page,
        order=placement.order,
        first_line=_line_of(part, placement) or placement.first_line,
        last_line=placement.last_line,
        zone=placement.zone,  # which lines of it are the part's, nobody knows
    )


def _line_of(part, placement):
    """The source line with the part's first words, or None."""
    words = (part.headline or part.body)[:12]
    lines = placement.page.source_lines(placement.first_line or 1, placement.last_line)
    return next((number for number, text in lines if words[:6] and text.strip().startswith(words[:6])), None)


def neighbours(article) -> tuple[Article | None, Article | None]:
    """The stories before and after on the page where the article begins; None where there is none."""
    placement = article.placements.first()
    if placement is None:
        return None, None
    on_page = placement.page.placements.select_related("article").order_by("order", "pk")
    stories = [each.article for each in on_page if each.article.status not in Article.GONE]
    if article not in stories:
        return None, None
    place = stories.index(article)
    return (stories[place - 1] if place else None), (stories[place + 1] if place + 1 < len(stories) else None)


def _neighbour(article, towards):
    """The previous (-1) or next (+1) story on the page where the article begins; raises Refused if there is none."""
    if not article.placements.exists():
        raise Refused(_("This story is not on a printed page, so it has no neighbours."))
    neighbour = neighbours(article)[0 if towards < 0 else 1]
    if neighbour is None:
        raise Refused(_("There is no further story on this page in that direction."))
    return neighbour


def _without(article, at):
    blocks = article.blocks
    if not 0 <= at < len(blocks):
        raise Stale(article)
    return [*blocks[:at], *blocks[at + 1 :]], blocks[at]


def _take_in(article, other, blocks, actor):
    if other.is_public and not article.is_public:
        raise Refused(_("“%(title)s” is public and cannot go into a story that readers do not see.") % {"title": other})
    article.body = as_text(blocks)
    article.save()
    _add_to_byline(article, [list(credit) for credit in snapshots.take(other)["byline"]])
    take_over(article, other, actor)


def _bring_pictures(article, other, blocks):
    """Give the article the pictures of `other`; returns the `blocks` of `other` with the numbers they have now."""
    both, renumbered = brought_into(article, pictures_of(article), pictures_of(other), blocks)
    write_pictures(article, both)
    return renumbered


def take_over(article, other, actor) -> None:
    """Mark `other` as merged into `article`, which gets its placements and problems."""
    held = {placement.page_id: placement for placement in article.placements.all()}
    for placement in other.placements.all():
        if own := held.get(placement.page_id):
            own.zone = joined_zone(own.zone, placement.zone)
            own.save(update_fields=["zone"])
        else:
            placement.pk, placement.article = None, article
            placement._state.adding = True
            placement.save()
    other.problems.open().filter(code__in=ANSWERED).settle(actor.user)
    other.problems.update(article=article)
    other.status, other.merged_into = Article.Status.MERGED, article
    other.save()


def _add_to_byline(article, credits):
    byline = snapshots.take(article)["byline"]
    named = {(name, role) for _pk, name, role, _printed in byline}
    new = [credit for credit in credits if (credit[1], credit[2]) not in named]
    if new:
        snapshots.write_byline(article, [*byline, *new])
