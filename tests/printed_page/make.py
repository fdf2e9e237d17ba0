"""`python -m tests.printed_page.make` writes the pages of ReportLab anew. Their fonts are named, not embedded."""

from .conftest import GOLDEN
from .pages import PAGES

if __name__ == "__main__":
    for name, make in PAGES.items():
        page, _stories = make()
        page.reportlab(GOLDEN / f"{name}.pdf")
