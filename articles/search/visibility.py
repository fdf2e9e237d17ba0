"""What a reader may see, told by what they may not.

Asked of each of very many matches, status and time take as long as to find the matches: they stand behind the texts of
a row. What is hidden is little, and found at once by the index of what has changed last.
"""

from typing import NamedTuple

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.sql.where import AND

HIDDEN = """
    SELECT id FROM articles_article WHERE status < %s OR status > %s
    UNION ALL
    SELECT id FROM articles_article WHERE status = %s AND {greatest}(publish_at, updated_at) > %s AND publish_at > %s
"""
GREATEST = {"sqlite": "max", "postgresql": "greatest"}


class WithoutHidden(NamedTuple):
    """A queryset parted from its condition that readers may see the articles: what else it asks, and SQL and parameters
    of a query that gives the keys of those they may not see."""

    rest: QuerySet
    hidden: str
    params: list


def without_hidden(queryset) -> WithoutHidden | None:
    """The queryset in these parts, or None where it does not ask what Article.objects.public() asks."""
    rest, connection = queryset.all(), connections[queryset.db]
    where, table = rest.query.where, rest.query.get_initial_alias()
    conditions = {
        (each.lookup_name, each.lhs.target.name): each
        for each in where.children
        if isinstance(each, Lookup) and isinstance(each.lhs, Col) and each.lhs.alias == table
    }
    approved, due = conditions.get(("exact", "status")), conditions.get(("lte", "publish_at"))
    if not (approved and due and due.rhs_is_direct_value()) or where.negated or where.connector != AND:
        return None
    where.children = [each for each in where.children if each not in (approved, due)]
    moment = connection.ops.adapt_datetimefield_value(due.rhs)
    hidden = HIDDEN.format(greatest=GREATEST[connection.vendor])
    return WithoutHidden(rest, hidden, [*[approved.rhs] * 3, moment, moment])
