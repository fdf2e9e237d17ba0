"""What reading a page's PDF takes: `python -m tests.benchmarks.printed_page [FOLDER]`.

Prints CPU seconds and characters a page, and the memory of the process, for a dense broadsheet page made here, or
for the PDFs of a folder.
"""

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from time import process_time

import pypdfium2 as pdfium

from articles.printed_page.page import read_page
from tests.printed_page import typesetter
from tests.printed_page.pages import columns

RUNS = 5
WIDTH, HEIGHT = 1105, 1531  # a broadsheet
MOST_SECONDS, MOST_MEGABYTES = 0.2, 150


def broadsheet(path: Path) -> None:
    """Nine stories in eight columns, some 6,500 characters, each character a text of its own."""
    page = typesetter.MadePage(width=WIDTH, height=HEIGHT)
    for row in range(3):
        top = 60 + row * 490
        for n in range(3):
            x0 = 40 + n * 345
            page.headline(x0, x0 + 325, top + 24, f"老街换上新路灯之{'一二三四五六七八九'[3 * row + n]}")
            page.flow(columns(x0, x0 + 325, 3, top + 40, top + 460), 10 * (3 * row + n), size=10, leading=15)
        page.rule(40, top + 472, 1055, top + 472)
    page.texts = [
        (x + n * size, base, size, face, bold, char)
        for x, base, size, face, bold, text in page.texts
        for n, char in enumerate(text)
    ]
    page.reportlab(path)


def seconds(path: Path) -> tuple[float, int]:
    start = process_time()
    with pdfium.PdfDocument(path) as document:
        page = read_page(document[0])
    return process_time() - start, len("".join(page.text.split()))


def pdfs(folder: Path) -> Iterator[Path]:
    if len(sys.argv) > 1:
        yield from sorted(Path(sys.argv[1]).glob("*.pdf"))
        return
    broadsheet(folder / "page.pdf")
    yield from [folder / "page.pdf"] * RUNS


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = [seconds(path) for path in pdfs(Path(folder))]
    times = [each for each, _ in read]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(read)} pages of {mean(count for _, count in read):,.0f} characters:", end=" ")
    print(f"{mean(times):.3f} s CPU a page, {max(times):.3f} at most; {memory:.0f} MB")
    if mean(times) > MOST_SECONDS or memory > MOST_MEGABYTES:
        sys.exit(f"more than {MOST_SECONDS} s or {MOST_MEGABYTES} MB")


if __name__ == "__main__":
    main()
