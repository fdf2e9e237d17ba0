"""What a changed password or a closed account means for API tokens and for the next sign-in.

Django calls password_changed() of every validator in AUTH_PASSWORD_VALIDATORS when a user is saved after
set_password(): the desk's forms, `changepassword` and a shell all go that way. The password's hash is not compared:
Django also stores a new hash of the same password when it strengthens its algorithm, and no token may die of that.
"""

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from articles.models import Account, Action, ApiToken

from .actors import Actor
from .log import record
from .tokens import revoke_token


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
            record(actor, Action.CHANGED, _("account %(name)s") % {"name": user.get_username()}, _("password"))


def revoke_tokens_of(user, actor: Actor) -> int:
    """Revoke all API tokens of a user and return how many there were."""
    tokens = ApiToken.objects.filter(user=user, revoked_at=None).select_related("user")
    return sum(revoke_token(actor, token) for token in tokens)


@receiver(post_save, sender=get_user_model(), dispatch_uid="articles.editing.accounts")
def _closed(instance, raw, **kwargs):
    if not raw and not (instance.is_active and instance.is_staff):
        revoke_tokens_of(instance, Actor.at_hand())
