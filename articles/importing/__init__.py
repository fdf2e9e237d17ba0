"""Import page texts: read folders (sources), combine pages (composing), match stories with articles, save them."""

from .file_names import page_number
from .issues import import_issue, known_number, understood
from .people import Head, read_people, split_head
from .report import Certainty, IssueReport, Outcome, StoryReport
from .sources import (
    IssueSource,
    PageSource,
    SourceRefused,
    find_issue_folders,
    left_out_below,
    read_issue,
    read_page_text,
)
