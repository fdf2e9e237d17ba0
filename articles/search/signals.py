from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from . import sqlite_index
from .engines import engine_of


def connect() -> None:
    connection_created.connect(prepare, dispatch_uid="articles.search")
    pre_migrate.connect(drop_triggers, dispatch_uid="articles.search")
    post_migrate.connect(restore_triggers, dispatch_uid="articles.search")


def prepare(sender, connection, **kwargs) -> None:
    engine_of(connection).index.prepare(connection)


def drop_triggers(sender, using, plan, **kwargs) -> None:
    connection = connections[using]
    if sender.label == "articles" and plan and connection.vendor == "sqlite":
        sqlite_index.drop_triggers(connection)


def restore_triggers(sender, using, **kwargs) -> None:
    connection = connections[using]
    if sender.label == "articles" and connection.vendor == "sqlite":
        sqlite_index.restore_triggers(connection)
