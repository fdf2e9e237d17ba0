"""Exports the whole newspaper to one file of JSON Lines and imports it, also between SQLite and PostgreSQL.

The first line names the format, the last one the number of rows. Every other line is one row, keyed by the name of its
table. Rows follow those they refer to and keep their primary keys, which are part of addresses. Accounts are not
exported: a row that refers to one has the user name.

Later versions read the archives of earlier ones: missing fields get their model's default. The format's version only
changes with the meaning of a field.
"""

from .reading import ArchiveRefused, lines_of, read_archive
from .tables import TABLES
from .writing import write_archive

__all__ = ["TABLES", "ArchiveRefused", "lines_of", "read_archive", "write_archive"]
