from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The desk's page sends a heartbeat every 30 seconds; after three missed ones it counts as closed.
GONE_AFTER = timedelta(seconds=100)


class OpenStoryQuerySet(models.QuerySet):
    def heartbeat(self, article, user):
        """Record that `user` has the story open, and delete the user's expired records."""
        self.filter(user=user, seen_at__lt=timezone.now() - GONE_AFTER).delete()
        self.update_or_create(article=article, user=user, defaults={"seen_at": timezone.now()})

    def now(self):
        return self.filter(seen_at__gt=timezone.now() - GONE_AFTER).select_related("user")

    def leave(self, article, user):
        self.filter(article=article, user=user).delete()

    def by_others(self, article, user):
        return self.now().filter(article=article).exclude(user=user)


class OpenStory(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="open_at_desks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    objects = OpenStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("open story")
        verbose_name_plural = _("open stories")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="open_story_once_a_person")]

    def __str__(self):
        return f"{self.user}：{self.article}"
