from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .articles import Article
from .audit import user_field

RECENT = timedelta(days=7)


class NoteQuerySet(models.QuerySet):
    def for_user(self, user):
        """Recent notes by others on stories that the user began, or left a note on; newest first."""
        own = Note.objects.filter(user=user, article=OuterRef("article"))
        recent = self.filter(created_at__gt=timezone.now() - RECENT).exclude(user=user)
        recent = recent.filter(Q(article__created_by=user) | Exists(own)).exclude(article__status__in=Article.GONE)
        return recent.select_related("user", "article").order_by("-pk")


class Note(models.Model):
    """A word between colleagues on a story. Notes are never shown to readers."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes", verbose_name=_("article"))
    user = user_field(_("who"))
    text = models.CharField(pgettext_lazy("note", "note"), max_length=300)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = pgettext_lazy("note", "note")
        verbose_name_plural = pgettext_lazy("note", "notes")
        default_permissions = []  # as for the story

    def __str__(self):
        return self.text
