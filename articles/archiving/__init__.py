"""Exports the whole newspaper to one file of JSON Lines, and imports it.

The first line names the format, the last one the number of lines between; every other line is a row, keyed by its
table, or a part of a picture's original. Rows follow those they refer to and keep their primary keys, which are part of
addresses. Accounts are not exported, only their user names. Archives of earlier versions can be read: missing fields
get their model's default. The format's version changes with the meaning of a field."""

from .reading import lines_of, read_archive
from .refusals import ArchiveRefused
from .tables import TABLES
from .writing import number_of_lines, write_archive

__all__ = ["TABLES", "ArchiveRefused", "lines_of", "number_of_lines", "read_archive", "write_archive"]
