"""Who does something, whether they may, and how it is recorded."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article, AuditEntry, Origin
from articles.text.characters import beginning

_request = ContextVar("the desk's request at hand", default=None)


@contextmanager
def answering(request):
    """Lets Actor.at_hand() name the user of this request for as long as it is answered."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and where it came from. A command has no user and may do everything."""

    user: User | None
    origin: str
    reviewed_in_print: bool = False
    """Whether the actor copies what was printed (an import). What was printed had been reviewed before."""

    @classmethod
    def at_desk(cls, user):
        return cls(user, Origin.DESK)

    @classmethod
    def at_hand(cls):
        """The actor where Django calls us without saying for whom: the desk's user, otherwise a command."""
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
        """Whether the actor has the permission, named without its app, e.g. "withdraw_article"."""
        return self.user is None or self.user.has_perm(f"articles.{permission}")


class Refused(Exception):
    """Something that may not be done, or not now; `str()` is the sentence for that person. Nothing was changed."""


class Stale(Refused):
    """The story was changed by somebody else after it had been opened; `article` is as it is now, `version` the
    number of the version that was meant to be changed or signed."""

    def __init__(self, article, version=None):
        super().__init__(
            _("Somebody changed this story after you had opened it. Open it again and look before you act.")
        )
        self.article, self.version = article, version or article.version


class Forbidden(Refused):
    """Something that this actor may never do."""


def require(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise Forbidden(_("Your role does not allow this."))


LONGEST = 240
LONGEST_DETAIL = 500


def record(actor, action, subject, detail=""):
    """Add a line to the log; `subject` is an article or the name of anything else."""
    return AuditEntry.objects.create(
        user=actor.user,
        origin=actor.origin,
        action=action,
        article=subject if isinstance(subject, Article) and subject.pk else None,
        subject=beginning(str(subject), LONGEST),
        detail=beginning(str(detail), LONGEST_DETAIL),
    )
