"""The practice pages beside the repository, if they exist: set by three writers, scored against their gold."""

import json
import subprocess
import sys

import pytest

from articles.printed_page.extra import is_installed
from articles.printed_page.model import as_dict

from .conftest import PRACTICE, read

SCORING = PRACTICE.parent / "scoring"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PRACTICE.exists(), reason="there are no practice pages")]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practice")
    for pdf in sorted((PRACTICE / "pdf").glob("*.pdf")):
        (folder / f"{pdf.stem}.json").write_text(json.dumps(as_dict(read(pdf)), ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.mark.skipif(not is_installed(), reason="the extra “ocr” is not installed")
def test_headlines_drawn_as_shapes(tmp_path):
    for pdf in sorted((PRACTICE / "pdf").glob("*.pdf")):
        page = json.dumps(as_dict(read(pdf, with_ocr=True)), ensure_ascii=False)
        (tmp_path / f"{pdf.stem}.json").write_text(page, encoding="utf-8")
    assert figure(score("score_pages.py", tmp_path), "headline") >= 0.985


def score(script, results):
    command = [sys.executable, SCORING / script, results, PRACTICE / "gold"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def figure(scored, name):
    return float(scored.split(f"{name} ")[1].split()[0])


def test_stories(results):
    """Headlines drawn as shapes, 11 of 253, need character recognition."""
    scored = score("score_pages.py", results)
    assert figure(scored, "body") >= 0.99
    assert figure(scored, "headline") >= 0.95
    assert figure(scored, "paragraph") >= 0.99
    assert figure(scored, "author") >= 0.98


def test_zones_and_pictures(results):
    pytest.importorskip("numpy")
    scored = score("score_layout.py", results)
    assert float(scored.split("IoU>=.9 ")[1].split(",")[0]) >= 0.93
    for name in ("box", "in the right story", "caption", "photographer"):
        assert figure(scored, name) >= 0.99
