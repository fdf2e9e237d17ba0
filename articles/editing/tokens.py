"""Tokens by which programmes act in a person's name: made and revoked, and both written down."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Action, ApiToken

from .actors import Actor
from .log import record


@transaction.atomic
def make_token(actor: Actor, user, purpose: str, days: int | None = None) -> tuple[ApiToken, str]:
    """(a token that acts for `user`, its secret, which is told this once); without `days` it does not expire."""
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
