"""Until when the request that is being answered may take, whatever it waits for."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST_REQUEST = 20  # seconds
# In the WSGI environ: when the request arrived, by time.monotonic().
ARRIVED = "newsroom.arrived"

_deadline = ContextVar("deadline", default=None)


@contextmanager
def of(environ):
    """The deadline of this request, for all queries made inside."""
    token = _deadline.set(_end(environ))
    try:
        yield
    finally:
        _deadline.reset(token)


@contextmanager
def within(seconds):
    """An earlier deadline for what is done inside."""
    end = time.monotonic() + seconds
    token = _deadline.set(min(end, _deadline.get() or end))
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left():
    """None where no request is being answered."""
    return None if _deadline.get() is None else _deadline.get() - time.monotonic()


def is_over(environ):
    return time.monotonic() >= _end(environ)


def _end(environ):
    return environ.get(ARRIVED, time.monotonic()) + LONGEST_REQUEST
