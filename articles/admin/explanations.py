"""Why a story stands in its section, as a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def why_this_section(article):
    """The words that decided, e.g. “Guessed with 12 points. Keywords in the headline: 统战工作, 市委 ×2.”"""
    reason = article.section_reason
    if article.origin == article.Origin.WRITTEN or article.section_id != article.imported.get("section"):
        return _("Chosen at the desk; imports leave it as it is.")
    if not reason.get("score"):
        return _("Nothing was guessed: too few of the sections’ keywords stand in this story.")
    score = reason["score"]
    sentences = [
        ngettext("Guessed with %(score)s point.", "Guessed with %(score)s points.", score) % {"score": score},
        _listed(_("Keywords in the headline: %(words)s."), reason.get("headline", {})),
        _listed(_("Keywords in the text: %(words)s."), reason.get("body", {})),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _listed(sentence, times):
    # The most frequent first; PostgreSQL does not keep the order in which they were stored.
    ordered = sorted(times.items(), key=lambda counted: (-counted[1], counted[0]))
    words = [word if number == 1 else f"{word} ×{number}" for word, number in ordered]
    return sentence % {"words": _(", ").join(words)} if words else ""
