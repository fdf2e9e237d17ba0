"""The deadline of the current request."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

MAX_REQUEST_TIME = 20  # seconds
# WSGI environ key: when the request arrived, by time.monotonic().
ARRIVED = "newsroom.arrived"

_deadline = ContextVar("deadline", default=None)


def of(environ):
    return _until(_end(environ))


def within(seconds):
    """Context manager: a deadline in `seconds`, unless the present one is earlier."""
    end = time.monotonic() + seconds
    return _until(min(end, _deadline.get() or end))


@contextmanager
def _until(end):
    token = _deadline.set(end)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left():
    """Until the deadline; None without one."""
    return None if _deadline.get() is None else _deadline.get() - time.monotonic()


def is_over(environ):
    return time.monotonic() >= _end(environ)


def _end(environ):
    return environ.get(ARRIVED, time.monotonic()) + MAX_REQUEST_TIME
