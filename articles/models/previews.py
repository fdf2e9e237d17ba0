from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "articles.preview.link"  # no other text that we sign opens a story


class PreviewQuerySet(models.QuerySet):
    def live(self):
        """The links that have neither expired nor been revoked."""
        return self.filter(revoked_at=None, until__gt=timezone.now())

    def signed(self, token):
        """The preview that a link's token was signed for. Raises BadSignature where the desk made no such link."""
        return self.filter(pk=signing.loads(token, salt=SALT))

    def revoke(self):
        return self.live().update(revoked_at=timezone.now())


class Preview(models.Model):
    """A link under which somebody without an account reads a story that is not published yet."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="previews")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
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
