"""What everybody gets while the database fails: readers a page that says so, editors their text back, operators a line.

Nothing here asks the database, and nothing has to be mended by hand afterwards: the next request finds the database as
it then is. Only a damaged search index would stay damaged, so it is built anew at once.
"""

import logging
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from django.views.csrf import csrf_failure as djangos_csrf_failure

from articles import search
from articles.api.errors import problem

API = "/api/"

logger = logging.getLogger("newsroom.failures")


class Failure(NamedTuple):
    status: int
    retry_after: int  # seconds
    sentence: str


AWAY = Failure(503, 10, _("The database does not answer at the moment."))
BUSY = Failure(503, 5, _("The database is busy with another change at the moment."))
TOO_LONG = Failure(503, 60, _("The answer took too long and was given up. Please ask for less."))
FULL = Failure(507, 60, _("The disk of the server is full: nothing can be saved at the moment."))
READ_ONLY = Failure(503, 60, _("The database can only be read at the moment: nothing can be saved."))
DAMAGED = Failure(503, 60, _("The database is damaged; whoever runs the server has been told."))
INDEX_DAMAGED = Failure(503, 20, _("The search index is damaged and is being built anew at this moment."))
SIGNED_OUT = Failure(403, 0, _("You are signed out. Sign in again in another window, and then save here."))
FORM_EXPIRED = Failure(403, 0, _("You have signed in again since you opened this form. Please save once more."))
SLOW = Failure(408, 0, _("What was sent did not arrive in time. Go back in the browser, and send it again."))
LARGE = Failure(
    413, 0, _("What was sent is too large for this server. Go back in the browser, and send less at a time.")
)
OVERLOADED = Failure(503, 10, _("The server is very busy at the moment."))
MANY_SIGN_INS = Failure(503, 5, _("Very many people are signing in at the moment. Please try again in a few seconds."))
# In the WSGI environ: why the server refuses the request, where it does so itself.
REFUSED = "newsroom.refused"

# By the beginnings of SQLite's names (https://www.sqlite.org/rescode.html) and of PostgreSQL's codes
# (https://www.postgresql.org/docs/current/errcodes-appendix.html); the first that fits.
KINDS = {
    "SQLITE_FULL": FULL,
    "SQLITE_IOERR": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_CANTOPEN": AWAY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "53100": FULL,
    "25006": READ_ONLY,
    "53": AWAY,
    "57014": TOO_LONG,
    "57": AWAY,
    "08": AWAY,
    "58": DAMAGED,
    "55P03": BUSY,
    "40": BUSY,
    "XX": DAMAGED,
}


class Failures:
    """Middleware, innermost: its process_view sees who is signed in, and its process_exception whatever a view met."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if refused := request.META.get(REFUSED):
            return sign_in_form(request, refused) if refused is MANY_SIGN_INS else answer(request, refused)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not _is_a_form_of_the_desk(request):
            return None
        try:
            signed_in = request.user.is_authenticated
        except DatabaseError as error:
            return self.process_exception(request, error)
        return None if signed_in else _with_the_text(request, SIGNED_OUT)

    def process_exception(self, request, exception):
        failure = failure_of(exception)
        if failure is None:
            return None
        _begin_anew()
        if failure is INDEX_DAMAGED:
            search.mend_in_background()
        response = answer(request, failure)
        reason = " ".join(str(exception).split())
        log_response(
            "%s %s: %d, %s", request.method, request.path, failure.status, reason,
            response=response, request=request, logger=logger, level="error",
        )  # fmt: skip
        return response


def _begin_anew():
    """A connection on which something failed may go on seeing the database as it was then."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def csrf_failure(request, reason=""):
    """Whoever signs in again in another window gets a new token there, and the form opened before has the old one."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if ours and _is_a_form_of_the_desk(request):
        return _with_the_text(request, FORM_EXPIRED)
    return djangos_csrf_failure(request, reason=reason)


def failure_of(error):
    """What failed, where the database did; None where the program did."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    if search.is_damaged(error):
        return INDEX_DAMAGED
    code = getattr(error.__cause__, "sqlite_errorname", None) or getattr(error.__cause__, "sqlstate", None)
    if code:
        return next((failure for beginning, failure in KINDS.items() if code.startswith(beginning)), None)
    # A connection that breaks has no code.
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None


def answer(request, failure):
    if _is_a_form_of_the_desk(request):
        return _with_the_text(request, failure)
    if request.path.startswith(API):
        response = problem(request, failure.status, code="unavailable", detail=failure.sentence)
    else:
        context = {"newspaper": settings.NEWSPAPER, "failure": failure}
        response = HttpResponse(render_to_string("failed.html", context), status=failure.status)
    response["Retry-After"] = failure.retry_after
    response["Cache-Control"] = "no-store"
    return response


def sign_in_form(request, failure):
    """The form with the name that was typed; the password has to be typed again."""
    context = {
        **site.each_context(request),
        "form": AdminAuthenticationForm(request, initial={"username": request.POST.get("username", "")}),
        "app_path": request.get_full_path(),
        "next": request.POST.get("next", ""),
        "failure": failure,
    }
    response = HttpResponse(render_to_string("admin/sign_in_later.html", context, request), status=failure.status)
    response["Retry-After"] = failure.retry_after
    response["Cache-Control"] = "no-store"
    return response


# What an editor typed

# Forms without texts of anybody's.
ACCOUNT = {"login", "logout", "password_change"}
LONG_ENOUGH_TO_BE_SHOWN, LONGEST_LINE = 20, 100


class Field(NamedTuple):
    name: str
    value: str
    label: str
    has_lines: bool


def _is_a_form_of_the_desk(request):
    match = request.resolver_match
    return request.method == "POST" and bool(match) and match.app_name == "admin" and match.url_name not in ACCOUNT


def _with_the_text(request, failure):
    """A form with everything that was sent, to be sent again: texts to be seen and copied, all else hidden."""
    fields = [
        Field(name, value, _label(request, name, value), "\n" in value or len(value) > LONGEST_LINE)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    context = {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "failure": failure,
        "signed_out": failure is SIGNED_OUT,
        "texts": [field for field in fields if field.label],
        "others": [field for field in fields if not field.label],
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("admin/not_saved.html", context), status=failure.status)
    if failure.retry_after:
        response["Retry-After"] = failure.retry_after
    response["Cache-Control"] = "no-store"
    return response


def _label(request, name, value):
    """What the desk calls the field where it is one that somebody writes in, else nothing."""
    app, _underline, rest = (request.resolver_match.url_name or "").partition("_")
    try:
        field = apps.get_model(app, rest.partition("_")[0])._meta.get_field(name)
    except (FieldDoesNotExist, LookupError):
        return _("text") if len(value) > LONG_ENOUGH_TO_BE_SHOWN else ""
    is_written = field.get_internal_type() in {"CharField", "TextField"} and not field.choices
    return field.verbose_name if is_written and value else ""
