"""/healthz and /readyz, for whatever watches over the server."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers

from articles import search


class Health:
    """Answers the two addresses before all else: a probe knows neither the site's host names nor its HTTPS."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer()
        add_never_cache_headers(response)
        return response


def healthz():
    """200 as long as this process answers; nothing else is asked."""
    return JsonResponse({"healthy": True})


def readyz():
    """200 where readers can be served, or else 503; the JSON says of each part "ok" or what is wrong with it."""
    parts = {"database": "ok", "migrations": "ok", "search_index": "ok"}
    try:
        if missing := unapplied_migrations():
            parts["migrations"] = "not applied: " + ", ".join(missing) + "; run manage.py migrate"
        elif not search.is_complete():
            parts["search_index"] = "incomplete; run manage.py rebuild_search_index"
    except DatabaseError as error:
        parts = dict.fromkeys(parts, "not known") | {"database": f"{type(error).__name__}: {error}".strip()}
    ready = set(parts.values()) == {"ok"}
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def unapplied_migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


ANSWERS = {"/healthz": healthz, "/readyz": readyz}
