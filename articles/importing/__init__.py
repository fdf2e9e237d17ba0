"""Import page texts: read folders (sources), combine pages (composing), match stories with articles, save them."""

from .aligning import OnPage
from .facsimiles import read_with_pdf
from .file_names import page_number
from .issues import import_issue, understood
from .page_pdfs import PagePdf, read_page_pdf
from .people import Head, read_people, split_head
from .report import DOUBT_CODES, Certainty, IssueReport, Outcome, StoryReport
from .sources import (
    MANIFEST,
    IssueSource,
    PageSource,
    SourceRefused,
    find_issue_folders,
    left_out_below,
    read_issue,
    read_page_text,
)
from .undoing import stories_of_import, undo_import, why_not_undo_import
from .uploads import MOST_BYTES_OF_TEXT, OF_SHEET, NotPrinted, UploadRefused, days_on, page_of_file, with_printed
