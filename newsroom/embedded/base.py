from functools import lru_cache

from django.db.backends.sqlite3 import base

# Longer are those that write many rows at once: kept, they would fill the memory, and translating is little of them.
LONGEST_KEPT = 10_000


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query, *, param_names=None):
        if param_names is None and len(query) <= LONGEST_KEPT:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)


@lru_cache(maxsize=1000)
def _with_question_marks(query):
    """Django marks a value's place with %s, SQLite with ?. To find them takes a third of the time of a question."""
    return base.SQLiteCursorWrapper.convert_query(None, query)
