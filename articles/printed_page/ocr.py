"""Character recognition of lines whose places are known: headlines drawn as shapes, fonts without Unicode. Only in the
child process, and only with the extra `ocr` (RapidOCR, whose models are in its package)."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import pypdfium2 as pdfium

from articles.parsing.punctuation import widen

from .boxes import Box
from .extra import PACKAGE
from .lines import Line
from .sheet import UNKNOWN

# The pixels of a line's height, as the models expect, and the white around it, as a part of that height.
PIXELS, MARGIN = 48, 0.2
# The white of a wide space at the beginning, as a part of the height.
INDENT = 1.5
DARK = 128
# The models have these for Chinese marks that look the same.
MISREAD = str.maketrans({"丶": "、", "－": "—", "•": "·"})
SPACE_AT_MARK = re.compile(r"\s+(?=[（）“”《》，。])|(?<=[（）“”《》，。])\s+")
SQUARE, DOTS = re.compile(r"^口\s"), re.compile("·{3,}")
MODEL = "models/ch_PP-OCRv4_rec_infer.onnx"


def fill_in(page: pdfium.PdfPage, lines: Iterable[Line], left: float = 0.0) -> None:
    """Recognise the characters of these lines that the file does not name. `left`: where the printed page begins on its
    sheet."""
    for line in lines:
        if UNKNOWN in line.text:
            text, indent = _read(page, line, left)
            if filled := _filled(line, text):
                line.text, line.recognised = filled, True
                line.spaced = line.spaced or indent
                if line.shapes and not line.upright:
                    line.size = _size(line)


def _size(line: Line) -> float:
    """The type's size, which shapes do not say: the width of its characters."""
    squares = sum(0.5 if char.isascii() else 1 for char in line.words)
    return line.width / max(1.0, squares - 0.1)


def _filled(line: Line, text: str) -> str:
    """The line's words with those recognised in place of 〓; "" if the two do not agree."""
    words = line.text
    if not text or line.shapes or words.count(UNKNOWN) * 2 > len(words):
        return text
    if len(text) != len(words):
        return ""
    return "".join(read if char == UNKNOWN else char for char, read in zip(words, text, strict=True))


def _read(page: pdfium.PdfPage, line: Line, left: float) -> tuple[str, bool]:
    """The words of a line as recognised, and whether it begins with a wide space."""
    if line.upright:
        image = _beside_one_another([_drawn(page, box, line.size, left) for box in _squares(line)])
        return recognised(image), False
    image = _drawn(page, line, line.size, left)
    dark = (image < DARK).any(axis=0).nonzero()[0]
    indent = len(dark) > 0 and dark[0] > (INDENT + MARGIN) * PIXELS
    start = max(0, dark[0] - int(MARGIN * PIXELS)) if indent else 0
    return recognised(image[:, start:]), bool(indent)


def _squares(line: Line) -> list[Box]:
    """The characters of an upright line."""
    count = max(1, len(line.words))
    pitch = line.height / count
    return [Box(line.x0, line.y0 + n * pitch, line.x1, line.y0 + (n + 1) * pitch) for n in range(count)]


def _drawn(page: pdfium.PdfPage, box: Box, size: float, left: float) -> Any:
    """What is printed there, as an array of grey values."""
    width, height = page.get_size()
    white = MARGIN * size
    crop = (
        max(0.0, left + box.x0 - white),
        max(0.0, height - box.y1 - white),
        max(0.0, width - left - box.x1 - white),
        max(0.0, box.y0 - white),
    )
    return page.render(scale=PIXELS / size, crop=crop, grayscale=True, may_draw_forms=False).to_numpy()


def _beside_one_another(images: list[Any]) -> Any:
    import numpy

    height = min(image.shape[0] for image in images)
    return numpy.concatenate([image[:height] for image in images], axis=1)


def recognised(image: Any) -> str:
    """The words of a line's picture."""
    import numpy

    grey = image.reshape(image.shape[0], image.shape[1])
    if grey.shape[1] < 2:
        return ""
    ((text, _score),), _seconds = _recogniser()(numpy.stack([grey] * 3, axis=2))
    words = widen(str(text).translate(MISREAD).strip())
    return DOTS.sub("……", SQUARE.sub("□ ", SPACE_AT_MARK.sub("", words)))


@cache
def _recogniser() -> Any:
    from rapidocr_onnxruntime.ch_ppocr_rec import TextRecognizer

    threads = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
    model = str(resources.files(PACKAGE) / MODEL)
    return TextRecognizer({"model_path": model, "rec_batch_num": 1, "rec_img_shape": [3, 48, 320], **threads})
