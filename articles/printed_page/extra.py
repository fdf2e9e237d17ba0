"""The extra `ocr`. This module loads nothing, so that the server may ask whether the extra is there."""

from importlib.util import find_spec

PACKAGE = "rapidocr_onnxruntime"


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None
