"""API tokens, and what a changed password or a closed account means for them and for the next sign-in.

Django calls password_changed() of every validator in AUTH_PASSWORD_VALIDATORS when a user is saved after
set_password(): the desk's forms, `changepassword` and a shell all do that. The hash of the password is not compared:
Django also stores a new hash of the same password when it strengthens its algorithm, which must end no token."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from articles.models import Account, Action, ApiToken

from .actors import Actor, record


class TokensEndWithThePassword:
    """A password validator that refuses nothing."""

    def validate(self, password, user=None):
        pass

    def get_help_text(self):
        return _("When the password is changed, all API tokens of the account are revoked.")

    def password_changed(self, password, user=None):
        if user is None or user.pk is None:
            return
        actor = Actor.at_hand()
        revoke_tokens_of(user, actor)
        if actor.user is None:
            return
        is_own = actor.user.pk == user.pk
        Account.objects.update_or_create(user=user, defaults={"must_change_password": not is_own})
        if is_own:
            record(actor, Action.CHANGED, account_subject(user), _("password"))


def account_subject(user) -> str:
    """How the log names the account of a user, given as such or by name."""
    return _("account %(name)s") % {"name": user}


def revoke_tokens_of(user, actor: Actor) -> int:
    """Revoke all API tokens of a user and return how many there were."""
    tokens = ApiToken.objects.filter(user=user, revoked_at=None).select_related("user")
    return sum(revoke_token(actor, token) for token in tokens)


@receiver(post_save, sender=get_user_model(), dispatch_uid="articles.editing.accounts")
def _closed(instance, raw, **kwargs):
    if not raw and not (instance.is_active and instance.is_staff):
        revoke_tokens_of(instance, Actor.at_hand())


@transaction.atomic
def make_token(actor: Actor, user, purpose: str, days: int | None = None) -> tuple[ApiToken, str]:
    """(a token that acts for `user`, its secret, which is shown only once); without `days` it does not expire."""
    token, secret = ApiToken.objects.issue(user, purpose, days)
    record(actor, Action.CREATED, _name(token), token)
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken) -> bool:
    """Make the token invalid at once; False where it was revoked before."""
    revoked = bool(ApiToken.objects.filter(pk=token.pk).revoke())
    if revoked:
        record(actor, Action.REVOKED, _name(token), token)
    return revoked


def _name(token):
    return _("API token {number}").format(number=token.pk)
