"""What the SQL for both databases has in common."""

# Not derived from the texts of an article: an early migration creates the index, when columns of later migrations do
# not exist yet.
INDEXED = ("kicker", "headline", "deck", "dateline", "body", "byline")


def compiled(queryset) -> tuple[str, tuple]:
    """The queryset as SQL and its parameters, even if it is known to be empty."""
    return queryset.order_by().query.get_compiler(queryset.db, elide_empty=False).as_sql()
