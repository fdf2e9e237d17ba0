"""Stories into articles: what is new is created, what an editor changed is kept.

Each article remembers what the importer last wrote (`Article.imported`, of the body only a digest). A field that still
says so follows the page; a field that differs was changed by an editor, whichever way, and stays.

What readers see of a public story only follows the page where the actor may amend public stories; otherwise the change
becomes the story's pending version. No import takes a public story from readers.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext

from articles.editing import TEXTS, Actor, as_seen, begin, waits, was_ever_public
from articles.editing.imported import current, digest, remembered, untouched, upgraded
from articles.models import Action, Article, Author, Contribution, Placement, Problem, Section
from articles.text.characters import beginning
from articles.text.classification import Guess, guess_section

from .composing import WholeStory, squeezed
from .matching import Known, match
from .report import Kept, Outcome, StoryReport

SEEN = ("order", "continued_from", "continued_on")  # what readers see of a story's place on its page


def save_stories(
    issue, pages, stories: list[WholeStory], actor: Actor, status: Article.Status = Article.Status.APPROVED
) -> list[StoryReport]:
    """Bring the issue's articles up to `stories`, in the name of `actor`; `pages` are its Page rows by number, `status`
    is that of new articles. One report for each story."""
    held = list(
        Article.objects.filter(placements__page__issue=issue, origin=Article.Origin.IMPORTED)
        .distinct()
        .order_by("pk")
        .select_related("section")
        .prefetch_related("contributions__author", "placements", "problems")
    )
    matched = match(
        [Known(digest(story.body), story.opening.headline, story.body) for story in stories],
        [_known(article) for article in held],
    )
    sections = list(Section.objects.all())
    authors = _authors({credit.name for story in stories for credit in story.credits})
    reports = {}
    for index, position in matched.items():
        reports[index] = _update(held[position], stories[index], pages, sections, authors, actor, status)
    new = [index for index in range(len(stories)) if index not in matched]
    reports |= zip(
        new, _create(issue, [stories[index] for index in new], pages, sections, authors, status), strict=True
    )
    gone = [article for position, article in enumerate(held) if position not in matched.values()]
    followed = [held[position] for position in matched.values()]
    left = [_remove_or_keep(article, followed, actor) for article in gone if article.status != Article.Status.MERGED]
    return [reports[index] for index in range(len(stories))] + left


def _known(article):
    imported = upgraded(article.imported)
    return Known(imported["body"], imported["headline"], article.body)


def _authors(names):
    """The author of each name. Of namesakes the one without a distinguishing note is meant, else the oldest."""
    known = _authors_named(names)
    if missing := sorted(names - known.keys()):
        # Another import may be adding the same people at this moment; whoever is first, both then read the same rows.
        Author.objects.bulk_create((Author(name=name) for name in missing), ignore_conflicts=True)
        known |= _authors_named(missing)
    return known


def _authors_named(names):
    named = Author.objects.filter(name__in=names).select_related("merged_into").order_by("-note", "-pk")
    return {author.name: author.present for author in named}


# New stories


def _create(issue, stories, pages, sections, authors, status):
    articles = [_new_article(issue, story, sections, status) for story in stories]
    Article.objects.bulk_create(articles)
    contributions, placements, problems = [], [], []
    for article, story in zip(articles, stories, strict=True):
        contributions += _contributions(article, story, authors)
        placements += _placements(article, story, pages)
        problems += _problems(article, story, pages)
    Contribution.objects.bulk_create(contributions)
    Placement.objects.bulk_create(placements)
    Problem.objects.bulk_create(problems)
    return [
        _report(Outcome.CREATED, article, story, pages, [problem for problem in problems if problem.article is article])
        for article, story in zip(articles, stories, strict=True)
    ]


def _new_article(issue, story, sections, status):
    fields, guess = _fields(story, sections)
    article = Article(
        **{name: fields[name] for name in TEXTS},
        section=guess.section,
        section_reason=guess.as_reason(),
        date=issue.date,
        # A headline alone is not published.
        status=status if fields["body"].strip() else Article.Status.DRAFT,
        publish_at=timezone.make_aware(datetime.datetime.combine(issue.date, datetime.time.min)),
        origin=Article.Origin.IMPORTED,
        imported=remembered(fields),
    )
    article.derive()
    return article


def _fields(story: WholeStory, sections) -> tuple[dict, Guess]:
    """What the page says of a story, field by field, with the reason for its section."""
    opening, body = story.opening, story.body
    guess = guess_section(opening.kicker + opening.headline + opening.deck, body, sections)
    return {
        "kicker": opening.kicker,
        "headline": opening.headline,
        "deck": opening.deck,
        "dateline": opening.dateline,
        "body": body,
        "section": guess.section and guess.section.pk,
        "byline": [[credit.name, credit.role] for credit in story.credits],
    }, guess


def _contributions(article, story, authors):
    return [
        Contribution(
            article=article,
            author=authors[credit.name],
            role=credit.role,
            order=order,
            printed=beginning(credit.printed, 200),
        )
        for order, credit in enumerate(story.credits, start=1)
    ]


def _placements(article, story, pages):
    return [
        Placement(
            article=article,
            page=pages[part.page],
            order=part.order,
            first_line=part.story.lines[0],
            last_line=part.story.lines[1],
            continued_from=part.story.continued_from or "",
            continued_on=part.story.continued_on or "",
        )
        for part in (*story.parts, *story.reprints)
    ]


def _problems(article, story, pages):
    return [
        Problem(
            article=article,
            page=pages[doubt.page],
            code=doubt.problem.code,
            line=doubt.problem.line,
            params=dict(doubt.problem.params),
        )
        for doubt in story.doubts
    ]


# Stories seen before


def _update(article, story, pages, sections, authors, actor, status):
    proposes = waits(article, actor)
    fields, guess = _fields(story, sections)
    if remembered(fields) != _last_imported(article, proposes):
        kept, changed = _change(article, story, fields, guess, authors, actor, status)
    elif proposes and article.pending:
        kept, changed = [], set()
    else:
        kept, changed = _merge(article, fields, guess)
    places, doubts = _placements(article, story, pages), _problems(article, story, pages)
    if proposes and (elsewhere := _printed_elsewhere(article, places)):
        doubts.append(elsewhere)
    moved = _sync_placements(article, places, proposes)
    problems, doubted = _sync_problems(article, doubts)
    if proposes and article.pending:
        as_seen(article, actor).derive()
        outcome = Outcome.PENDING
    else:
        outcome = Outcome.KEPT if kept else Outcome.UPDATED if changed or moved or doubted else Outcome.UNCHANGED
    return _report(outcome, article, story, pages, problems, kept)


def _change(article, story, fields, guess, authors, actor, status):
    """Let the article follow its page, which says something new, as a change in the actor's name."""
    imported = _last_imported(article, waits(article, actor))
    change = begin(article, actor)
    # As put back from the pending version, not as fetched before.
    article._prefetched_objects_cache.pop("contributions", None)
    article.imported = imported
    kept, changed = _merge(article, fields, guess)
    if changed:
        if not kept and not change.before["body"].strip():
            # Held back by nothing but its missing text.
            article.status = status
        _write(article, story, fields, changed, authors)
    elif not change.onto_pending:
        _remember(article, fields)
    change.finish(actor, gettext("The page was imported again."))
    return kept, set() if change.waiting or change.onto_pending else changed


def _last_imported(article, proposes):
    """What the importer last wrote: into the pending version, where this import would change that one."""
    proposed = article.pending.snapshot if proposes and article.pending else {}
    return upgraded(proposed.get("imported", article.imported))


def _write(article, story, fields, changed, authors):
    if "byline" in changed:
        article.contributions.all().delete()
        Contribution.objects.bulk_create(_contributions(article, story, authors))
    article.imported = remembered(fields)
    article.save()


def _remember(article, fields):
    """Keep what the page says of a story that does not follow it: to readers nothing has changed."""
    article.imported = remembered(fields)
    Article.objects.filter(pk=article.pk).update(imported=article.imported)


def _merge(article, printed, guess):
    """Let `article` follow the page where no editor changed it; the fields kept, and the names of those changed."""
    ours = current(article)
    follows = untouched(article, ours)
    kept, changed = [], set()
    for name, text in printed.items():
        if ours[name] == text:
            continue
        if name in follows and not _would_empty(article, name, text):
            changed.add(name)
        else:
            kept.append(Kept(name, _readable(name, ours[name]), _readable(name, text)))
    for name in changed & set(TEXTS):
        setattr(article, name, printed[name])
    if "section" in changed:
        article.section, article.section_reason = guess.section, guess.as_reason()
    return kept, changed


def _would_empty(article, name, text):
    """Whether a story that was approved would be left without a text."""
    return name == "body" and not text.strip() and article.status != Article.Status.DRAFT


def _readable(name, value):
    if name == "byline":
        return " ".join(f"{role} {person}".strip() for person, role in value)
    if name == "section":
        return str(Section.objects.filter(pk=value).first() or "")
    return value


def _sync_placements(article, wanted, lines_only):
    """Make the article's placements those of `wanted`; whether anything moved. With `lines_only`, nothing that readers
    see moves."""
    held = {placement.page_id: placement for placement in article.placements.all()}
    moved = False
    for placement in wanted:
        before = held.pop(placement.page_id, None)
        if before and _same_place(before, placement, ("first_line", "last_line", *SEEN)):
            continue
        if lines_only and not (before and _same_place(before, placement, SEEN)):
            continue
        placement.pk = before and before.pk
        placement.save()
        moved = True
    joined = _joined_pages(article)
    gone = [placement for placement in held.values() if placement.page_id not in joined and not lines_only]
    for placement in gone:
        placement.delete()
    return moved or bool(gone)


def _joined_pages(article):
    """Where an editor joined a continuation by hand, its place in print came with it."""
    return set(Placement.objects.filter(article__merged_into=article).values_list("page_id", flat=True))


def _printed_elsewhere(article, wanted):
    """The doubt about a story that readers find on other pages than those of `wanted`."""
    held = {placement.page_id for placement in article.placements.all()} - _joined_pages(article)
    if held == {placement.page_id for placement in wanted}:
        return None
    labels = "、".join(placement.page.label for placement in wanted)
    return Problem(article=article, page=wanted[0].page, code="printed_elsewhere", params={"pages": labels})


def _same_place(before, placement, names):
    return all(getattr(before, name) == getattr(placement, name) for name in names)


def _sync_problems(article, wanted):
    """The problems that are open now, settled ones left settled; and whether any came or went."""
    held = {_key(problem): problem for problem in article.problems.all()}
    now = []
    for problem in wanted:
        before = held.pop(_key(problem), None)
        if before and before.line != problem.line:
            before.line = problem.line
            before.save()
        now.append(before or problem)
    new = [problem for problem in now if problem.pk is None]
    Problem.objects.bulk_create(new)
    for problem in held.values():
        problem.delete()
    return [problem for problem in now if problem.settled_at is None], bool(new or held)


def _key(problem):
    return problem.page_id, problem.code, tuple(sorted(problem.params.items()))


# Stories no longer on their page


def _remove_or_keep(article, followed, actor):
    """An article whose pages, in their corrected text, no longer hold it. It goes only where nobody has changed it and
    nobody could read it; what readers know leads to the story of `followed` that has its text now, or stays."""
    if _is_disposable(article, actor):
        article.delete()
        return StoryReport(Outcome.REMOVED, article)
    whole = next((other for other in followed if _has_taken_in(other, article)), None)
    if whole and actor.may("amend_public_article"):
        return _merge_into(whole, article, actor)
    article.placements.update(first_line=None, last_line=None)
    report = StoryReport(Outcome.KEPT, article)
    code = "no_longer_printed"
    if not any(problem.code == code for problem in article.problems.all()):
        report.doubts = [Problem.objects.create(article=article, code=code)]
    return report


def _is_disposable(article, actor):
    ours = current(article)
    if was_ever_public(article) or untouched(article, ours) != ours.keys():
        return False
    signed = article.status != Article.Status.DRAFT or article.signoffs.standing().exists()
    return not signed or actor.user is None


def _has_taken_in(whole, article):
    """Whether `whole` now has the text of `article`: as its continuation, or printed a second time."""
    text = squeezed(article.body)
    return bool(text) and whole.status == article.status and text in squeezed(whole.body)


def _merge_into(whole, article, actor):
    change = begin(article, actor)
    article.status, article.merged_into = Article.Status.MERGED, whole
    article.save()
    change.finish(actor, gettext("The page was imported again."), Action.REARRANGED)
    article.problems.all().delete()
    return StoryReport(Outcome.JOINED, article)


def _report(outcome, article, story, pages, problems, kept=()):
    byline = [f"{credit.role} {credit.name}".strip() for credit in story.credits]
    parts = (*story.parts, *story.reprints)
    places = [f"{pages[part.page].label}({part.order})" for part in parts]
    return StoryReport(outcome, article, byline, places, {part.page for part in parts}, list(problems), list(kept))
