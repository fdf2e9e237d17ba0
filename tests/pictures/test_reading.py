"""A file that is no good photograph is refused in one sentence, and nothing of it is kept."""

import os
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from articles.pictures import reading
from articles.pictures.reading import BadPicture, File, clean_name, make_crops, make_renditions

from .drawn import chunk, ftyp, jpeg, moving, png, quarters, saved

ROOT = Path(__file__).resolve().parents[2]

NO_PICTURE = "This file is not a picture; choose a photograph as JPEG, PNG, WebP, AVIF or TIFF."
OTHER_KIND = "Pictures of this kind are not taken; save it as JPEG and choose it again."
DAMAGED = "This picture is damaged or cut short; copy it again from the camera or phone and choose it again."
MOVING = "GIF and other moving pictures are not taken; save one image of it as JPEG or PNG and choose it again."
PIXELS = "This picture has more than 60 million pixels; save it smaller, as JPEG, and choose it again."
TOO_MUCH = "This picture takes too much time or memory to read; save it as JPEG and choose it again."
TOO_BIG = "This file has more than 40 MB; save the picture as a smaller JPEG and choose it again."
EMPTY = "This file is empty; copy it again from the camera or phone and choose it again."
SVG = "SVG drawings are not taken, as they may contain programs; save it as PNG and choose it again."
PDF = "This is a PDF; save the picture in it as JPEG and choose it again."
DISK_FULL = "The server’s disk is full and nothing was kept; tell the operator and choose the picture again later."
HEIC = (
    "This is a HEIC picture of a phone; send it on the iPhone by Share › Options › Most Compatible, on other phones"
    " save it as JPEG, and choose it again."
)

PHOTOGRAPH = jpeg(quarters((600, 400)))
DRAWN_PNG = saved(quarters((600, 400)), "PNG")

REFUSED = {
    "bytes without meaning": (bytes(range(7, 256)) * 20, NO_PICTURE),
    "empty": (b"", EMPTY),
    "one byte": (b"\xff", NO_PICTURE),
    "text named .jpg": ("水利局开展河湖保护整治行动".encode(), NO_PICTURE),
    "HTML": (b"<!DOCTYPE html><script>alert(1)</script>", NO_PICTURE),
    "program": (b"\x7fELF\2\1\1" + bytes(200), NO_PICTURE),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', SVG),
    "SVG behind a declaration": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg width="1"/>', SVG),
    "HTML that begins like a GIF": (b"GIF89a/*<script>*/=1;alert(1)", MOVING),
    "GIF": (saved(quarters(mode="P"), "GIF"), MOVING),
    "moving GIF": (moving("GIF"), MOVING),
    "moving WebP": (moving("WEBP"), MOVING),
    "moving PNG": (moving("PNG"), MOVING),
    "moving AVIF": (moving("AVIF"), MOVING),
    "half a JPEG": (PHOTOGRAPH[: len(PHOTOGRAPH) // 2], DAMAGED),
    "JPEG without its last two bytes": (PHOTOGRAPH[:-2], DAMAGED),
    "header of a JPEG": (PHOTOGRAPH[:20], DAMAGED),
    "half a PNG": (DRAWN_PNG[: len(DRAWN_PNG) // 2], DAMAGED),
    "half a WebP": (saved(quarters(), "WEBP", lossless=True)[:60], DAMAGED),
    "half an AVIF": (saved(quarters(), "AVIF")[:200], DAMAGED),
    "half a TIFF": (saved(quarters(), "TIFF")[:10_000], DAMAGED),
    "PNG with wrong data": (png(100, 100, data=b"not compressed"), DAMAGED),
    "PNG without width": (png(0, 100), DAMAGED),
    "PNG with a comment of 50 MB": (
        DRAWN_PNG[:33] + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000))) + DRAWN_PNG[33:],
        DAMAGED,
    ),
    "400 megapixels in a PNG of few kilobytes": (png(20_000, 20_000), PIXELS),
    "61 megapixels": (png(10_000, 6_100), PIXELS),
    "HEIC of an iPhone": (ftyp(b"heic", b"mif1", b"heic"), HEIC),
    "HEIC that names its brand second": (ftyp(b"mif1", b"heic"), HEIC),
    "film": (ftyp(b"isom", b"mp41"), OTHER_KIND),
    "PDF": (b"%PDF-1.7\n" + bytes(500), PDF),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", OTHER_KIND),
    "icon": (saved(quarters((32, 32)), "ICO"), OTHER_KIND),
    "BMP": (saved(quarters(), "BMP"), OTHER_KIND),
    "Photoshop": (b"8BPS\0\1" + bytes(500), OTHER_KIND),
    "JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(500), OTHER_KIND),
    "TIFF of measured values": (saved(Image.new("F", (60, 40), 0.5), "TIFF"), OTHER_KIND),
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def refusal(source, folder):
    with pytest.raises(BadPicture) as refused:
        make_renditions(source, folder)
    return str(refused.value)


@pytest.mark.parametrize("name", REFUSED)
def test_bad_file_is_refused_in_one_sentence_and_nothing_is_kept(tmp_path, name):
    data, sentence = REFUSED[name]
    (tmp_path / "photo.jpg").write_bytes(data)
    assert refusal(tmp_path / "photo.jpg", tmp_path / "made") == sentence
    assert os.listdir(tmp_path) == ["photo.jpg"]


def test_file_of_60_megabytes_is_refused(tmp_path):
    with (tmp_path / "photo.jpg").open("wb") as file:
        file.write(PHOTOGRAPH)
        file.truncate(60 << 20)
    assert refusal(tmp_path / "photo.jpg", tmp_path / "made") == TOO_BIG


def test_folder_and_pipe_are_no_pictures(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe", tmp_path / "made") == NO_PICTURE
    assert refusal(tmp_path, tmp_path / "made") == NO_PICTURE


def test_photograph_becomes_a_folder_of_renditions(tmp_path):
    source = tmp_path / "照片 \udce9\n.jpg"  # a name that is not even UTF-8
    source.write_bytes(PHOTOGRAPH)
    made = make_renditions(source, tmp_path / "made", (50, 38))
    assert (made.format, made.width, made.height, made.taken) == ("JPEG", 600, 400, None)
    assert [file.name for file in made.files] == [
        *("600.jpg", "600.webp", "400.jpg", "400.webp"),
        *("share-50-38.jpg", "1x1-50-38.jpg", "4x3-50-38.jpg", "16x9-50-38.jpg"),
    ]
    size = (tmp_path / "made" / "400.webp").stat().st_size
    assert made.files[3] == File(name="400.webp", width=400, height=267, bytes=size, mime="image/webp")
    assert sorted(os.listdir(tmp_path)) == sorted([source.name, "made"])


def test_crops_for_a_new_focal_point_join_the_others(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(PHOTOGRAPH)
    make_renditions(tmp_path / "photo.jpg", tmp_path / "made")
    made = make_crops(tmp_path / "photo.jpg", tmp_path / "made", (10, 20))
    assert [file.name for file in made.files] == [
        *("share-10-20.jpg", "1x1-10-20.jpg", "4x3-10-20.jpg", "16x9-10-20.jpg"),
    ]
    assert len(os.listdir(tmp_path / "made")) == 12


# Limits


def test_picture_that_takes_too_much_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, memory=160 << 20))
    (tmp_path / "photo.png").write_bytes(png(7_000, 5_000, colour_type=6, depth=8))
    assert refusal(tmp_path / "photo.png", tmp_path / "made") == TOO_MUCH
    assert os.listdir(tmp_path) == ["photo.png"]


@pytest.mark.slow
def test_picture_that_takes_too_much_time_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, cpu_seconds=1))
    (tmp_path / "photo.png").write_bytes(png(9_000, 6_000, colour_type=6, depth=8))
    assert refusal(tmp_path / "photo.png", tmp_path / "made") == TOO_MUCH
    assert os.listdir(tmp_path) == ["photo.png"]


@pytest.mark.slow
def test_largest_picture_is_taken_within_the_limits(tmp_path):
    (tmp_path / "photo.png").write_bytes(png(10_000, 6_000, colour_type=6, depth=8))
    assert make_renditions(tmp_path / "photo.png", tmp_path / "made").width == 10_000


def test_full_disk_leaves_nothing(tmp_path, monkeypatch):
    # The first file still fits.
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, file_size=3_000))
    (tmp_path / "photo.jpg").write_bytes(jpeg(Image.effect_noise((400, 400), 90)))
    assert refusal(tmp_path / "photo.jpg", tmp_path / "made") == DISK_FULL
    assert os.listdir(tmp_path) == ["photo.jpg"]


@pytest.mark.slow
def test_killed_process_leaves_only_a_temporary_folder_that_a_later_one_removes(tmp_path):
    source, folder = tmp_path / "photo.png", tmp_path / "renditions" / "made"
    source.write_bytes(png(9_000, 6_000, colour_type=2, depth=8))
    folder.parent.mkdir()
    kill_when(lambda: any(folder.parent.glob(".making-*/1600.*")), make_in_another_process(source, folder))
    (abandoned,) = folder.parent.iterdir()
    assert abandoned.name.startswith(".making-")

    make_renditions(source, folder)
    assert abandoned.exists()  # it may belong to a process that still works
    os.utime(abandoned, (time.time() - 7_200,) * 2)
    make_crops(source, folder, (1, 2))
    assert os.listdir(folder.parent) == ["made"]


def make_in_another_process(source, folder):
    program = (
        "import sys; from pathlib import Path; from articles.pictures.reading import make_renditions;"
        "make_renditions(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    return subprocess.Popen([sys.executable, "-c", program, str(source), str(folder)], cwd=ROOT)


def kill_when(condition, process):
    while not condition():
        assert process.poll() is None, "ended before it was killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


# Names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("巡河.jpg", "巡河.jpg"),
        ("C:\\Users\\editor\\巡河.jpg", "巡河.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\0b\x1b[31m\r\nc.jpg", "ab[31m c.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("zero\u200bwidth\ufeff.png", "zerowidth.png"),
        ("长" * 300 + ".jpeg", "长" * 95 + ".jpeg"),
        ("a." + "b" * 300, "a." + "b" * 98),
        ("/", ""),
        ("", ""),
    ],
)
def test_name_of_a_file_is_cleaned(name, expected):
    assert clean_name(name) == expected


def test_every_sentence_is_one_sentence():
    sentences = {value for name, value in vars(reading).items() if isinstance(value, type(reading._EMPTY))}
    assert len(sentences) == 12
    assert all(str(sentence).count(".") == 1 for sentence in sentences)
