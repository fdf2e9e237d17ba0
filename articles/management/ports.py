"""Checks that a port is free. Granian shares its port among processes (SO_REUSEPORT), and so would silently share it
with another server."""

import errno
import socket

from django.core.management import CommandError
from django.utils.translation import gettext as _


def free_address(host: str, port: int) -> str:
    """The numeric address of `host`. Raises CommandError if the port cannot be listened on."""
    if not 1 <= port <= 65535:
        raise CommandError(_("--port must be between 1 and 65535."))
    try:
        family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Ignore closed connections of a previous server.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise _refusal(error, host, port) from None
    return address[0]


def claimed(address: str, port: int) -> socket.socket:
    """Claim the port until the returned socket is closed, since two servers that start at once would both find it free.
    Linux removes the socket's abstract name with the process."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0newsroom serve {address} {port}")
    except OSError as error:
        claim.close()
        raise _refusal(error, address, port) from None
    return claim


def _refusal(error: Exception, host: str, port: int) -> CommandError:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        message = _("Port {port} of {host} is taken by another program. Stop that one, or choose another --port.")
    elif number == errno.EACCES:
        message = _("Port {port} is for the system’s administrator only. Choose one from 1024 on.")
    elif isinstance(error, socket.gaierror | UnicodeError) or number == errno.EADDRNOTAVAIL:
        message = _("{host} is no address of this machine.")
    else:
        message = _("The server cannot listen at {host}, port {port}: {error}")
    return CommandError(message.format(host=host, port=port, error=error))
