# Not derived from the model: an early migration creates the index, before columns of later migrations exist.
INDEXED = ("kicker", "headline", "deck", "dateline", "body", "byline")


def compiled(queryset) -> tuple[str, tuple]:
    """The queryset as SQL and its parameters, even if it is known to be empty."""
    return queryset.order_by().query.get_compiler(queryset.db, elide_empty=False).as_sql()


def execute(connection, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fetch(connection, sql: str, params=None) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
