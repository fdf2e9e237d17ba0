"""Write stories to articles: create new ones, and update the fields that no editor has changed since the last import.

`Article.imported` has what the importer last wrote, with a digest of the body. A public story changes at once only if
the actor may amend public stories, otherwise the change becomes its pending version. No import unpublishes a story.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext

from articles.editing import TEXTS, Actor, as_seen, authors_for, begin, waits, was_ever_public
from articles.editing.imported import as_printed, current, digest, remembered, untouched, upgraded
from articles.editing.pictures import write_pictures
from articles.editing.sections import NO_SECTION, SECTION_DOUBTS, UNSURE_SECTION
from articles.models import Action, Article, Contribution, Picture, Placement, Problem, Section
from articles.text.characters import beginning, is_blank, squeezed
from articles.text.classification import Guess, guess_section
from articles.text.segmentation import without_broken_words

from .composing import WholeStory
from .matching import Known, match
from .pictures import placed
from .report import Kept, Outcome, StoryReport
from .zones import sync_zones, zone_of, zones_of

PUBLIC_FIELDS = ("order", "continued_from", "continued_on")  # what readers see of a placement
LINE_FIELDS = ("first_line", "last_line")


def save_stories(issue, pages, stories: list[WholeStory], actor: Actor, status: Article.Status) -> list[StoryReport]:
    """Write the issue's stories, and report on each; `pages` are its rows by number, `status` is for new articles."""
    existing = list(
        Article.objects.filter(placements__page__issue=issue, origin=Article.Origin.IMPORTED)
        .distinct()
        .order_by("pk")
        .select_related("section")
        .prefetch_related("contributions__author", "placements", "problems")
    )
    matched = match(
        [Known(digest(story.body), story.opening.headline, story.body) for story in stories],
        [_last_known(article) for article in existing],
    )
    sections = list(Section.objects.in_use())
    authors = authors_for({credit.name for story in stories for credit in story.credits})
    reports = {
        index: _update(existing[position], stories[index], pages, sections, authors, actor, status)
        for index, position in matched.items()
    }
    new = [index for index in range(len(stories)) if index not in matched]
    created = _create(issue, [stories[index] for index in new], pages, sections, authors, status)
    reports |= zip(new, created, strict=True)
    updated = [existing[position] for position in matched.values()]
    missing = [article for article in existing if article not in updated and article.status not in Article.GONE]
    kept_or_removed = [_remove_or_keep(article, updated, actor) for article in missing]
    articles = {index: existing[position] for index, position in matched.items()} | {
        index: report.article for index, report in zip(new, created, strict=True)
    }
    sync_zones(pages, zones_of([(articles[index], story) for index, story in enumerate(stories)], pages))
    return [reports[index] for index in range(len(stories))] + kept_or_removed


def _last_known(article):
    imported = upgraded(article.imported)
    return Known(imported["body"], imported["headline"], article.body)


# New stories


def _create(issue, stories, pages, sections, authors, status):
    guessed = [_new_article(issue, story, sections, status) for story in stories]
    articles = [article for article, _guess in guessed]
    Article.objects.bulk_create(articles)
    for article in articles:
        if pictures := article.imported["pictures"]:
            write_pictures(article, pictures)
    contributions, placements, problems = [], [], []
    for (article, guess), story in zip(guessed, stories, strict=True):
        contributions += _contributions(article, story, authors)
        placements += _placements(article, story, pages)
        problems += _problems(article, story, pages)
        problems += _section_doubts(article, story, pages, guess)
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
        section=guess.section if fields["section"] else None,
        section_reason=guess.as_reason(),
        date=issue.date,
        # A headline alone is not published.
        status=Article.Status.DRAFT if is_blank(fields["body"]) else status,
        publish_at=timezone.make_aware(datetime.datetime.combine(issue.date, datetime.time.min)),
        origin=Article.Origin.IMPORTED,
    )
    article.body, pictures = placed(article, article.body, [], story.pictures)
    article.imported = remembered(fields | {"pictures": pictures})
    article.derive()
    return article, guess


def _fields(story: WholeStory, sections, last_section: int | None = None) -> tuple[dict, Guess]:
    """A guess that is not sure leaves the section blank, unless an earlier import has set it."""
    opening, body = story.opening, story.body
    guess = guess_section(opening.kicker + opening.headline + opening.deck, body, sections)
    return {
        "kicker": without_broken_words(opening.kicker),
        "headline": without_broken_words(opening.headline),
        "deck": without_broken_words(opening.deck),
        "dateline": opening.dateline,
        "body": body,
        "section": guess.section.pk if guess.is_sure or (guess.section and guess.section.pk == last_section) else None,
        "byline": [[credit.name, credit.role] for credit in story.credits],
        "pictures": [],
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
            zone=zone_of(part),
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


def _section_doubts(article, story, pages, guess):
    """The doubt about a story without a section, which proposes one if it can; a doubt that was settled stays."""
    if article.imported.get("section") or not story.body.strip():
        return []
    if article.section_id and not any(problem.code in SECTION_DOUBTS for problem in article.problems.all()):
        return []
    begin, line = story.parts[0], story.parts[0].story.lines[0]
    code, params = (UNSURE_SECTION, {"text": guess.section.name}) if guess.section else (NO_SECTION, {})
    return [Problem(article=article, page=pages[begin.page], code=code, line=line, params=params)]


# Stories imported before


def _update(article, story, pages, sections, authors, actor, status):
    proposes = waits(article, actor)
    before = _last_imported(article, proposes)
    fields, guess = _fields(story, sections, before["section"])
    # Pictures that the story got from other pages, or from these pages at another time, stay.
    _body, fields["pictures"] = placed(article, fields["body"], before["pictures"], story.pictures)
    if remembered(fields) != before:
        kept, changed = _change(article, story, fields, guess, authors, actor, status)
    elif proposes and article.pending:
        kept, changed = [], set()
    else:
        kept, changed, _pictures = _merge(article, fields, guess, story.pictures)
    places, doubts = _placements(article, story, pages), _problems(article, story, pages)
    doubts += _section_doubts(article, story, pages, guess)
    if proposes and (elsewhere := _printed_elsewhere(article, places)):
        doubts.append(elsewhere)
    moved = _sync_placements(article, places, lines_only=proposes)
    problems, problems_changed = _sync_problems(article, doubts)
    if proposes and article.pending:
        as_seen(article, actor).derive()
        outcome = Outcome.PENDING
    elif kept:
        outcome = Outcome.KEPT
    else:
        outcome = Outcome.UPDATED if changed or moved or problems_changed else Outcome.UNCHANGED
    return _report(outcome, article, story, pages, problems, kept)


def _change(article, story, fields, guess, authors, actor, status):
    imported = _last_imported(article, waits(article, actor))
    change = begin(article, actor)
    # begin() may have restored the contributions from the pending version.
    article._prefetched_objects_cache.pop("contributions", None)
    article.imported = imported
    kept, changed, pictures = _merge(article, fields, guess, story.pictures)
    if pictures is not None:
        fields["pictures"] = pictures
    if changed:
        if not kept and not change.before["body"].strip():
            # It was a draft only because it had no text.
            article.status = status
        if "byline" in changed:
            article.contributions.all().delete()
            Contribution.objects.bulk_create(_contributions(article, story, authors))
        if "pictures" in changed:
            write_pictures(article, pictures)
        article.imported = remembered(fields)
        article.save()
    elif not change.onto_pending:
        # Nothing has changed for readers: no save(), which would make a new version.
        article.imported = remembered(fields)
        Article.objects.filter(pk=article.pk).update(imported=article.imported)
    change.finish(actor, gettext("The page was imported again."))
    return kept, set() if change.waiting or change.onto_pending else changed


def _last_imported(article, proposes):
    """What the importer last wrote, to the pending version if this import would change that."""
    proposed = article.pending.snapshot if proposes and article.pending else {}
    return upgraded(proposed.get("imported", article.imported))


def _merge(article, printed, guess, pictures):
    """Update the fields that no editor has changed; returns the fields kept, the names of those changed, and the
    story's pictures if no editor has changed them. The caller writes byline and pictures."""
    ours = current(article)
    follows = untouched(article, ours)
    kept, changed = [], set()
    for name, text in printed.items():
        if name == "pictures" or _as_printed(name, ours) == text:
            continue
        if name in follows and not _would_empty(article, name, text):
            changed.add(name)
        else:
            kept.append(Kept(name, _readable(name, ours[name]), _readable(name, text)))
    body, final = placed(
        article,
        printed["body"] if "body" in changed else article.body,
        ours["pictures"],
        pictures if "pictures" in follows else (),
    )
    if final != ours["pictures"]:
        changed.add("pictures")
    elif pictures and _numbered(final) != _numbered(printed["pictures"]):
        kept.append(Kept("pictures", _readable("pictures", final), _readable("pictures", printed["pictures"])))
    for name in changed & set(TEXTS):
        setattr(article, name, printed[name])
    if changed & {"body", "pictures"}:
        article.body = body
    if "section" in changed:
        article.section = guess.section if printed["section"] else None
        article.section_reason = guess.as_reason()
    return kept, changed, final if "pictures" in follows else None


def _as_printed(name, ours):
    return as_printed(ours["body"], ours["pictures"]) if name == "body" else ours[name]


def _numbered(pictures):
    """Without alt text and caption, which only the desk writes."""
    return [(each["number"], each["digest"]) for each in pictures]


def _would_empty(article, name, text):
    return name == "body" and not text.strip() and article.status != Article.Status.DRAFT


def _readable(name, value):
    if name == "byline":
        return " ".join(f"{role} {person}".strip() for person, role in value)
    if name == "pictures":
        names = dict(Picture.objects.filter(digest__in=[p["digest"] for p in value]).values_list("digest", "name"))
        return "、".join(names.get(each["digest"], "") for each in value)
    if name == "section":
        return str(Section.objects.filter(pk=value).first() or "")
    return value


def _sync_placements(article, wanted, lines_only):
    """Change the placements to `wanted`, with `lines_only` nothing that readers see; returns whether any changed."""
    existing = {placement.page_id: placement for placement in article.placements.all()}
    moved = is_seen = False
    for placement in wanted:
        before = existing.pop(placement.page_id, None)
        looks_the_same = bool(before) and _is_equal(before, placement, PUBLIC_FIELDS)
        if looks_the_same and _is_equal(before, placement, LINE_FIELDS):
            continue
        if lines_only and not looks_the_same:
            continue
        is_seen = is_seen or not looks_the_same
        placement.pk = before and before.pk
        placement.save()
        moved = True
    joined = _joined_pages(article)
    gone = [placement for placement in existing.values() if placement.page_id not in joined and not lines_only]
    for placement in gone:
        placement.delete()
    if is_seen or gone:
        Article.objects.filter(pk=article.pk).seen_changed()
    return moved or bool(gone)


def _joined_pages(article):
    """The pages of continuations that an editor joined to the article."""
    return set(Placement.objects.filter(article__merged_into=article).values_list("page_id", flat=True))


def _printed_elsewhere(article, wanted):
    """The doubt about a story whose public placements are not on the pages of `wanted`."""
    current_pages = {placement.page_id for placement in article.placements.all()} - _joined_pages(article)
    if current_pages == {placement.page_id for placement in wanted}:
        return None
    labels = "、".join(placement.page.label for placement in wanted)
    return Problem(article=article, page=wanted[0].page, code="printed_elsewhere", params={"pages": labels})


def _is_equal(before, placement, names):
    return all(getattr(before, name) == getattr(placement, name) for name in names)


def _sync_problems(article, wanted):
    """Add and delete problems; returns the unsettled ones and whether any came or went. That a section is missing is a
    doubt of ours, not news from the page: stories of earlier versions get it without being called updated."""
    existing = {_key(problem): problem for problem in article.problems.all()}
    now = []
    for problem in wanted:
        before = existing.pop(_key(problem), None)
        if before:
            before.page = problem.page  # loaded
        if before and before.line != problem.line:
            before.line = problem.line
            before.save()
        now.append(before or problem)
    new = [problem for problem in now if problem.pk is None]
    Problem.objects.bulk_create(new)
    for problem in existing.values():
        problem.delete()
    changed = any(problem.code != NO_SECTION for problem in [*new, *existing.values()])
    return [problem for problem in now if problem.settled_at is None], changed


def _key(problem):
    return problem.page_id, problem.code, tuple(sorted(problem.params.items()))


# Stories no longer on their page


def _remove_or_keep(article, updated, actor):
    """Delete the article if nobody changed or read it, else merge it into one that has its text, or add a doubt."""
    if is_disposable(article, actor):
        article.delete()
        return StoryReport(Outcome.REMOVED, article)
    whole = next((other for other in updated if _contains(other, article)), None)
    if whole and actor.may("amend_public_article"):
        return _merge_into(whole, article, actor)
    article.placements.update(first_line=None, last_line=None, zone=[])
    report = StoryReport(Outcome.KEPT, article)
    if not any(problem.code == "no_longer_printed" for problem in article.problems.all()):
        report.doubts = [Problem.objects.create(article=article, code="no_longer_printed")]
    return report


def is_disposable(article: Article, actor: Actor) -> bool:
    """Whether the article is as it was imported, was never public and, for a user, is not signed."""
    ours = current(article)
    if was_ever_public(article) or article.own_keywords or untouched(article, ours) != ours.keys():
        return False
    signed = article.status != Article.Status.DRAFT or article.signoffs.standing().exists()
    return not signed or actor.user is None


def _contains(whole, article):
    """Whether `whole` now has the text of `article`, as a continuation or a reprint."""
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
    orders = {part.page: part.order for part in parts}
    return StoryReport(outcome, article, byline, places, orders, problems, list(kept))
