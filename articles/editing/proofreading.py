"""The proofreading of a story: its doubts, computed each time, and what may be done about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from articles.models import Action, Article, Dismissal, ListEntry
from articles.proofreading import Finding, Lists, check_story, sentence
from articles.proofreading.story import PARTS

from .actors import Actor, Forbidden, Refused, record
from .changes import Change, changing, locked, why_not_change
from .pending import as_seen

# Characters shown before and after a doubtful place. While they stay the same, a doubt that was dismissed stays so.
AROUND = 8
# Of longer places only the beginning is kept.
MOST_KEPT = 120


@dataclass(frozen=True, slots=True)
class Doubt:
    """`part` is the field that has it: kicker, headline, deck or body."""

    part: str
    finding: Finding
    before: str
    after: str
    dismissal: Dismissal | None = None

    @property
    def text(self) -> str:
        return f"{self.before}【{self.finding.wrong[:MOST_KEPT]}】{self.after}"

    @property
    def key(self) -> str:
        return sha256(f"{self.finding.code}{self.text}".encode()).hexdigest()[:16]

    @property
    def sentence(self) -> str:
        return sentence(self.finding.code, self.finding.params, _)

    @property
    def part_name(self) -> str:
        return str(getattr(Article._meta.get_field(self.part), "verbose_name", ""))

    @property
    def has_mend(self) -> bool:
        return self.finding.right is not None


def doubts_of(article: Article, lists: Lists | None = None) -> list[Doubt]:
    """The doubts about the story as this row has it, those that were dismissed last. With `lists`, for many stories."""
    lists = ListEntry.objects.as_lists() if lists is None else lists
    dismissed = {(row.code, row.text): row for row in article.dismissals.all()}
    parts = {part: getattr(article, part) for part in PARTS}
    doubts = []
    for found in check_story(parts, lists):
        doubt = _doubt(found.part, found.finding, parts[found.part])
        dismissal = dismissed.get((found.finding.code, doubt.text))
        doubts.append(Doubt(doubt.part, doubt.finding, doubt.before, doubt.after, dismissal))
    return sorted(doubts, key=lambda doubt: doubt.dismissal is not None)


def open_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    return [doubt for doubt in doubts if not doubt.dismissal]


def _doubt(part: str, finding: Finding, text: str) -> Doubt:
    before = text[max(0, finding.start - AROUND) : finding.start].rpartition("\n")[2]
    after = text[finding.end : finding.end + AROUND].partition("\n")[0]
    return Doubt(part, finding, before, after)


def mend(pk: int, actor: Actor, version: int | None, key: str) -> tuple[Doubt, Change]:
    """Put the right words in the place of the doubtful ones, as an ordinary change of the story."""
    seen = _doubt_with(key, as_seen(Article.objects.get(pk=pk), actor))
    with changing(pk, actor, version=version, why=_("Proofreading: {text}").format(text=_told(seen))) as change:
        article = change.article
        doubt = _doubt_with(key, article)
        value, finding = getattr(article, doubt.part), doubt.finding
        setattr(article, doubt.part, value[: finding.start] + (finding.right or "") + value[finding.end :])
        article.save()
    return doubt, change


def _told(doubt: Doubt) -> str:
    return f"{doubt.finding.wrong[:MOST_KEPT]} → {doubt.finding.right or '–'}"


def _doubt_with(key: str, article: Article) -> Doubt:
    doubt = next((doubt for doubt in doubts_of(article) if doubt.key == key), None)
    if doubt is None or not doubt.has_mend:
        raise Refused(_("The text has changed at this place; nothing was mended. Look at it again."))
    return doubt


def dismiss(pk: int, actor: Actor, key: str, again: bool = False) -> bool:
    """Keep that somebody has looked at the doubt, or with `again` forget it. Returns whether it is dismissed now."""
    article = locked(pk)
    if reason := why_not_change(article, actor):
        raise Forbidden(reason)
    doubt = next((doubt for doubt in doubts_of(as_seen(article, actor)) if doubt.key == key), None)
    if doubt is None:
        raise Refused(_("The text has changed at this place; the doubt is no longer there."))
    if again and doubt.dismissal:
        doubt.dismissal.delete()
    elif not again and not doubt.dismissal:
        Dismissal.objects.create(article=article, code=doubt.finding.code, text=doubt.text, user=actor.user)
        record(actor, Action.SETTLED, article, doubt.text)
    return not again
