"""Import page texts: read folders (sources), combine pages (composing), match stories with articles, save them."""

from .issues import import_issue, understood
from .people import read_people
from .report import IssueReport, Outcome, StoryReport
from .sources import PAGE_NUMBER, IssueSource, PageSource, SourceRefused, find_issue_folders, read_issue, read_page_text
