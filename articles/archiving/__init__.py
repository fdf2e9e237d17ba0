"""The whole newspaper in one file of JSON Lines, and back: between machines and between databases.

The first line names the format, the last one the number of rows. Every other line is one row, with its table's name as
the only key. A row comes after those it points to and keeps its primary key, which addresses contain. Accounts are left
out: a row that points to one has the user name.

Later versions read the archives of earlier ones: a missing field gets the model's default. The format's version changes
only when the meaning of a field changes.
"""

from .reading import ArchiveRefused, lines_of, read_archive
from .tables import TABLES
from .writing import count_rows, write_archive

__all__ = ["TABLES", "ArchiveRefused", "count_rows", "lines_of", "read_archive", "write_archive"]
