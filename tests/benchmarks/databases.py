"""A database of a benchmark's own: a file, or on PostgreSQL one beside that which DATABASE_URL names."""

from django.db import connection


class Database:
    """Made, and asked from then on. `name` is its name on PostgreSQL, and its file's in `folder` otherwise."""

    def __init__(self, name, folder):
        own = name if connection.vendor == "postgresql" else f"{folder}/{name}.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = own
        self.name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)

    def open(self):
        """Ask this one again, after another."""
        connection.close()
        connection.settings_dict["NAME"] = self.name

    def remove(self):
        self.open()
        connection.creation.destroy_test_db(self.name, verbosity=0)
