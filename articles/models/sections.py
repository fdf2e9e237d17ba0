from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .naming import ShownInStories


class SectionQuerySet(models.QuerySet):
    def public(self):
        return self.filter(Exists(Article.objects.public().filter(section=OuterRef("pk"))))


class Section(ShownInStories):
    shown = ("name", "slug")

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(
        _("address"),
        max_length=40,
        unique=True,
        help_text=_("Stands in the web address; never changes once readers know it."),
    )
    keywords = models.TextField(
        _("keywords"),
        blank=True,
        help_text=_("Words that speak for this section, parted by spaces. They are counted in headline and body."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Sections with a smaller number stand first.")
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("section", args=[self.slug])

    def articles_showing_it(self):
        return Article.objects.in_section(self)

    @property
    def keyword_list(self):
        return self.keywords.split()
