"""The dark room: one untrusted picture in on stdin, three clean WebP files out, in a process that may die.

Run as `python -m ambassadors.pictures.decode FOLDER LOCK` by desk.py. It knows no Django, no database and no secret.
It answers one JSON line on stdout: {"width": 4000, "height": 3000} or {"refused": "<why>"}.
"""

import errno
import fcntl
import json
import os
import resource
import sys
import warnings
from io import BytesIO
from pathlib import Path

FORMATS = ("JPEG", "PNG", "WEBP")
MEGAPIXELS_OF_A_JPEG = 50  # its decoder can shrink while it reads
MEGAPIXELS_OF_OTHERS = 24  # these must be opened whole: 24 megapixels are about 200 MB
SIZES = (("l", 1600), ("m", 800), ("s", 320))  # each is made from the one before
# What damaged files make Pillow's readers raise.
UNREADABLE = (ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, RuntimeError)
MEMORY_BYTES = 1024**3
CPU_SECONDS = 10


class Refused(Exception):
    """A word that desk.py turns into a sentence."""


def main(folder, lock):
    with open(lock, "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # one at a time on a machine; let go however this process ends
        confine()
        try:
            answer = develop(sys.stdin.buffer.read(), Path(folder))
        except Refused as refused:
            answer = {"refused": str(refused)}
        sys.stdout.write(json.dumps(answer))


def confine():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def develop(data, folder):
    from PIL import Image  # after the limits, so that its own buffers are counted

    Image.MAX_IMAGE_PIXELS = MEGAPIXELS_OF_A_JPEG * 1_000_000
    warnings.simplefilter("ignore")
    try:
        return _develop(data, folder)
    except (MemoryError, Image.DecompressionBombError):
        raise Refused("pixels") from None
    except OSError as error:
        raise Refused("full" if error.errno == errno.ENOSPC else "broken") from None
    except UNREADABLE:
        raise Refused("broken") from None


def _develop(data, folder):
    picture = opened(data)
    check_pixels(picture)
    if moves(picture):
        raise Refused("animated")
    orientation = picture.getexif().get(0x0112, 1)
    shrink_while_reading(picture)
    picture = upright(fit(plain(picture), SIZES[0][1]), orientation)
    width, height = picture.size
    for name, edge in SIZES:
        picture = fit(picture, edge)
        write(picture, folder / f"{name}.webp")
    return {"width": width, "height": height}


def opened(data):
    from PIL import Image, UnidentifiedImageError

    if pixels_in_a_webp_header(data) > MEGAPIXELS_OF_OTHERS * 1_000_000:
        raise Refused("pixels")  # its reader takes memory for the whole canvas on opening
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise Refused("unreadable") from None


def pixels_in_a_webp_header(data):
    """Width times height as the first chunk tells them; 0 when this is no WebP."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return 0
    if data[12:16] == b"VP8X":
        return (int.from_bytes(data[24:27], "little") + 1) * (int.from_bytes(data[27:30], "little") + 1)
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (int.from_bytes(data[26:28], "little") & 0x3FFF) * (int.from_bytes(data[28:30], "little") & 0x3FFF)


def moves(picture):
    """Phones put a second view behind a JPEG ("MPO"): its first is the picture."""
    return getattr(picture, "is_animated", False) and picture.format != "MPO"


def check_pixels(picture):
    limit = MEGAPIXELS_OF_A_JPEG if picture.format in ("JPEG", "MPO") else MEGAPIXELS_OF_OTHERS
    if picture.width * picture.height > limit * 1_000_000:
        raise Refused("pixels")


def shrink_while_reading(picture):
    """A box of the picture's own aspect: a square one does nothing on 4:3."""
    scale = SIZES[0][1] / max(picture.size)
    if scale < 1:
        picture.draft(None, (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))


def plain(picture):
    """RGB, or RGBA where something shows through."""
    if picture.mode.startswith("I"):  # 16 bits of grey: Pillow would cut off instead of scaling
        picture = picture.convert("I").point(lambda value: value / 256)
        return picture.convert("L").convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def fit(picture, edge):
    from PIL import Image

    scale = edge / max(picture.size)
    if scale >= 1:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def upright(picture, orientation):
    from PIL.Image import Transpose

    turns = {2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
             6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90}  # fmt: skip
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def write(picture, path):
    from PIL import Image

    # Pixels only: no EXIF, GPS, XMP, profile or comment comes along.
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    with open(path, "xb") as file:
        fresh.save(file, "WEBP", quality=80, method=2)
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
