"""Sections: their order, the address made of a name, and which of them take new stories."""

import re
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Action, Article, Problem, Section
from articles.proofreading.sounds import pinyin

from .actors import Actor, record

LONGEST_SLUG = 40
UNSURE_SECTION, NO_SECTION = "unsure_section", "no_section"
"""The codes of the doubts about stories without a section: one proposes it, the other has nothing to propose."""
SECTION_DOUBTS = (UNSURE_SECTION, NO_SECTION)


def made_slug(name: str) -> str:
    """An unused slug for a section of this name: 乡村振兴 is xiangcunzhenxing."""
    latin = "".join(pinyin().get(character, character) for character in name.casefold())
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST_SLUG] or "section"
    with_numbers = (f"{slug[: LONGEST_SLUG - 3]}-{number}" for number in count(2))
    while Section.objects.filter(slug=slug).exists():
        slug = next(with_numbers)
    return slug


@transaction.atomic
def order_sections(keys: list[int], actor: Actor) -> bool:
    """Put the sections into the order of `keys`; those not named follow as before. Returns whether that changes it."""
    sections = list(Section.objects.present().select_for_update())
    wanted = {key: place for place, key in enumerate(keys)}
    ordered = sorted(sections, key=lambda section: wanted.get(section.pk, len(wanted)))
    for place, section in enumerate(ordered, start=1):
        Section.objects.filter(pk=section.pk).exclude(order=place).update(order=place)
    if ordered == sections:
        return False
    record(actor, Action.CHANGED, _("order of the sections"), _(", ").join(map(str, ordered)))
    return True


def moved(keys: list[int], key: int, by: int) -> list[int]:
    """The keys with one of them `by` places later, or earlier if that is negative."""
    if key not in keys:
        return keys
    others = [other for other in keys if other != key]
    place = max(keys.index(key) + by, 0)
    return [*others[:place], key, *others[place:]]


def why_not_in_section(section: Section | None, story: int | None) -> str:
    """`story` is the key of the story, None for a new one; it may already be in this section."""
    if section is None or not section.retired or (story and section.articles.filter(pk=story).exists()):
        return ""
    return _("The section “%(name)s” is retired and takes no new stories. Choose another.") % {"name": section}


def settle_section_doubt(article: Article, actor: Actor) -> None:
    """A section was chosen: that answers the doubts about a missing one."""
    article.problems.filter(code__in=SECTION_DOUBTS).settle(actor.user)


def doubt_missing_section(article: Article) -> None:
    """Add the doubt to a written story that is submitted without a section."""
    if article.section_id is None and not article.problems.filter(code__in=SECTION_DOUBTS).exists():
        Problem.objects.create(article=article, code=NO_SECTION)
