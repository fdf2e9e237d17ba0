"""Two pages of a paper, set as PDF, with pictures, a jump from one to the other, and the same words as text."""

from pathlib import Path

import pypdfium2 as pdfium

from tests.printed_page.pages import LEFT, RIGHT, columns, head_of_page
from tests.printed_page.typesetter import HEI, KAI, SIZE, Box, MadePage

FERRY, LIBRARY, CANAL = "老渡口来了年轻的摆渡人", "县图书馆延长开放时间", "引水石渠修到山坡上"
CAPTION = "图为清晨的河口渡口。"


def front(ferry=FERRY, caption=CAPTION, picture=(LEFT, 120, 200, 250)) -> tuple[MadePage, dict[str, list[str]]]:
    """Page 1: a story with a captioned picture, and one that is continued on page 2; also their paragraphs."""
    page = MadePage()
    head_of_page(page, "要闻")
    page.headline(LEFT, RIGHT, 84, ferry)
    page.line(230, 104, "本报记者　何　川", SIZE, KAI)
    frame = Box(*picture)
    page.pictures.append(frame)
    if caption:
        page.line(frame.x0, frame.y1 + 10, caption, 8, HEI)
        page.line(frame.x0, frame.y1 + 20, "石小满　摄", 8, HEI)
    ferry_texts = page.flow(columns(LEFT, RIGHT, 3, 120, 420), 1, avoid=[Box(LEFT, 120, 200, 276)])
    page.rule(LEFT, 440, RIGHT, 440)
    page.headline(LEFT, RIGHT, 474, CANAL)
    canal = columns(LEFT, RIGHT, 4, 490, 700)
    canal_texts = page.flow(canal, 9)
    page.line(canal[-1].x0, 712, "（下转第2版）", SIZE, KAI)
    return page, {ferry: ferry_texts, CANAL: canal_texts}


def second() -> tuple[MadePage, dict[str, list[str]]]:
    """Page 2: the rest of that story, and one with a picture without a caption."""
    page = MadePage()
    head_of_page(page, "民生")
    page.line(LEFT, 76, "（上接第1版）", SIZE, KAI)
    rest = page.flow(columns(LEFT, RIGHT, 4, 84, 300), 14)
    page.rule(LEFT, 320, RIGHT, 320)
    page.headline(LEFT, RIGHT, 354, LIBRARY)
    page.pictures.append(Box(LEFT, 380, 260, 520))
    library = page.flow(columns(LEFT, RIGHT, 2, 380, 700), 20, avoid=[Box(LEFT, 380, 260, 530)])
    return page, {"": rest, LIBRARY: library}


def write(page: MadePage, path: Path) -> Path:
    page.reportlab(path)
    return path


def write_whole(pages: list[MadePage], path: Path) -> Path:
    """One PDF with all the pages."""
    whole = pdfium.PdfDocument.new()
    for number, page in enumerate(pages):
        with pdfium.PdfDocument(write(page, path.with_name(f".{number}.part"))) as single:
            whole.import_pages(single)
    whole.save(path)
    return path


def text_of_front(stories: dict[str, list[str]]) -> str:
    """Page 1 as text: other line ends, the byline at the end."""
    ferry, canal = stories
    parts = [ferry, "本报记者 何川", *stories[ferry], f"{CAPTION}石小满 摄", canal, *stories[canal]]
    return "\n\n".join(parts) + "（下转第2版）\n"
