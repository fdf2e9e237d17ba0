"""Stories into articles: what is new is created, what an editor changed is kept.

Each article remembers what the importer last wrote (`Article.imported`, of the body only a digest). A field that still
says so follows the page; a field that differs was changed by an editor, whichever way, and stays.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext

from articles.editing import Actor, begin
from articles.editing.imported import current, digest, remembered, untouched
from articles.models import Article, Author, Contribution, Placement, Problem, Section
from articles.sectioning import Guess, guess_section

from .composing import WholeStory
from .matching import Known, match
from .report import Kept, Outcome, StoryReport

TEXTS = ("kicker", "headline", "deck", "dateline", "body")


def save_stories(
    issue, pages, stories: list[WholeStory], by: Actor, status: Article.Status = Article.Status.APPROVED
) -> list[StoryReport]:
    """Bring the issue's articles up to `stories`, in the name of `by`; `pages` are its Page rows by number, `status`
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
        [Known(article.imported["body"], article.imported["headline"], article.body) for article in held],
    )
    sections = list(Section.objects.all())
    authors = _authors({credit.name for story in stories for credit in story.credits})
    reports = {}
    for index, position in matched.items():
        reports[index] = _update(held[position], stories[index], pages, sections, authors, by)
    new = [index for index in range(len(stories)) if index not in matched]
    reports |= zip(
        new, _create(issue, [stories[index] for index in new], pages, sections, authors, status), strict=True
    )
    gone = [article for position, article in enumerate(held) if position not in matched.values()]
    return [reports[index] for index in range(len(stories))] + [_take_leave(article) for article in gone]


def _authors(names):
    """The author of each name. Of namesakes the one without a distinguishing note is meant, else the oldest."""
    known = _authors_named(names)
    if missing := sorted(names - known.keys()):
        # Another import may be adding the same people at this moment; whoever is first, both then read the same rows.
        Author.objects.bulk_create((Author(name=name) for name in missing), ignore_conflicts=True)
        known |= _authors_named(missing)
    return known


def _authors_named(names):
    return {author.name: author for author in Author.objects.filter(name__in=names).order_by("-note", "-pk")}


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
        status=status,
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
            article=article, author=authors[credit.name], role=credit.role, order=order, printed=credit.printed[:200]
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


def _update(article, story, pages, sections, authors, by):
    fields, guess = _fields(story, sections)
    news = remembered(fields) != article.imported
    change = begin(article) if news else None
    kept, changed = _merge(article, fields, guess)
    if changed & {"byline"}:
        article.contributions.all().delete()
        Contribution.objects.bulk_create(_contributions(article, story, authors))
    if news:
        article.imported = remembered(fields)
        article.save()
        change.finish(by, gettext("The page was imported again."))
    moved = _sync_placements(article, _placements(article, story, pages))
    problems, doubted = _sync_problems(article, _problems(article, story, pages))
    outcome = Outcome.KEPT if kept else Outcome.UPDATED if changed or moved or doubted else Outcome.UNCHANGED
    return _report(outcome, article, story, pages, problems, kept)


def _merge(article, printed, guess):
    """Let `article` follow the page where no editor changed it; the fields kept, and the names of those changed."""
    ours = current(article)
    follows = untouched(article, ours)
    kept, changed = [], set()
    for name, text in printed.items():
        if ours[name] == text:
            continue
        if name in follows:
            changed.add(name)
        else:
            kept.append(Kept(name, _readable(name, ours[name]), _readable(name, text)))
    for name in changed & set(TEXTS):
        setattr(article, name, printed[name])
    if "section" in changed:
        article.section, article.section_reason = guess.section, guess.as_reason()
    return kept, changed


def _readable(name, value):
    if name == "byline":
        return " ".join(f"{role} {person}".strip() for person, role in value)
    if name == "section":
        return str(Section.objects.filter(pk=value).first() or "")
    return value


def _sync_placements(article, wanted):
    """Make the article's placements those of `wanted`; whether anything had to move."""
    compared = ("order", "first_line", "last_line", "continued_from", "continued_on")
    held = {placement.page_id: placement for placement in article.placements.all()}
    moved = False
    for placement in wanted:
        before = held.pop(placement.page_id, None)
        if before and all(getattr(before, name) == getattr(placement, name) for name in compared):
            continue
        placement.pk = before and before.pk
        placement.save()
        moved = True
    # Where an editor joined a continuation by hand, its place in print came with it.
    joined = set(Placement.objects.filter(article__merged_into=article).values_list("page_id", flat=True))
    gone = [placement for placement in held.values() if placement.page_id not in joined]
    for placement in gone:
        placement.delete()
    return moved or bool(gone)


def _sync_problems(article, wanted):
    """The open problems as they now stand, settled ones left settled; and whether any came or went."""
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


# Stories no longer printed


def _take_leave(article):
    """An article whose pages, in their corrected text, no longer hold it: gone, unless an editor worked on it."""
    ours = current(article)
    report = StoryReport(Outcome.REMOVED, article)
    if untouched(article, ours) == ours.keys():
        article.delete()
        return report
    report.outcome = Outcome.KEPT
    article.placements.update(first_line=None, last_line=None)
    code = "no_longer_printed"
    if not any(problem.code == code for problem in article.problems.all()):
        report.doubts = [Problem.objects.create(article=article, code=code)]
    return report


def _report(outcome, article, story, pages, problems, kept=()):
    byline = [f"{credit.role} {credit.name}".strip() for credit in story.credits]
    parts = (*story.parts, *story.reprints)
    places = [f"{pages[part.page].label}({part.order})" for part in parts]
    return StoryReport(outcome, article, byline, places, {part.page for part in parts}, list(problems), list(kept))
