"""The raw text of a newspaper page, read into stories. Pure Python: no Django, no database, no file system."""

from .decoding import UnreadablePage, decode_page
from .model import Credit, Paragraph, ParsedPage, Printed, Problem, Residue, Story, as_dict
from .page import parse_page
from .problems import SENTENCES, sentence

__all__ = [
    "SENTENCES",
    "Credit",
    "Paragraph",
    "ParsedPage",
    "Printed",
    "Problem",
    "Residue",
    "Story",
    "UnreadablePage",
    "as_dict",
    "decode_page",
    "parse_page",
    "sentence",
]
