"""Search over articles, on whichever database the project runs."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import F

from . import sqlite
from .query import parse

ENGINES = {"sqlite": sqlite}


def search(queryset, text):
    """The articles of `queryset` in which everything typed occurs, the best first, with a `rank`."""
    query = parse(text)
    if not query.terms:
        return queryset
    engine = engine_of(connections[queryset.db])
    found = queryset.filter(pk__in=engine.matching(query.terms, query.excluded))
    return found.annotate(rank=engine.rank(query.terms, query.excluded)).order_by(
        F("rank").asc(nulls_last=True), "-date", "-pk"
    )


def engine_of(connection):
    return ENGINES[connection.vendor]


def is_complete(using=DEFAULT_DB_ALIAS):
    """Whether every article stands in the index and the database keeps it so."""
    return engine_of(connections[using]).is_complete(connections[using])


def rebuild(using=DEFAULT_DB_ALIAS, progress=iter):
    """Build the index anew; readers use the old one until the new one stands. Returns the number of articles."""
    return engine_of(connections[using]).rebuild(connections[using], progress)
