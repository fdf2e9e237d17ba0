from django.core.management.color import no_style


def insert_unchanged(model, rows: list, alias: str) -> None:
    """Like bulk_create(), which would set auto_now fields to the current time."""
    model._base_manager.using(alias)._insert(rows, fields=model._meta.concrete_fields, using=alias, raw=True)


def set_sequences(models: list, connection) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
