"""Pictures for tests, good and bad, made on the spot."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def painted(width=120, height=90, mode="RGB"):
    grey = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (grey, grey.transpose(Image.Transpose.ROTATE_180), grey)).convert(mode)


def encoded(picture, kind="JPEG", **how):
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def upload(data=None, name="picture.jpg"):
    return SimpleUploadedFile(name, encoded(painted()) if data is None else data, "image/jpeg")


def empty_png(width, height):
    """A black PNG of any size in very few bytes, written row by row."""
    packer = zlib.compressobj(9)
    rows = [packer.compress(b"\0" * (width * 3 + 1)) for _row in range(height)]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", b"".join([*rows, packer.flush()]))
        + _chunk(b"IEND", b"")
    )


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
