from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountQuerySet(models.QuerySet):
    def must_change_password(self, user) -> bool:
        """Whether the user's password was set by somebody else and has not been changed since."""
        return self.filter(user=user, must_change_password=True).exists()


class Account(models.Model):
    """What the newsroom notes about a user. A user without a row has nothing noted."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="account")
    must_change_password = models.BooleanField(_("must change the password"), default=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        default_permissions = []

    def __str__(self):
        return str(self.user)
