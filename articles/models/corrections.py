from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.text.dates import day_text

from .articles import Article
from .audit import user_field
from .latest_changes import LatestChange
from .printed import Page, sees_only_their_own


class CorrectionQuerySet(models.QuerySet):
    def public(self):
        return self.filter(Exists(Article.objects.public().filter(pk=OuterRef("article"))))

    def visible_to(self, user):
        """What a staff member sees at the desk: all, or for reporters those of their own and of public stories."""
        if not sees_only_their_own(user):
            return self
        stories = Article.objects.filter(pk=OuterRef("article"))
        return self.filter(Exists(stories.public()) | Exists(stories.visible_to(user)))

    def newest_first(self):
        return self.order_by("-date", "-pk")

    def for_readers(self):
        """Load what `page_for_readers` needs."""
        pages = self.select_related("page__issue").defer("page__source_text", "page__residue")
        return pages.annotate(page_is_public=Exists(Page.objects.public().filter(pk=OuterRef("page"))))


class Correction(models.Model):
    """A published correction of an article. Chinese rules require it to be printed in the next issue and in an equal
    place (《报刊刊载虚假、失实报道处理办法》)."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        APOLOGY = "apology", _("apology")

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(_("text"), max_length=2000, help_text=_("What was wrong, and what is right."))
    date = models.DateField(_("date"), default=timezone.localdate)
    page = models.ForeignKey(
        "articles.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("printed on"),
        help_text=_("The page that carries the notice; leave it blank while it has not been printed."),
    )
    created_by = user_field(_("who"), editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self):
        return f"{self.get_kind_display()}：{self.article}"

    @transaction.atomic
    def save(self, **kwargs):
        previous = Correction.objects.filter(pk=self.pk).values_list("article", flat=True)
        stories = {self.article_id, *previous}
        super().save(**kwargs)
        Article.objects.filter(pk__in=stories).seen_changed(LatestChange.Kind.CORRECTED)

    def get_absolute_url(self):
        return f"{reverse('article', args=[self.article_id])}#correction-{self.pk}"

    @property
    def sentence(self):
        """更正（2023年7月21日）：“20余吨”应为“30余吨”。"""
        return f"{self.get_kind_display()}（{day_text(self.date)}）：{self.text}"

    @property
    def page_for_readers(self):
        """The page, if it is public; for corrections loaded with for_readers()."""
        return self.page if self.page_is_public else None

    @property
    def in_equal_place(self):
        """Whether notice and article were printed on pages of the same number; None if unknown."""
        numbers = {placement.page.number for placement in self.article.placements.all()}
        return self.page.number in numbers if self.page and numbers else None


@receiver(post_delete, sender=Correction)
def correction_deleted(instance, **kwargs):
    """A signal handler, because bulk deletion does not call Correction.delete()."""
    Article.objects.filter(pk=instance.article_id).seen_changed()
