from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .articles import Article, Contribution
from .naming import ShownInStories


class AuthorQuerySet(models.QuerySet):
    def present(self):
        """Authors that have not been merged into another."""
        return self.filter(merged_into=None)

    def public(self):
        """Authors and photographers of public stories."""
        # Nested for the reason given in PlacementQuerySet.public().
        is_public = Exists(Article.objects.public().filter(pk=OuterRef("article")))
        written = Exists(Contribution.objects.filter(is_public, author=OuterRef("pk")))
        uses = self.model._meta.apps.get_model("articles", "PictureUse").objects
        return self.filter(written | Exists(uses.filter(is_public, picture__credits__author=OuterRef("pk"))))


class Author(ShownInStories):
    shown = ("name",)

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, db_index=True)
    note = models.CharField(
        _("distinguishing note"),
        max_length=60,
        blank=True,
        help_text=_("Tells two people of the same name apart, e.g. a town or a desk."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "note"],
                name="author_name_and_note_unique",
                violation_error_message=_("There is already an author of this name; add a note that tells them apart."),
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.note}）" if self.note else self.name

    def get_absolute_url(self):
        return reverse("author", args=[self.pk])

    def articles_showing_it(self):
        return Article.objects.by(self)

    @property
    def present(self):
        """The author that this one was merged into, or itself."""
        return self.merged_into or self

    @transaction.atomic
    def absorb(self, others):
        """Merge `others` into this author. Bylines keep their printed form; the merged rows stay, to redirect here."""
        keys = list(others.exclude(pk=self.pk).values_list("pk", flat=True))
        for author in others.filter(pk__in=keys):
            author.articles_showing_it().seen_changed()
        self._take_over(self.contributions, "article", keys)
        self._take_over(self.picture_credits, "picture", keys)
        # Authors merged into the others earlier are included, so that there is never a chain.
        Author.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).update(merged_into=self)

    def _take_over(self, mine, subject, keys):
        """Let this author have the contributions or credits of `keys`, each role in a story or picture once."""
        for theirs in mine.model.objects.filter(author__in=keys).order_by("pk"):
            if mine.filter(role=theirs.role, **{subject: getattr(theirs, subject)}).exists():
                theirs.delete()
            else:
                theirs.author = self
                theirs.save()
