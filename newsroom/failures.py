"""What may go wrong with a request: status, when to try again, and a sentence. errors.py renders the pages."""

from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from articles import search


class Failure(NamedTuple):
    status: int
    retry_after: int  # seconds
    sentence: str
    title: str = _("This page cannot be shown at the moment")


# The database

AWAY = Failure(503, 10, _("The database does not answer at the moment."))
BUSY = Failure(503, 5, _("The database is busy with another change at the moment."))
TOO_LONG = Failure(503, 60, _("The request took too long and was cancelled. Please request less."))
FULL = Failure(507, 60, _("The disk of the server is full: nothing can be saved at the moment."))
READ_ONLY = Failure(503, 60, _("The database can only be read at the moment: nothing can be saved."))
DAMAGED = Failure(503, 60, _("The database is damaged; the server’s operator has been notified."))
INDEX_DAMAGED = Failure(503, 20, _("The search index is damaged and is being rebuilt."))
SLOW = Failure(408, 0, _("The data did not arrive in time. Go back in the browser, and send it again."))
LARGE = Failure(413, 0, _("The data is too large for this server. Go back in the browser, and send less at a time."))
OVERLOADED = Failure(503, 10, _("The server is very busy at the moment."))
MANY_SIGN_INS = Failure(503, 5, _("Very many people are signing in at the moment. Please try again in a few seconds."))
# WSGI environ key: the Failure for which the server refuses the request.
REFUSED = "newsroom.refused"

# By prefixes of SQLite's names (https://www.sqlite.org/rescode.html) and of PostgreSQL's codes
# (https://www.postgresql.org/docs/current/errcodes-appendix.html); the first match counts.
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

# The session

SIGNED_OUT = Failure(403, 0, _("You are signed out. Sign in again in another window, and then save here."))
FORM_EXPIRED = Failure(403, 0, _("You have signed in again since you opened this form. Please save once more."))
PASSWORD_DUE = Failure(
    403, 0, _("Change your password first: open the desk in another window, change it there, and then save here.")
)
SENT_AGAIN_AFTER_SIGNING_IN = (SIGNED_OUT, FORM_EXPIRED, PASSWORD_DUE)
NOT_STAFF = Failure(
    403, 0, _("Your account can no longer open the desk. Copy the text, and ask the person who manages accounts.")
)
FOREIGN_FORM = Failure(
    403,
    0,
    _("The form had expired, or it came from another website. Nothing was done. Open the page again and repeat it."),
    _("This form cannot be accepted"),
)

# Pages by status

PAGES = {
    400: Failure(400, 0, _("The address or the data sent with it is not valid."), _("This request is not valid")),
    403: Failure(
        403, 0, _("Your account does not have the permission for it."), _("You do not have permission to do this")
    ),
    404: Failure(
        404, 0, _("It may have been deleted, or the address may be mistyped."), _("There is nothing at this address")
    ),
    405: Failure(
        405,
        0,
        _("This address is part of a form and cannot be opened by itself, or takes no form."),
        _("This address cannot be opened in this way"),
    ),
    413: Failure(413, 0, _("At most 10 MB can be sent at once."), _("What was sent is too large")),
    500: Failure(
        500,
        0,
        _("The error has been logged. Please try again in a few minutes."),
        _("Something went wrong on our side"),
    ),
}

# Sentences for forms of the desk that are returned with their text

REFUSED_FORMS = {
    400: _(
        "The server could not read this form. Save once more; if that fails too, copy the text and open the form again."
    ),
    403: _(
        "You may no longer save here: your role or the state of this record has changed. "
        "Copy the text, or save once more after a colleague has given you the right."
    ),
    404: _(
        "What you were working on is no longer there: a colleague has probably deleted it. "
        "Copy the text into a new form."
    ),
    405: _("This address takes no form. Copy the text and open the form again."),
    413: _(
        "The form is too large: at most 10 MB of text and 5,000 fields can be sent at once. Shorten it and save again."
    ),
    500: _(
        "Something went wrong on the server; the error has been logged. Save once more; if that fails too, "
        "copy the text."
    ),
}


def failure_of(error):
    """The Failure for a database error; None for any other error."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    if search.is_damaged(error):
        return INDEX_DAMAGED
    code = getattr(error.__cause__, "sqlite_errorname", None) or getattr(error.__cause__, "sqlstate", None)
    if code:
        return next((failure for prefix, failure in KINDS.items() if code.startswith(prefix)), None)
    # A broken connection has no code.
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None


def status_of(error):
    return 413 if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent) else 400


def page_for(status):
    """The Failure for a page; a status that is not in the table gets the text of 400 or 500."""
    return PAGES.get(status) or PAGES[400 if status < 500 else 500]._replace(status=status)


def refused_form(status):
    sentence = REFUSED_FORMS.get(status) or REFUSED_FORMS[400 if status < 500 else 500]
    return page_for(status)._replace(sentence=sentence)
