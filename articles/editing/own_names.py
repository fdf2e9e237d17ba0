"""The name under which the owner of an account writes."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Account, Action, Author
from articles.text.characters import as_name

from .accounts import account_subject
from .actors import Actor, Refused, record


def own_name(user) -> str:
    """The name of an account as bylines have it: 王小小; "" if the account has none."""
    return as_name(f"{user.last_name}{user.first_name}")[: Author._meta.get_field("name").max_length]


def why_not_claim(user) -> str:
    if not own_name(user):
        return _("Your account has no name yet. Ask the person who manages the accounts to enter it.")
    if Account.objects.author_of(user):
        return _("Your account has a name for bylines already.")
    found = _authors_named(own_name(user))
    if len(found) > 1 or any(hasattr(author, "account") for author in found):
        sentence = _(
            "“%(name)s” may be somebody else in the list of authors. Ask the person who manages the accounts to choose "
            "your name on your account’s page."
        )
        return sentence % {"name": own_name(user)}
    return ""


@transaction.atomic
def claim_name(actor: Actor) -> Author:
    """Link the actor's account to the author with its name, who is created if missing. Afterwards only the account's
    page changes the link."""
    user = actor.user
    if reason := why_not_claim(user):
        raise Refused(reason)
    found = _authors_named(own_name(user))
    author = found[0] if found else Author.objects.create(name=own_name(user))
    Account.objects.update_or_create(user=user, defaults={"author": author})
    record(actor, Action.CHANGED, account_subject(user), _("name in bylines: %(name)s") % {"name": author})
    return author


def _authors_named(name: str) -> list[Author]:
    named = Author.objects.filter(name=name).select_related("merged_into")
    return list(dict.fromkeys(author.present for author in named))
