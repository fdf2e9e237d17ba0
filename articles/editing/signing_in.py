"""Logs logins, logouts and refused logins, on signals of Django and django-axes."""

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

MAX_REFUSALS_PER_HOUR = 200
SIGNED_IN_AT, ACTIVE_AT = "signed_in_at", "active_at"  # session keys; the values are in seconds since the epoch

logger = logging.getLogger("newsroom.signing_in")


@receiver(user_logged_in)
def _logged_in(request, user, **kwargs):
    request.session[SIGNED_IN_AT] = request.session[ACTIVE_AT] = int(time.time())
    _write(request, user, Action.SIGNED_IN)


@receiver(user_logged_out)
def _logged_out(request, user, **kwargs):
    if user:
        _write(request, user, Action.SIGNED_OUT)


@receiver(user_login_failed)
def _login_failed(credentials, request=None, **kwargs):
    _write_refusal(request, credentials.get(get_user_model().USERNAME_FIELD), Action.NOT_SIGNED_IN)


@receiver(user_locked_out)
def _locked_out(request, username, **kwargs):
    logger.warning("Signing in is locked: %s", who(username, get_client_ip_address(request)))
    _write_refusal(request, username, Action.LOCKED_OUT)


def _write(request, user, action):
    # A test or script has no address, and is not logged.
    if address := get_client_ip_address(request):
        record(Actor.at_desk(user), action, account_subject(user), address)


def _write_refusal(request, username, action):
    """Log a refused login, once per account and address within AXES_COOLOFF_TIME and at most MAX_REFUSALS_PER_HOUR in
    all, so that an attack does not fill the database. The server's log has every attempt."""
    address = request and get_client_ip_address(request)
    now, subject = timezone.now(), _subject(username)
    refusals = AuditEntry.objects.filter(action__in=Action.refusals(), at__gt=now - timedelta(hours=1))
    recent = refusals.filter(action=action, subject=subject, detail=address, at__gt=now - settings.AXES_COOLOFF_TIME)
    if address and refusals.count() < MAX_REFUSALS_PER_HOUR and not recent.exists():
        record(Actor(None, Origin.DESK), action, subject, address)


def who(username, ip_address, *args):
    """Names a client in the server's log; also the AXES_CLIENT_STR_CALLABLE of django-axes."""
    return f"{_subject(username)} [{ip_address}]"


def _subject(username):
    """The account's name. An unknown name is not kept: it may be a password typed into the wrong field."""
    known = get_user_model().objects.filter(**{get_user_model().USERNAME_FIELD: username}).exists()
    return account_subject(username) if known else _("an account that does not exist")
