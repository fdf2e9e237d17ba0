from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from .printed import Page


class FacsimileQuerySet(models.QuerySet):
    def one_for_each_file(self):
        """One row for each PDF, since several pages may be in one; without the reading."""
        first = self.filter(digest=OuterRef("digest")).order_by("pk").values("pk")[:1]
        return self.filter(pk=Subquery(first)).defer("reading").order_by("pk")


class Facsimile(models.Model):
    """版面图: the PDF of a printed page, and the images of it that readers get.

    The PDF is private unless every story on the page is public. Several pages may be in one file, and two on one sheet
    of it. `articles.facsimiles.files` says where the files are."""

    suffix = "pdf"  # of the original, as a picture has its own

    page = models.OneToOneField(Page, models.CASCADE, related_name="facsimile", verbose_name=_("page"))
    digest = models.CharField(_("digest"), max_length=64, db_index=True, help_text="SHA-256 of the PDF, in hex.")
    name = models.CharField(_("file name"), max_length=200, help_text="As uploaded.")
    size = models.PositiveBigIntegerField(_("size"), help_text="Of the PDF, in bytes.")
    sheet = models.PositiveSmallIntegerField(_("page of the PDF"), default=1)
    half = models.CharField(max_length=5, blank=True, help_text="left or right, of a sheet with two printed pages.")
    width = models.FloatField(help_text="Of the printed page, in points.")
    height = models.FloatField()
    reading = models.JSONField(
        null=True,
        help_text="What reading the PDF returned, with the reader's version. A cache: other versions read again.",
    )
    renditions = models.JSONField(
        default=list, help_text="The images made for readers: name, width, height and bytes of each."
    )
    withheld = models.JSONField(
        default=list, help_text="Zones of stories deleted before they were public: readers do not see them."
    )

    objects = FacsimileQuerySet.as_manager()

    class Meta:
        ordering = ["page"]
        verbose_name = _("facsimile")
        verbose_name_plural = _("facsimiles")
        default_permissions = []  # as for the page

    def __str__(self):
        return f"{self.page}：{self.name}"
