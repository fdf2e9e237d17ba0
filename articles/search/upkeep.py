"""Keeps the search index working through connections and migrations."""

from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from . import engine_of, sqlite_index


def connect():
    connection_created.connect(prepare, dispatch_uid="articles.search")
    pre_migrate.connect(loosen, dispatch_uid="articles.search")
    post_migrate.connect(fasten, dispatch_uid="articles.search")


def prepare(sender, connection, **kwargs):
    engine_of(connection).index.prepare(connection)


def loosen(sender, using, plan, **kwargs):
    connection = connections[using]
    if sender.label == "articles" and plan and connection.vendor == "sqlite":
        sqlite_index.loosen(connection)


def fasten(sender, using, **kwargs):
    connection = connections[using]
    if sender.label == "articles" and connection.vendor == "sqlite":
        sqlite_index.fasten(connection)
