"""What the newsroom says about proofreading: its own lists, and the doubts that somebody has looked at."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.proofreading import Abbreviation, Institution, Leader, Lists, Word, default_words

from .audit import user_field

_month = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


class ListEntryQuerySet(models.QuerySet):
    def as_lists(self) -> Lists:
        """The active entries; words without an entry are as in our default list."""
        entries = list(self)
        known = {entry.text for entry in entries if entry.kind == ListEntry.Kind.WORD}
        active: dict[str, list[ListEntry]] = {kind: [] for kind in ListEntry.Kind.values}
        for entry in entries:
            if entry.active:
                active[entry.kind].append(entry)
        of = ListEntry.Kind
        defaults = tuple(word for word in default_words() if word.word not in known)
        return Lists(
            leaders=tuple(Leader(entry.text, entry.titles) for entry in active[of.LEADER]),
            words=defaults + tuple(entry.as_word for entry in active[of.WORD]),
            own=tuple(entry.as_word for entry in active[of.OWN]),
            institutions=tuple(
                Institution(entry.text, entry.replacement, entry.since) for entry in active[of.INSTITUTION]
            ),
            abbreviations=tuple(Abbreviation(entry.text, entry.replacement) for entry in active[of.ABBREVIATION]),
        )


class ListEntry(models.Model):
    """A leader, a word to avoid, a renamed body …, in one plain table."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("leader")
        WORD = "word", _("word to avoid")
        OWN = "own", _("the paper's own form")
        INSTITUTION = "institution", _("renamed body")
        ABBREVIATION = "abbreviation", _("abbreviation")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.WORD)
    text = models.CharField(
        pgettext_lazy("list", "text"),
        max_length=60,
        help_text=_("The leader's name, the word to avoid, the former name or the abbreviation."),
    )
    replacement = models.CharField(
        _("instead"),
        max_length=200,
        blank=True,
        help_text=_(
            "What should stand there: the leader's offices parted by 、, the right word, the present name or the full "
            "name. A word to avoid may have none."
        ),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text=_("Editors read it beside the doubt."))
    since = models.CharField(_("since"), max_length=7, blank=True, help_text=_("Of a renamed body, such as 2019-03."))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Of leaders: who is named first has the smallest number.")
    )
    active = models.BooleanField(
        pgettext_lazy("list", "in use"),
        default=True,
        help_text=_("Without the tick nothing is said about it, not even if our default list has it."),
    )

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "order", "text", "id"]
        verbose_name = _("entry of the house lists")
        verbose_name_plural = _("house lists")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text"],
                name="list_entry_once_a_kind",
                violation_error_message=_("The list has this already."),
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if self.kind != self.Kind.WORD and not self.replacement:
            raise ValidationError({"replacement": _("Fill this in; only a word to avoid may have nothing instead.")})
        if self.kind == self.Kind.INSTITUTION and not _month.fullmatch(self.since):
            raise ValidationError({"since": _("Write the year and month of the new name, such as 2019-03.")})
        if self.text and self.replacement == self.text:
            raise ValidationError({"replacement": _("This is the same as what should be replaced.")})

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(filter(None, (title.strip() for title in self.replacement.split("、"))))

    @property
    def as_word(self) -> Word:
        return Word(self.text, self.replacement, self.reason)


class Dismissal(models.Model):
    """A doubt of the proofreading that somebody has looked at; it holds while the words around it stay the same."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="dismissals", verbose_name=_("article")
    )
    code = models.CharField(_("code"), max_length=40)
    text = models.CharField(_("words"), max_length=200, help_text=_("The doubtful words, with those around them."))
    at = models.DateTimeField(_("time"), auto_now_add=True)
    user = user_field(_("user"))

    class Meta:
        ordering = ["article", "id"]
        verbose_name = _("doubt looked at")
        verbose_name_plural = _("doubts looked at")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["article", "code", "text"], name="dismissal_once_a_text")]

    def __str__(self):
        return self.text
