"""Who came to the desk, and who was kept out: lines of the desk's log and the server's, by the signals of Django and
django-axes."""

import logging
import time
from datetime import timedelta

from axes.helpers import get_client_ip_address
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Action, AuditEntry, Origin

from .accounts import account_subject
from .actors import Actor, record

MOST_REFUSALS_AN_HOUR = 200
SIGNED_IN_AT, ACTIVE_AT = "signed_in_at", "active_at"  # in the session, in seconds since the epoch

logger = logging.getLogger("newsroom.signing_in")


@receiver(user_logged_in)
def _came(request, user, **kwargs):
    request.session[SIGNED_IN_AT] = request.session[ACTIVE_AT] = int(time.time())
    _write(request, user, Action.SIGNED_IN)


@receiver(user_logged_out)
def _left(request, user, **kwargs):
    if user:
        _write(request, user, Action.SIGNED_OUT)


@receiver(user_login_failed)
def _refused(credentials, request=None, **kwargs):
    _write_refusal(request, credentials.get(get_user_model().USERNAME_FIELD), Action.NOT_SIGNED_IN)


@receiver(user_locked_out)
def _locked_out(request, username, **kwargs):
    logger.warning("Signing in is locked: %s", who(username, get_client_ip_address(request)))
    _write_refusal(request, username, Action.LOCKED_OUT)


def _write(request, user, action):
    # No address: signed in by a test or a script, which is not logged.
    if address := get_client_ip_address(request):
        record(Actor.at_desk(user), action, account_subject(user), address)


def _write_refusal(request, username, action):
    """One line for an account and an address in the time for which it is locked, and only so many in an hour: whoever
    tries passwords through shall not fill the database. The server's own log has every attempt, with its address."""
    address = request and get_client_ip_address(request)
    now, subject = timezone.now(), _subject(username)
    refusals = AuditEntry.objects.filter(action__in=Action.refusals(), at__gt=now - timedelta(hours=1))
    lately = refusals.filter(action=action, subject=subject, detail=address, at__gt=now - settings.AXES_COOLOFF_TIME)
    if address and refusals.count() < MOST_REFUSALS_AN_HOUR and not lately.exists():
        record(Actor(None, Origin.DESK), action, subject, address)


def who(username, ip_address, *args):
    """Who tries to sign in, for the server's log; django-axes asks for its own lines too (AXES_CLIENT_STR_CALLABLE)."""
    return f"{_subject(username)} [{ip_address}]"


def _subject(username):
    """The account's name. A name that is no account's may be a password typed into the wrong field: it is not kept."""
    known = get_user_model().objects.filter(**{get_user_model().USERNAME_FIELD: username}).exists()
    return account_subject(username) if known else _("an account that does not exist")
