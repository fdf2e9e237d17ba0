from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .articles import Article
from .audit import user_field
from .naming import ShownInStories

PHOTOGRAPHER = "摄影"
MIDDLE = 50


class PictureQuerySet(models.QuerySet):
    def public(self):
        """Pictures of a story that readers may see."""
        articles = Article.objects.public().filter(pk=OuterRef("article"))
        return self.filter(Exists(PictureUse.objects.filter(Exists(articles), picture=OuterRef("pk"))))

    def unused(self):
        return self.filter(~Exists(PictureUse.objects.filter(picture=OuterRef("pk"))))

    def each(self, at_once=1000):
        """The pictures, oldest first, read in portions: while their files are read, which may take hours, no open query
        keeps SQLite from emptying its log."""
        last = 0
        while portion := list(self.filter(pk__gt=last).order_by("pk")[:at_once]):
            yield from portion
            last = portion[-1].pk

    def with_credits(self):
        """Load `photographers`, the list of credits with their authors."""
        credits = PictureCredit.objects.select_related("author")
        return self.prefetch_related(Prefetch("credits", credits, to_attr="photographers"))


class Picture(ShownInStories):
    """A photograph or drawing. The original is private; readers get renditions, made once when it was uploaded.

    `articles.pictures.files` says where the files are."""

    shown = ("source", "focal_x", "focal_y")

    digest = models.CharField(
        _("digest"), max_length=64, unique=True, editable=False, help_text="SHA-256 of the original, in hexadecimal."
    )
    name = models.CharField(_("file name"), max_length=200, editable=False, help_text="As uploaded.")
    suffix = models.CharField(max_length=5, editable=False, help_text="Of the original, by its content, e.g. jpg.")
    size = models.PositiveBigIntegerField(_("size"), editable=False, help_text="Of the original, in bytes.")
    width = models.PositiveIntegerField(_("width"), editable=False, help_text="In pixels, when upright.")
    height = models.PositiveIntegerField(_("height"), editable=False)
    renditions = models.JSONField(
        default=list, editable=False, help_text="The files made for readers: name, width, height and bytes of each."
    )
    source = models.CharField(_("source"), max_length=60, blank=True, help_text=_("E.g. 新华社发 or 资料图片."))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    # In percent of width and height, from the top left.
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, across"), default=MIDDLE, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, down"), default=MIDDLE, validators=[MaxValueValidator(100)]
    )
    was_used = models.BooleanField(
        default=False, editable=False, help_text="Whether a story ever had it. Versions of stories need such pictures."
    )
    created_by = user_field(_("uploaded by"), blank=True, editable=False)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True, db_index=True)
    authors = models.ManyToManyField("articles.Author", through="articles.PictureCredit", related_name="pictures")

    photographers: list["PictureCredit"]  # if loaded by with_credits()

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.name

    def articles_showing_it(self):
        return Article.objects.filter(picture_uses__picture=self)

    @property
    def focal_point(self):
        return self.focal_x, self.focal_y


class PictureCredit(models.Model):
    """Who made a picture."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="credits", verbose_name=_("picture"))
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, related_name="picture_credits", verbose_name=_("author")
    )
    role = models.CharField(_("role"), max_length=20, blank=True, default=PHOTOGRAPHER)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("photographer")
        verbose_name_plural = _("photographers")
        default_permissions = []  # as for the picture
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "author", "role"],
                name="picture_credit_once_a_role",
                violation_error_message=_("This author is already named with this role."),
            )
        ]

    def __str__(self):
        return f"{self.role} {self.author}".strip()


class PictureUseQuerySet(models.QuerySet):
    def for_readers(self):
        """Load the pictures with their photographers."""
        credits = PictureCredit.objects.select_related("author")
        return self.select_related("picture").prefetch_related(
            Prefetch("picture__credits", credits, to_attr="photographers")
        )


class PictureUse(models.Model):
    """A picture in a story.

    The block 图2：… of the body is the caption of picture 2 and its place. Pictures that no block names stand above the
    text; the first of them is the lead."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="picture_uses", verbose_name=_("article"))
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses", verbose_name=_("picture"))
    number = models.PositiveSmallIntegerField(
        pgettext_lazy("picture", "number"), help_text=_("The block 图2：… of the text is the caption of picture 2.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    caption = models.CharField(
        _("caption"),
        max_length=500,
        blank=True,
        help_text=_("Of a picture above the text; others have theirs in the text."),
    )
    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for readers who cannot see it; blank if the caption says so."),
    )

    objects = PictureUseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "number"]
        verbose_name = _("picture of the story")
        verbose_name_plural = _("pictures of the story")
        default_permissions = []  # as for the story
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="picture_number_once_an_article"),
            models.UniqueConstraint(
                fields=["article", "picture"],
                name="picture_once_an_article",
                violation_error_message=_("The story has this picture already."),
            ),
        ]

    def __str__(self):
        return f"图{self.number}：{self.caption}" if self.caption else f"图{self.number}"
