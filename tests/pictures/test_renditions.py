"""Photographs of every form become the right pixels, upright, in sRGB, and without anything but pixels."""

import io
import zipfile

import pytest
from PIL import Image

from articles.pictures import renditions

from .drawn import BLACK, BLUE, GREEN, RED, WHITE, jpeg, profile, quarters, saved

GREY = (128, 128, 128)


@pytest.fixture
def made(tmp_path):
    """made(b"…", x, y) -> ({"format": …, "files": …}, folder)"""

    def make(data, x=50, y=50):
        (tmp_path / "original").write_bytes(data)
        (tmp_path / "made").mkdir()
        return renditions.make_all(str(tmp_path / "original"), str(tmp_path / "made"), x, y), tmp_path / "made"

    return make


def colours(file, *places):
    """The pixels at places given in parts of width and height; by default the middle of each quarter."""
    places = places or ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    with Image.open(file) as image:
        assert image.mode == "RGB"
        return [image.getpixel((int(image.width * x), int(image.height * y))) for x, y in places]


def like(found, expected, tolerance=10):
    return all(
        abs(a - b) <= tolerance
        for one, other in zip(found, expected, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def sizes(facts, ending):
    return [(file["name"], file["width"], file["height"]) for file in facts["files"] if file["name"].endswith(ending)]


def with_exif(orientation=None, taken=None, offset=None):
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    for field, value in ((0x9003, taken), (0x9011, offset)):
        if value:
            exif.get_ifd(0x8769)[field] = value
    return exif


# Sizes


def test_large_photograph_has_four_widths_in_two_formats_and_four_crops(made):
    facts, folder = made(jpeg(quarters((2400, 1600))))
    assert (facts["format"], facts["width"], facts["height"]) == ("JPEG", 2400, 1600)
    assert sizes(facts, ".webp") == [
        ("1600.webp", 1600, 1067),
        ("1000.webp", 1000, 667),
        ("800.webp", 800, 534),
        ("400.webp", 400, 267),
    ]
    assert sizes(facts, "0.jpg") == [
        ("1600.jpg", 1600, 1067),
        ("1000.jpg", 1000, 667),
        ("800.jpg", 800, 534),
        ("400.jpg", 400, 267),
        ("share-50-50.jpg", 1200, 630),
        ("1x1-50-50.jpg", 1200, 1200),
        ("4x3-50-50.jpg", 1200, 900),
        ("16x9-50-50.jpg", 1200, 675),
    ]
    assert {file.name: file.stat().st_size for file in folder.iterdir()} == {
        file["name"]: file["bytes"] for file in facts["files"]
    }
    for file in facts["files"]:
        with Image.open(folder / file["name"]) as image:
            assert (image.size, Image.MIME[image.format]) == ((file["width"], file["height"]), file["mime"])


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (300, [300]), (410, [410]), (799, [799, 400]), (1000, [1000, 800, 400]), (1300, [1300, 1000, 800, 400])],
)
def test_no_picture_is_enlarged(made, width, widths):
    facts, _ = made(jpeg(quarters((width, width))))
    assert [size for _, size, _ in sizes(facts, ".webp")] == widths


def test_crops_of_a_small_picture_are_not_enlarged_except_the_share_card(made):
    facts, _ = made(jpeg(quarters((120, 80))))
    assert sizes(facts, "-50.jpg") == [
        ("share-50-50.jpg", 600, 315),
        ("1x1-50-50.jpg", 80, 80),
        ("4x3-50-50.jpg", 107, 80),
        ("16x9-50-50.jpg", 120, 68),
    ]


@pytest.mark.parametrize("size", [(1, 1), (10_000, 1), (1, 10_000), (60, 20_000)])
def test_extreme_shapes_are_taken(made, size):
    facts, _ = made(saved(Image.new("RGB", size, RED), "PNG"))
    assert (facts["width"], facts["height"]) == size
    assert all(file["width"] and file["height"] for file in facts["files"])


# Budget


def test_photograph_of_many_details_keeps_to_the_budget_of_telephones(made):
    grain = Image.effect_noise((1000, 667), 40).convert("RGB")
    facts, _ = made(jpeg(Image.blend(quarters((1000, 667)), grain, 0.4)))
    taken = {file["name"]: file["bytes"] for file in facts["files"]}
    assert taken["800.webp"] <= 80_000
    assert taken["1000.webp"] <= 120_000


# Focal point


def test_crops_keep_the_focal_point(made):
    image = Image.new("RGB", (2000, 500), WHITE)
    image.paste(RED, (1750, 0, 2000, 500))
    facts, folder = made(jpeg(image), x=95, y=50)
    square = folder / "1x1-95-50.jpg"
    assert like(colours(square, (0.25, 0.5), (0.75, 0.5)), [WHITE, RED])
    assert (sizes(facts, "1x1-95-50.jpg")) == [("1x1-95-50.jpg", 500, 500)]


def test_new_focal_point_makes_only_the_crops_again(tmp_path):
    (tmp_path / "original").write_bytes(jpeg())
    facts = renditions.make_crops(str(tmp_path / "original"), str(tmp_path), 10, 90)
    assert [file["name"] for file in facts["files"]] == [
        "share-10-90.jpg",
        "1x1-10-90.jpg",
        "4x3-10-90.jpg",
        "16x9-10-90.jpg",
    ]
    assert like(colours(tmp_path / "1x1-10-90.jpg", (0.25, 0.75), (0.25, 0.25)), [BLUE, RED])


# Upright

STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", STORED)
def test_every_orientation_becomes_upright(made, orientation, kind):
    image = quarters() if orientation == 1 else quarters().transpose(STORED[orientation])
    facts, folder = made(saved(image, kind, exif=with_exif(orientation)))
    assert (facts["width"], facts["height"]) == (120, 80)
    for name in ("120.jpg", "120.webp"):
        assert like(colours(folder / name), [RED, GREEN, BLUE, WHITE], 25)


def test_orientation_that_does_not_exist_is_ignored(made):
    facts, _ = made(jpeg(exif=with_exif(99)))
    assert (facts["width"], facts["height"]) == (120, 80)


def test_size_of_a_turned_photograph_is_that_of_the_original(made):
    facts, _ = made(jpeg(quarters((2001, 1601)), exif=with_exif(6)))
    assert (facts["width"], facts["height"]) == (1601, 2001)


# When it was taken


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        ("2024:03:05 08:30:00", None, "2024-03-05T08:30:00"),
        ("2024:03:05 08:30:00", "+08:00", "2024-03-05T08:30:00+08:00"),
        ("2024:03:05 08:30:00", "east", "2024-03-05T08:30:00"),
        ("0000:00:00 00:00:00", None, None),
        ("yesterday", None, None),
        (None, None, None),
    ],
)
def test_time_of_the_camera(made, taken, offset, expected):
    facts, _ = made(jpeg(exif=with_exif(taken=taken, offset=offset)))
    assert facts["taken"] == expected


# Nothing but pixels


def test_renditions_carry_no_place_no_camera_no_comment_and_no_profile(made):
    exif = with_exif(taken="2024:03:05 08:30:00")
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 57.0, 0.0), 3: "E", 4: (119.0, 10.0, 0.0)})
    data = jpeg(exif=exif, comment="SecretComment", icc_profile=profile(), xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>")
    _, folder = made(data)
    files = list(folder.iterdir())
    assert len(files) == 6
    for file in files:
        written = file.read_bytes()
        assert not any(word in written for word in (b"Secret", b"Exif", b"EXIF", b"ICC", b"xmp", b"XMP"))
        with Image.open(file) as image:
            assert not image.getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_other_formats_leave_nothing_either(made, kind):
    exif = with_exif(taken="2024:03:05 08:30:00")
    exif[0x010F] = "SecretCamera"
    facts, folder = made(saved(quarters(), kind, exif=exif, icc_profile=profile()))
    assert facts["taken"] == "2024-03-05T08:30:00"
    assert not any(b"Secret" in file.read_bytes() or b"ICC" in file.read_bytes() for file in folder.iterdir())


def test_archive_hidden_behind_a_photograph_is_dropped(made):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("secret.html", "<script>")
    _, folder = made(jpeg() + archive.getvalue())
    assert like(colours(folder / "120.jpg"), [RED, GREEN, BLUE, WHITE], 25)
    assert not any(b"secret.html" in file.read_bytes() for file in folder.iterdir())


# Colours


def test_colours_follow_the_profile(made):
    _, folder = made(jpeg(Image.new("RGB", (120, 80), (255, 0, 0)), icc_profile=profile(exchanged=True)))
    assert like(colours(folder / "120.jpg", (0.5, 0.5)), [(0, 255, 0)], 25)


@pytest.mark.parametrize("broken", [b"no profile", profile()[:200], profile(space=b"CMYK"), profile(space=b"GRAY")])
def test_broken_or_wrong_profile_is_ignored(made, broken):
    _, folder = made(jpeg(icc_profile=broken))
    assert like(colours(folder / "120.jpg"), [RED, GREEN, BLUE, WHITE], 25)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_is_ignored(made):
    facts, folder = made(jpeg(exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 1_000))
    assert facts["taken"] is None
    assert like(colours(folder / "120.jpg"), [RED, GREEN, BLUE, WHITE], 25)


def test_exif_of_64_kilobytes_is_taken(made):
    exif = with_exif(taken="2024:03:05 08:30:00")
    exif.get_ifd(0x8769)[0x9286] = b"\0" * 60_000
    assert made(jpeg(exif=exif))[0]["taken"] == "2024-03-05T08:30:00"


CMYK_QUARTERS = Image.merge(
    "CMYK", [channel.point(lambda value: 255 - value) for channel in quarters().split()] + [Image.new("L", (120, 80))]
)


@pytest.mark.parametrize(
    "data",
    [
        jpeg(CMYK_QUARTERS),
        saved(CMYK_QUARTERS, "TIFF"),
        jpeg(progressive=True),
        saved(quarters(), "PNG"),
        saved(quarters(), "WEBP", lossless=True),
        saved(quarters(), "AVIF", quality=95),
        saved(quarters(), "TIFF", compression="tiff_lzw"),
        saved(quarters(mode="P"), "PNG"),
        saved(quarters(), "TIFF", save_all=True, append_images=[Image.new("RGB", (120, 80))]),
        saved(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (120, 80))], quality=95, subsampling=0),
    ],
    ids=[
        *("CMYK JPEG, stored inverted as Adobe does", "CMYK TIFF", "progressive JPEG", "PNG"),
        *("WebP", "AVIF", "TIFF", "palette", "TIFF of two pages", "JPEG of a phone with a second view"),
    ],
)
def test_every_form_has_the_colours_of_the_original(made, data):
    facts, folder = made(data)
    assert facts["format"] in {"JPEG", "PNG", "WEBP", "AVIF", "TIFF"}
    assert like(colours(folder / "120.jpg"), [RED, GREEN, BLUE, WHITE], 25)


def grey_of_16_bits(mode="I;16"):
    order = "big" if mode.endswith("B") else "little"
    row = b"".join(value.to_bytes(2, order) * 40 for value in (0, 0x8000, 0xFFFF))
    return Image.frombytes(mode, (120, 80), row * 80)


@pytest.mark.parametrize(
    "data",
    [saved(grey_of_16_bits(), "PNG"), saved(grey_of_16_bits(), "TIFF"), saved(grey_of_16_bits("I;16B"), "TIFF")],
    ids=["PNG", "TIFF", "TIFF, highest byte first"],
)
def test_16_bits_are_not_clipped_to_white(made, data):
    _, folder = made(data)
    assert like(colours(folder / "120.jpg", (0.15, 0.5), (0.5, 0.5), (0.85, 0.5)), [BLACK, GREY, WHITE])


def test_black_and_white(made):
    _, folder = made(saved(Image.new("1", (120, 80), 0), "PNG"))
    assert like(colours(folder / "120.jpg", (0.5, 0.5)), [BLACK])


def left_transparent(mode):
    """Red (or grey), its left half transparent."""
    image = Image.new("RGBA", (120, 80), (*RED, 255))
    image.paste((0, 0, 0, 0), (0, 0, 60, 80))
    return image.convert(mode)


def palette_with_transparency():
    image = Image.new("P", (120, 80), 1)
    image.putpalette([0, 0, 0, *RED])
    image.paste(0, (0, 0, 60, 80))
    return saved(image, "PNG", transparency=0)


def colour_that_means_transparent():
    image = Image.new("RGB", (120, 80), RED)
    image.paste(BLACK, (0, 0, 60, 80))
    return saved(image, "PNG", transparency=BLACK)


@pytest.mark.parametrize(
    "data",
    [
        saved(left_transparent("RGBA"), "PNG"),
        saved(left_transparent("RGBA"), "WEBP", lossless=True),
        saved(left_transparent("RGBA"), "TIFF"),
        palette_with_transparency(),
        colour_that_means_transparent(),
    ],
    ids=["PNG", "WebP", "TIFF", "palette", "one colour"],
)
def test_what_is_transparent_becomes_white(made, data):
    _, folder = made(data)
    assert like(colours(folder / "120.jpg", (0.25, 0.5), (0.75, 0.5)), [WHITE, RED], 25)


def test_transparent_grey_becomes_white(made):
    _, folder = made(saved(left_transparent("LA"), "PNG"))
    left, right = colours(folder / "120.jpg", (0.25, 0.5), (0.75, 0.5))
    assert like([left], [WHITE])
    assert right[0] == right[1] == right[2] < 130
