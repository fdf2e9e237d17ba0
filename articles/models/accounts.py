import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class AccountQuerySet(models.QuerySet):
    def must_change_password(self, user) -> bool:
        """Whether somebody else set the user's current password."""
        return self.filter(user=user, must_change_password=True).exists()

    def author_of(self, user):
        """The Author under whose name the user writes; None if the account is not linked to one."""
        account = self.filter(user=user).select_related("author__pen_name_of").first()
        return account and account.author


class Account(models.Model):
    """The newsroom's own data about a user; a user may have none."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="account")
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    author = models.OneToOneField(
        "articles.Author",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("name in bylines"),
        help_text=_("Proposed in the byline of what this person writes; their workload is counted by it."),
        error_messages={"unique": _("Another account has this author already.")},
    )

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        default_permissions = []
        permissions = [("manage_accounts", _("Can add people, and change their roles and passwords"))]

    def __str__(self):
        return str(self.user)


class Scope(models.TextChoices):
    """What a token is for; it never gives more than the rights of its owner."""

    READ = "read", pgettext_lazy("scope", "read")
    WRITE = "write", pgettext_lazy("scope", "read and write")
    IMPORT = "import", pgettext_lazy("scope", "import pages")


USUAL_SCOPES = (Scope.WRITE, Scope.IMPORT)

PREFIX = "newsroom_"  # lets secret scanners recognize one
LAST_USED_RESOLUTION = timedelta(hours=1)  # so that a client that only reads does not cause a write per request


class ApiTokenQuerySet(models.QuerySet):
    def valid(self):
        now = timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True, user__is_staff=True
        ).select_related("user")

    def visible_to(self, user):
        return self if user.has_perm("articles.change_apitoken") else self.filter(user=user)

    def issue(self, user, purpose, days=None, scopes=USUAL_SCOPES):
        """Create a token and return it with its secret, of which only a digest is stored."""
        secret = PREFIX + secrets.token_urlsafe(32)
        expires_at = timezone.now() + timedelta(days=days) if days else None
        words = " ".join(scope for scope in Scope.values if scope in scopes)
        token = self.create(user=user, purpose=purpose, digest=digest(secret), expires_at=expires_at, scopes=words)
        return token, secret

    def authenticate(self, secret):
        return self.valid().filter(digest=digest(secret)).first()

    def revoke(self):
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class ApiToken(models.Model):
    """Lets a program act on behalf of a user, with that user's rights."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("in whose name")
    )
    purpose = models.CharField(_("purpose"), max_length=100, help_text=_("Which programme uses it, e.g. the layout."))
    scopes = models.CharField(
        _("scopes"), max_length=60, default="write import", help_text="Values of Scope, with a blank between."
    )
    # A secret of 256 random bits needs no slow hash: it cannot be guessed.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, help_text=_("To the hour."))

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        default_permissions = ["add", "change"]

    def __str__(self):
        return f"{self.user}：{self.purpose}"

    @property
    def state(self):
        if self.revoked_at:
            return gettext("revoked")
        if self.expires_at and self.expires_at <= timezone.now():
            return gettext("expired")
        if not (self.user.is_active and self.user.is_staff):
            return gettext("its owner may not sign in")
        if self.expires_at:
            return gettext("valid until {day}").format(day=timezone.localdate(self.expires_at))
        return gettext("valid")

    @property
    def scope_list(self) -> list[Scope]:
        return [scope for scope in Scope if scope in self.scopes.split()]

    @property
    def scope_names(self) -> str:
        return gettext(", ").join(str(scope.label) for scope in self.scope_list)

    def note_use(self):
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at < now - LAST_USED_RESOLUTION:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)


def digest(secret):
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
