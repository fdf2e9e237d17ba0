"""PostgreSQL servers for tests, on loopback: a primary and its replicas."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


class Server:
    """A server in a temporary directory; a `with` block starts it, and stops and removes it at the end."""

    def __init__(self):
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="newsroom-postgres-")), free_port()
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)

    def __enter__(self):
        self._prepare()
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop("immediate", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database="postgres"):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def start(self):
        # No autovacuum: statistics of tables that a test has emptied would mislead the planner in the next one.
        settings = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off -c autovacuum=off"
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", settings, "start")

    def stop(self, how="immediate", check=True):
        """By default, abort all connections at once, even during a query."""
        self.run("pg_ctl", "-D", self.data, "-m", how, "stop", check=check)

    def sql(self, statement):
        command = ("psql", "-X", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-Atc", statement)
        return self.run(*command).stdout.strip()

    @property
    def data(self):
        return self.folder / "data"

    def run(self, program, *arguments, check=True):
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_postgres, BINARIES / program, *arguments]
        # A file, not a pipe: the server that pg_ctl starts keeps it open.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(command, cwd="/", stdout=output, stderr=subprocess.STDOUT, text=True, check=False)
            output.seek(0)
            done.stdout = output.read()
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")
        return done

    def _prepare(self):
        self.run("initdb", "-D", self.data, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "postgres")


class Replica(Server):
    def __init__(self, primary):
        super().__init__()
        self.primary = primary

    def _prepare(self):
        source = f"host=127.0.0.1 port={self.primary.port} user=postgres"
        self.run("pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-c", "fast")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
