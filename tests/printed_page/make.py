"""`python -m tests.printed_page.make [FONTS]` writes the golden pages anew: those of ReportLab, whose fonts are named
and not embedded, and with a folder of fonts (song.ttf, hei.ttf, kai.ttf) those of Chromium, which embeds parts of them.
"""

import sys
from pathlib import Path

from .conftest import GOLDEN
from .pages import PAGES

if __name__ == "__main__":
    for name, make in PAGES.items():
        page, _stories = make()
        page.reportlab(GOLDEN / f"{name}.pdf")
        if len(sys.argv) > 1:
            page.chromium(GOLDEN / "chromium" / f"{name}.pdf", Path(sys.argv[1]).resolve())
