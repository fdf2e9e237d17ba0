"""Runs manage.py: only the owner can read the files it writes, and system failures print one sentence, no traceback."""

import errno
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext

# The exit statuses of a shell for SIGPIPE and SIGINT.
BROKEN_PIPE = 128 + 13
INTERRUPTED = 128 + 2
MISSING_TABLES = {"42P01", "42703"}  # undefined table, undefined column


def run(arguments: list[str]) -> None:
    os.umask(0o077)
    try:
        execute_from_command_line(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _end(BROKEN_PIPE)
    except KeyboardInterrupt:
        _end(INTERRUPTED)
    except (ImproperlyConfigured, DatabaseError, InterfaceError, OSError) as error:
        if "--traceback" in arguments:
            raise
        print(sentence(error), file=sys.stderr)
        _end(1)


def sentence(error: Exception) -> str:
    """What failed and what to do about it, on one line."""
    if isinstance(error, OSError):
        reason = _reasons().get(error.errno) or error.strerror or str(error)
        return f"{error.filename}: {reason}" if error.filename else reason
    message = " ".join(str(error).split())
    return message if isinstance(error, ImproperlyConfigured) else _database_sentence(error, message)


def _database_sentence(error, message):
    # These need the settings, which are loaded by now.
    from articles import search
    from articles.management.database import lacks_tables, typed
    from newsroom.failures import AWAY, failure_of

    code = getattr(error.__cause__, "sqlstate", None)
    if code in MISSING_TABLES or message.startswith(("no such table", "no such column")):
        return lacks_tables()
    if search.is_damaged(error):
        return _("The search index is damaged. Type:  {command}").format(command=typed("rebuild_search_index"))
    failure = failure_of(error)
    if failure is AWAY:
        return _("The database cannot be reached: {error} Check DATABASE_URL.").format(error=message)
    return _("{sentence} ({error})").format(sentence=failure.sentence, error=message) if failure else message


def _reasons():
    return {
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk is full"),
        errno.EROFS: _("the file system is read-only"),
        errno.EACCES: _("access is denied"),
        errno.EPERM: _("access is denied"),
        errno.ENOENT: _("there is no such file or folder"),
    }


def _(message):
    """The translated message; untranslated if the settings cannot be loaded."""
    try:
        return gettext(message)
    except Exception:
        return message


def _end(status):
    """Exit without another attempt to write to a closed stdout."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)
