"""A temporary database for a benchmark: a file, or a PostgreSQL database beside that of DATABASE_URL."""

from django.db import connection


class Database:
    """Creates and opens the database `name`, on SQLite a file in `folder`."""

    def __init__(self, name, folder):
        own = name if connection.vendor == "postgresql" else f"{folder}/{name}.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = own
        self.name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)

    def open(self):
        connection.close()
        connection.settings_dict["NAME"] = self.name

    def remove(self):
        self.open()
        connection.creation.destroy_test_db(self.name, verbosity=0)
