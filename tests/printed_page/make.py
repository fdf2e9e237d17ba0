"""`python -m tests.printed_page.make` writes the pages of ReportLab anew. Their fonts are named, not embedded."""

from .conftest import PAGES
from .pages import PAGES as MAKERS

if __name__ == "__main__":
    for name, make in MAKERS.items():
        page, _stories = make()
        page.reportlab(PAGES / f"{name}.pdf")
