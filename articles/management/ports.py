"""Checks that the server may listen on a port.

Granian shares its port among its processes (SO_REUSEPORT), and so would silently share it with another server as well.
"""

import errno
import socket

from django.core.management import CommandError
from django.utils.translation import gettext as _


def free_address(host: str, port: int) -> str:
    """The numeric address of `host`, where nothing listens yet."""
    if not 1 <= port <= 65535:
        raise CommandError(_("--port must be between 1 and 65535."))
    try:
        family, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Connections that the previous server has just closed do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise CommandError(_why_not(error).format(host=host, port=port, error=error)) from None
    return address[0]


def claimed(address: str, port: int) -> socket.socket:
    """Claims the port while the returned socket is open: two servers that start at the same moment would both find it
    free. The name is an abstract one, which Linux removes when the process ends."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0newsroom serve {address} {port}")
    except OSError as error:
        claim.close()
        raise CommandError(_why_not(error).format(host=address, port=port, error=error)) from None
    return claim


def _why_not(error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return _("Port {port} of {host} is taken by another program. Stop that one, or choose another --port.")
    if number == errno.EACCES:
        return _("Port {port} is for the system’s administrator only. Choose one from 1024 on.")
    if isinstance(error, socket.gaierror | UnicodeError) or number == errno.EADDRNOTAVAIL:
        return _("{host} is no address of this machine.")
    return _("The server cannot listen at {host}, port {port}: {error}")
