"""The time by which the current request must be answered, whatever it waits for."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST_REQUEST = 20  # seconds
# In the WSGI environ: when the request arrived, by time.monotonic().
ARRIVED = "newsroom.arrived"

_deadline = ContextVar("deadline", default=None)


def of(environ):
    """A context with the deadline of this request."""
    return _until(_end(environ))


def within(seconds):
    """A context with an earlier deadline."""
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
    """None outside of a request."""
    return None if _deadline.get() is None else _deadline.get() - time.monotonic()


def is_over(environ):
    return time.monotonic() >= _end(environ)


def _end(environ):
    return environ.get(ARRIVED, time.monotonic()) + LONGEST_REQUEST
