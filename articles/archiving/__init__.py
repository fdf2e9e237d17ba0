"""The whole newspaper in one file of JSON Lines, and back: between machines and between databases.

The first line names the format, the last one counts what stands between. Every other line is one row, its table's name
as the only key; rows come after those they point to, and keep their keys, for addresses are made of them. Accounts stay
out: where a row names a person it has the user name.

Later versions read the archives of earlier ones: a field that a row lacks has the model's default. The format's version
changes only when the meaning of a field does.
"""

from .reading import ArchiveRefused, lines_of, read_archive
from .tables import TABLES
from .writing import count_rows, write_archive

__all__ = ["TABLES", "ArchiveRefused", "count_rows", "lines_of", "read_archive", "write_archive"]
