from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .audit import user_field

SALT = "articles.preview.link"


class PreviewQuerySet(models.QuerySet):
    def live(self):
        return self.filter(revoked_at=None, until__gt=timezone.now())

    def signed(self, token):
        """The preview of a link's token. Raises BadSignature for a forged token."""
        return self.filter(pk=signing.loads(token, salt=SALT))

    def revoke(self):
        return self.live().update(revoked_at=timezone.now())


class Preview(models.Model):
    """A link that lets somebody without an account read an unpublished story."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="previews")
    user = user_field()
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = []

    def __str__(self):
        return f"{self.article} · {self.until:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("preview", args=[signing.dumps(self.pk, salt=SALT)])
