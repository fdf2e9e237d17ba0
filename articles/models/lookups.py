from django.db.models import DateTimeField
from django.db.models.lookups import LessThanOrEqual


@DateTimeField.register_lookup
class Reached(LessThanOrEqual):
    """`publish_at__reached=now` is `publish_at__lte=now`, but SQLite does not look it up in an index. Before version
    3.41 SQLite ignores the upper limit of an index column behind one with IN: scheduled stories would be found."""

    lookup_name = "reached"

    def get_rhs_op(self, connection, rhs):
        return connection.operators["lte"] % rhs

    def as_sqlite(self, compiler, connection):
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}", params
