"""`make_facsimiles` makes what is missing and names what cannot be drawn; `check_pictures` keeps it all."""

import os

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from articles.models import Facsimile
from articles.pictures.files import original_name, rendition_name
from tests.pictures.folders import stored
from tests.pictures.test_check_pictures import make_old

from .rows import page_with_pdf

pytestmark = pytest.mark.django_db


def make(capsys, *options):
    call_command("make_facsimiles", *options)
    return capsys.readouterr().out.strip()


def test_missing_images_are_made_and_pages_without_a_pdf_named(picture_folders, capsys):
    page_with_pdf(make=False)
    assert make(capsys) == "有 PDF 的版面 1 个，做了其中 1 个的版面图。"
    row = Facsimile.objects.get()
    files = stored("renditions")
    assert make(capsys) == "有 PDF 的版面 1 个，做了其中 0 个的版面图。"
    storages["renditions"].delete(rendition_name(row, "p1-400.webp"))
    assert "做了其中 1 个" in make(capsys)
    assert stored("renditions") == files
    path = storages["renditions"].path(rendition_name(row, "p1-400.webp"))
    os.truncate(path, 0)
    assert "做了其中 1 个" in make(capsys, "--all")
    assert os.path.getsize(path) > 0
    make_old(path)
    make_old(storages["originals"].path(original_name(row)))
    call_command("check_pictures")
    assert (stored("renditions"), len(stored("originals"))) == (files, 1)
    storages["originals"].delete(original_name(row))
    assert "做了其中 0 个" in make(capsys)
    with pytest.raises(CommandError, match=r"第2版：综合新闻（sidebar[.]pdf）：它的 PDF 不见了"):
        make(capsys, "--all")
    assert {each["name"] for each in Facsimile.objects.get().renditions} == set(files)
