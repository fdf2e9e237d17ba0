from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(hours=24)


class KeptAnswerQuerySet(models.QuerySet):
    def delete_expired(self):
        return self.filter(at__lt=timezone.now() - KEPT_FOR).delete()


class KeptAnswer(models.Model):
    """The response to a request of the desk's API with an Idempotency-Key; the same request gets it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once_a_key")]

    def __str__(self):
        return f"{self.user}：{self.key}"
