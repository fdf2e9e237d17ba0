"""Pictures drawn for the tests, good ones and bad ones."""

import io
import struct
import zlib

from PIL import Image, ImageCms

RED, GREEN, BLUE, WHITE, BLACK = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255), (0, 0, 0)


def quarters(size=(120, 80), mode="RGB"):
    """Red and green above, blue and white below."""
    image = Image.new("RGB", size, WHITE)
    width, height = size[0] // 2, size[1] // 2
    image.paste(RED, (0, 0, width, height))
    image.paste(GREEN, (width, 0, size[0], height))
    image.paste(BLUE, (0, height, width, size[1]))
    return image.convert(mode)


def saved(image, kind, **options):
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def jpeg(image=None, **options):
    return saved(image or quarters(), "JPEG", **{"quality": 95, "subsampling": 0} | options)


def moving(kind, **options):
    """Two frames."""
    return saved(quarters(), kind, save_all=True, append_images=[Image.new("RGB", (120, 80), BLACK)], **options)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, colour_type=0, depth=1, data=None):
    """A PNG of one colour by hand, as Pillow would need the memory of a large one."""
    samples = {0: 1, 2: 3, 6: 4}[colour_type]
    row = b"\0" + b"\xff" * ((width * samples * depth + 7) // 8)
    packed = zlib.compressobj(1)
    rows = b"".join([*(packed.compress(row) for _ in range(height)), packed.flush()]) if data is None else data
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def ftyp(*brands):
    """The first bytes of a file of the ISO format, such as HEIC."""
    body = b"ftyp" + brands[0] + b"\0\0\0\0" + b"".join(brands)
    return struct.pack(">I", len(body) + 4) + body + bytes(2_000)


def profile(exchanged=False, space=b"RGB "):
    """An sRGB profile, or one in which red and green are exchanged, or one that says it is for another colour space."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[16:20] = space
    if exchanged:
        red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
        data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)
