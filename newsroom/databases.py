"""DATABASES, from DATABASE_URL and DATABASE_REPLICA_URLS; limits for queries."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from newsroom import deadlines

PERSISTENT = {"conn_max_age": 60, "conn_health_checks": True}
# WAL lets readers read while an editor saves; IMMEDIATE makes a second writer wait instead of failing with "database is
# locked" after it has read (https://www.sqlite.org/wal.html, https://www.sqlite.org/lang_transaction.html).
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000;"
    ),
}
# Seconds and milliseconds until a server that does not answer counts as lost; the defaults are minutes
# (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
POSTGRESQL_OPTIONS = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
# A random replica for each connection; the primary if no replica answers. Connections are replaced after CONN_MAX_AGE,
# so a replica that is back is used again.
REPLICA_OPTIONS = {"target_session_attrs": "prefer-standby", "load_balance_hosts": "random", "connect_timeout": 2}
POOL_TIMEOUT = 10
EXAMPLE = "postgres://user:password@host/newsroom"
# Threads of a web process. SQLite runs in our process, where more threads would only wait for each other.
THREADS = {"sqlite": 3, "postgresql": 4}
# Seconds. The time limit of a request, less a second for what comes before its first query.
MAX_QUERY_TIME = deadlines.MAX_REQUEST_TIME - 1
MIN_QUERY_TIME = 0.05


def databases(url, replica_urls=()):
    primary = database(url)
    if not replica_urls:
        return {"default": primary}
    if primary["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_REPLICA_URLS needs a PostgreSQL server in DATABASE_URL.")
    return {"default": primary, "replicas": _replicas(primary, [dj_database_url.parse(each) for each in replica_urls])}


def _replicas(primary, replicas):
    """One entry of DATABASES for all replicas, with the primary as a fallback. The name is the primary's; so are the
    user and the password unless the replicas' URLs contain others."""
    servers = [*replicas, primary]
    accounts = [{name: each[name] or primary[name] for name in ("USER", "PASSWORD")} for each in replicas]
    if any(account != accounts[0] for account in accounts):
        raise ImproperlyConfigured("DATABASE_REPLICA_URLS must name the same user and password for all replicas.")
    options = {name: value for name, value in primary["OPTIONS"].items() if name != "pool"}
    return {
        **primary,
        **accounts[0],
        "HOST": ",".join(each["HOST"] for each in servers),
        "PORT": ",".join(str(each["PORT"] or 5432) for each in servers),
        "OPTIONS": options | REPLICA_OPTIONS,
        "CONN_MAX_AGE": PERSISTENT["conn_max_age"],
        "TEST": {"MIRROR": "default"},
    }


def database(url):
    """One entry of DATABASES. Each thread keeps its connection between requests. With `?pool=N` in the URL of a
    PostgreSQL server, the threads of a process share N connections."""
    try:
        settings = dj_database_url.parse(url, **PERSISTENT)
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL is no address of a database; one is {EXAMPLE}") from None
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {**SQLITE_OPTIONS}
    elif settings["ENGINE"] == "django.db.backends.postgresql":
        settings["OPTIONS"] = POSTGRESQL_OPTIONS | settings.get("OPTIONS", {})
        if pool := settings["OPTIONS"].get("pool"):
            if not str(pool).isdecimal():
                raise ImproperlyConfigured("?pool= in DATABASE_URL takes a number.")
            settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": int(pool), "timeout": POOL_TIMEOUT}
            settings["CONN_MAX_AGE"] = 0
    else:
        raise ImproperlyConfigured(f"Newsroom keeps its database in SQLite or PostgreSQL: sqlite:///… or {EXAMPLE}")
    return settings


def set_statement_timeout(sender, connection, **kwargs):
    """Limit the time of queries, alone and together: for web servers, as a receiver of connection_created."""
    if connection.vendor == "postgresql":
        _limit(connection, MAX_QUERY_TIME)
        if within_deadline not in connection.execute_wrappers:
            connection.execute_wrappers.append(within_deadline)


def within_deadline(execute, sql, params, many, context):
    """Execute wrapper: limit a query late in its request to the time that is left."""
    connection, left = context["connection"], deadlines.seconds_left()
    # Early in a request the limit is unchanged, so that fast pages make no extra query.
    if left is not None and not left - 1.5 <= connection.query_time_limit <= left:
        _limit(connection, max(left, MIN_QUERY_TIME))
    return execute(sql, params, many, context)


def _limit(connection, seconds):
    # A setting made in a transaction ends with it, so it must not be remembered.
    in_transaction = connection.in_atomic_block
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, %s)", [str(round(seconds * 1000)), in_transaction])
    if not in_transaction:
        connection.query_time_limit = seconds
