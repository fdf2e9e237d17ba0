"""Actors, their permissions, and the log of their actions."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article, AuditEntry, Origin
from articles.text.characters import beginning

_request = ContextVar("the desk's current request", default=None)


@contextmanager
def answering(request):
    """Make the user of this request Actor.current() while it is handled."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and through what. A command has no user and every permission."""

    user: User | None
    origin: str
    reviewed_in_print: bool = False
    """Whether the actor imports printed text, which was reviewed before it was printed."""

    @classmethod
    def at_desk(cls, user):
        return cls(user, Origin.DESK)

    @classmethod
    def current(cls):
        """The desk's user, or else a command; for hooks that Django calls without a request."""
        request = _request.get()
        if request is None:
            return cls.command()
        return cls.at_desk(request.user if request.user.is_authenticated else None)

    @classmethod
    def of_api(cls, user):
        return cls(user, Origin.API)

    @classmethod
    def command(cls):
        return cls(None, Origin.COMMAND, reviewed_in_print=True)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    def may(self, permission: str) -> bool:
        """`permission` is named without its app, e.g. "withdraw_article"."""
        return self.user is None or self.user.has_perm(f"articles.{permission}")


class Refused(Exception):
    """The action is not allowed, or not now; `str()` is a sentence for the actor. Nothing was changed."""


class Stale(Refused):
    """Somebody else changed the story meanwhile. `article` is its current state, `version` its current number."""

    def __init__(self, article, version=None):
        super().__init__(
            _("Somebody changed this story after you had opened it. Open it again and look before you act.")
        )
        self.article, self.version = article, version or article.version


class Forbidden(Refused):
    """The actor lacks the permission."""


def require(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise Forbidden(_("Your role does not allow this."))


def record(actor, action, subject, detail=""):
    """Log an action on `subject`, an article or anything with a name (up to 240 characters; `detail` up to 500)."""
    return AuditEntry.objects.create(
        user=actor.user,
        origin=actor.origin,
        action=action,
        article=subject if isinstance(subject, Article) and subject.pk else None,
        subject=beginning(str(subject), 240),
        detail=beginning(str(detail), 500),
    )
