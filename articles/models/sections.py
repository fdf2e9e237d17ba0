from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .naming import ShownInStories, extend_timeout


class SectionQuerySet(models.QuerySet):
    def present(self):
        """Sections that have not been merged into another."""
        return self.filter(merged_into=None)

    def in_use(self):
        """Sections that take new stories."""
        return self.present().filter(retired=False)

    def public(self):
        return self.filter(Exists(Article.objects.public().filter(section=OuterRef("pk"))))


class Section(ShownInStories):
    shown = ("name", "slug")

    name = models.CharField(_("name"), max_length=40, unique=True)
    slug = models.SlugField(
        _("address"),
        max_length=40,
        unique=True,
        help_text=_("Stands in the web address. After a change the old address leads to the new one."),
    )
    keywords = models.TextField(
        _("keywords"),
        blank=True,
        help_text=_("Words that speak for this section, parted by spaces. They are counted in headline and body."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Sections with a smaller number stand first.")
    )
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("A retired section takes no new stories. Readers still find those it has."),
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

    @property
    def present(self):
        """The section that this one was merged into, or itself."""
        return self.merged_into or self

    def put_last(self):
        self.order = (Section.objects.aggregate(last=Max("order"))["last"] or 0) + 1

    @transaction.atomic
    def absorb(self, others):
        """Take over the stories and keywords of `others`. Their rows stay, so that their addresses redirect here."""
        extend_timeout()
        others = list(others.exclude(pk=self.pk))
        stories = Article.objects.filter(section__in=others)
        stories.seen_changed()
        stories.update(section=self)
        self.keywords = " ".join(dict.fromkeys(word for each in (self, *others) for word in each.keyword_list))
        self.save()
        # Sections merged into the others earlier are included, so that there is never a chain.
        Section.objects.filter(Q(pk__in=[each.pk for each in others]) | Q(merged_into__in=others)).update(
            merged_into=self, keywords=""
        )
