import gc
import json
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.utils.translation import gettext as _

from articles.management.database import make_ready
from articles.management.ports import claimed, free_address
from articles.proofreading import check
from newsroom.backups.tables import unknown_migrations
from newsroom.databases import THREADS
from newsroom.health import is_loopback

# Measured: about 80 MB for each process, besides the dictionary and the proofreading's tables, which they share.
MEGABYTES_A_WORKER = 160
# Connections of the database server reserved for imports, backups and people.
RESERVED_CONNECTIONS = 20
# After the signal to stop, requests that take longer than this are aborted.
STOP_TIMEOUT = 30  # seconds


class Command(BaseCommand):
    help = "Serves the newspaper with Granian until SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
        parser.add_argument("--workers", type=int, help="processes (default: what machine and database can support)")

    def handle(self, *, host, port, workers, **options):
        if workers is not None and workers < 1:
            raise CommandError(_("--workers must be 1 or more."))
        try:
            from granian import Granian
        except ImportError:
            message = _("The server is not installed. Type:  .venv/bin/pip install -e '.[server]'")
            raise CommandError(message) from None
        address = free_address(host, port)
        claim = claimed(address, port)
        make_ready()
        if unknown_migrations(connection):
            raise CommandError(_("The database belongs to a newer version of this program. Update the program first."))
        if not settings.PROXIES and not is_loopback(address):
            warning = _(
                "The network reaches this server without a proxy before it. If nginx stands before it, set "
                "NEWSROOM_PROXIES=1; if not, put it there (newsroom/deploy/nginx.conf)."
            )
            self.stderr.write(warning)
        workers = workers or workers_for_this_machine(THREADS[connection.vendor])
        collect_static_files()
        prepare_fork()
        self.stdout.write(
            _("The paper is served at http://%(host)s:%(port)d/ by %(workers)d processes; Ctrl-C stops it.")
            % {"host": f"[{address}]" if ":" in address else address, "port": port, "workers": workers}
        )
        self.stdout.flush()
        Granian(
            "newsroom.asgi:application",
            address=address,
            port=port,
            interface="asginl",  # without events at start and end
            http="1",
            workers=workers,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_TIMEOUT,
            log_dictconfig=server_log(),
        ).serve()
        claim.close()


def prepare_fork():
    """Load what the processes can share, and close what they must not share: connections and pools."""
    check("")  # loads jieba's dictionary and the proofreading's tables
    # Exempts everything loaded so far from garbage collection, which would copy it into each process.
    gc.collect()
    gc.freeze()
    connections.close_all()
    for each in connections.all():
        if each.vendor == "postgresql":
            each.close_pool()


def workers_for_this_machine(threads):
    processors = len(os.sched_getaffinity(0))
    megabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    bounds = [processors, megabytes // (2 * MEGABYTES_A_WORKER)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW max_connections")
            bounds.append((int(cursor.fetchone()[0]) - RESERVED_CONNECTIONS) // threads)
    return max(1, min(bounds))


def collect_static_files():
    """Collect them into STATIC_ROOT unless exactly these files were collected before."""
    record = settings.VAR_DIR / "static.json"
    files = {
        path: [storage.size(path), storage.get_modified_time(path).timestamp()]
        for finder in get_finders()
        for path, storage in finder.list([])
    }
    missing = not (settings.STATIC_ROOT / "staticfiles.json").exists()
    if missing or not record.exists() or json.loads(record.read_text()) != files:
        call_command("collectstatic", interactive=False, verbosity=0)
        record.write_text(json.dumps(files))


def server_log():
    """Settings that log Granian's own messages, such as the death of a process, like ours."""
    console = {"handlers": ["console"], "level": "INFO", "propagate": False}
    return {**settings.LOGGING, "loggers": {**settings.LOGGING["loggers"], "_granian": console}}
