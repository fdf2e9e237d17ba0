"""Rows into a database exactly as they were in another one."""

from django.core.management.color import no_style


def insert_unchanged(model, rows: list, alias: str) -> None:
    """bulk_create would give each row the present moment where a field has auto_now."""
    model._base_manager.using(alias)._insert(rows, fields=model._meta.concrete_fields, using=alias, raw=True)


def set_sequences(models: list, connection) -> None:
    """Let the database give its next rows keys beyond those that were inserted."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
