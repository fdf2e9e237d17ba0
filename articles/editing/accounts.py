"""API tokens; changing a password or closing an account revokes them.

Django calls password_changed() of every password validator when a user is saved after set_password(), also by
`changepassword` or in a shell. Comparing hashes would be wrong: Django rehashes a password when it upgrades its
algorithm, which must not revoke any token."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from articles.models import USUAL_SCOPES, Account, Action, ApiToken

from .actors import Actor, record


class RevokeTokens:
    """A password validator that accepts everything."""

    def validate(self, password, user=None):
        pass

    def get_help_text(self):
        return _("When the password is changed, all API tokens of the account are revoked.")

    def password_changed(self, password, user=None):
        if user is None or user.pk is None:
            return
        actor = Actor.current()
        revoke_tokens_of(user, actor)
        if actor.user is None:
            return
        is_own = actor.user.pk == user.pk
        Account.objects.update_or_create(user=user, defaults={"must_change_password": not is_own})
        if is_own:
            record(actor, Action.CHANGED, account_subject(user), _("password"))


def account_subject(user) -> str:
    """The log's name for an account; `user` is a User or a username."""
    return _("account %(name)s") % {"name": user}


def revoke_tokens_of(user, actor: Actor) -> int:
    tokens = ApiToken.objects.filter(user=user, revoked_at=None).select_related("user")
    return sum(revoke_token(actor, token) for token in tokens)


@receiver(post_save, sender=get_user_model(), dispatch_uid="articles.editing.accounts")
def _revoke_tokens_of_closed_account(instance, raw, **kwargs):
    if not raw and not (instance.is_active and instance.is_staff):
        revoke_tokens_of(instance, Actor.current())


@transaction.atomic
def make_token(
    actor: Actor, user, purpose: str, days: int | None = None, scopes: Iterable[str] = USUAL_SCOPES
) -> tuple[ApiToken, str]:
    """Returns (a token acting for `user`, its secret, shown only once). Without `days` it does not expire."""
    token, secret = ApiToken.objects.issue(user, purpose, days, set(scopes))
    record(actor, Action.CREATED, _name(token), _("{token} ({scopes})").format(token=token, scopes=token.scope_names))
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken) -> bool:
    revoked = bool(ApiToken.objects.filter(pk=token.pk).revoke())
    if revoked:
        record(actor, Action.REVOKED, _name(token), token)
    return revoked


def _name(token):
    return _("API token {number}").format(number=token.pk)
