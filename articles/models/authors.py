from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .accounts import Account
from .articles import Article, Contribution
from .naming import ShownInStories


class AuthorQuerySet(models.QuerySet):
    def present(self):
        """Authors that have not been merged into another."""
        return self.filter(merged_into=None)

    def public(self):
        """People whom readers find: authors and photographers of public stories, under their own or a pen name."""
        pen_names = Author.objects.filter(self._named(), pen_name_of=OuterRef("pk"))
        return self.filter(self._named() | Exists(pen_names), pen_name_of=None)

    def named(self):
        """Authors and photographers of public stories, as these name them."""
        return self.filter(self._named())

    def _named(self):
        # Nested for the reason given in PlacementQuerySet.public().
        is_public = Exists(Article.objects.public().filter(pk=OuterRef("article")))
        written = Exists(Contribution.objects.filter(is_public, author=OuterRef("pk")))
        uses = self.model._meta.apps.get_model("articles", "PictureUse").objects
        return written | Exists(uses.filter(is_public, picture__credits__author=OuterRef("pk")))


class Author(ShownInStories):
    shown = ("name", "pen_name_of")

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

    pen_name_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="pen_names",
        verbose_name=_("pen name of"),
        help_text=_("Bylines show the pen name; it leads readers to this person."),
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        # Of the few pen names only: SQLite would read all people by an index of those who are none, and sort them.
        indexes = [models.Index(fields=["pen_name_of"], name="author_pen_name", condition=Q(pen_name_of__isnull=False))]
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
        return reverse("author", args=[self.pen_name_of_id or self.pk])

    def articles_showing_it(self):
        return Article.objects.by(self)

    @property
    def present(self):
        """The author that this one was merged into, or itself."""
        return self.merged_into or self

    @property
    def person(self):
        """Who writes under this name."""
        return self.pen_name_of or self

    @property
    def names(self):
        """This author and their pen names, as rows."""
        return Author.objects.filter(Q(pk=self.pk) | Q(pen_name_of=self.pk))

    @transaction.atomic
    def take_as_pen_names(self, others):
        """Make `others` and their pen names pen names of this person. Bylines keep them."""
        keys = list(others.exclude(pk=self.person.pk).values_list("pk", flat=True))
        for author in others.filter(pk__in=keys):
            author.articles_showing_it().seen_changed()
        # There is never a chain.
        Author.objects.filter(Q(pk__in=keys) | Q(pen_name_of__in=keys)).update(pen_name_of=self.person)

    @transaction.atomic
    def absorb(self, others):
        """Merge `others` into this author. Bylines keep their printed form; the merged rows stay, to redirect here."""
        keys = list(others.exclude(pk=self.pk).values_list("pk", flat=True))
        for author in others.filter(pk__in=keys):
            author.articles_showing_it().seen_changed()
        self._take_over(self.contributions, "article", keys)
        self._take_over(self.picture_credits, "picture", keys)
        # Authors merged into the others earlier are included, so that there is never a chain.
        Author.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).update(merged_into=self, pen_name_of=None)
        self._take_over_people(keys)

    def _take_over_people(self, keys):
        """Let this author have the pen names of `keys`, and the account if it is the only one."""
        if self.pen_name_of_id in keys:
            self.pen_name_of = None
            self.save()
        Author.objects.filter(pen_name_of__in=keys).update(pen_name_of=self.person)
        accounts = Account.objects.filter(author__in=[self.pk, *keys]).order_by("pk")
        if first := accounts.first():
            accounts.exclude(pk=first.pk).update(author=None)
            accounts.filter(pk=first.pk).update(author=self)

    def _take_over(self, mine, subject, keys):
        """Let this author have the contributions or credits of `keys`, each role in a story or picture once."""
        for theirs in mine.model.objects.filter(author__in=keys).order_by("pk"):
            if mine.filter(role=theirs.role, **{subject: getattr(theirs, subject)}).exists():
                theirs.delete()
            else:
                theirs.author = self
                theirs.save()
