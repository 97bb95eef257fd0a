import os
import random
import subprocess
import sys
import time
from collections import Counter
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, PngImagePlugin

from ambassadors.models import Picture
from ambassadors.pictures import decode, desk, sweeping
from ledger.models import Event
from ledger.refusal import Refusal
from tests.cast import make_ambassador
from tests.darkroom import empty_png, encoded, painted, upload

UNREADABLE = "This is not a picture we can read. JPEG, PNG or WebP work."
BROKEN = "This picture is damaged or cut off. Choose another one, or take it again."
MOVES = "This picture moves. Choose one that stands still."
TOO_MANY_PIXELS = (
    "This picture has too many pixels: 50 million are the limit for a JPEG, 24 million for PNG and WebP. "
    "Choose a smaller one."
)


def take(data, *, by, name="picture.jpg"):
    return Picture.take(upload(data, name), alt="A rucksack at the fair", by=by)


def kept(picture, size):
    return Image.open(picture.path(size))


def everything_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != "one-at-a-time")


def test_a_picture_is_kept_in_three_sizes_of_webp(ada):
    picture = take(encoded(painted(2000, 1500)), by=ada)
    assert [(kept(picture, size).format, kept(picture, size).size) for size in "lms"] == [
        ("WEBP", (1600, 1200)),
        ("WEBP", (800, 600)),
        ("WEBP", (320, 240)),
    ]
    assert (picture.width, picture.height, picture.owner) == (1600, 1200, ada)
    assert Event.objects.about(picture).get().verb == "taken"


def test_a_small_picture_is_not_blown_up(ada):
    picture = take(encoded(painted(200, 100)), by=ada)
    assert [kept(picture, size).size for size in "lms"] == [(200, 100)] * 3


def test_a_hair_thin_picture_keeps_a_pixel(ada):
    assert (
        take(encoded(painted(1, 4000)), by=ada).width,
        take(encoded(painted(4000, 1)), by=ada).height,
    ) == (1, 1)


def test_nothing_but_pixels_survives(ada):
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    exif[0x8825] = {1: "N", 2: (50.0, 43.0, 0.0)}
    data = (
        encoded(painted(), exif=exif, comment=b"SECRET", icc_profile=b"SECRET" * 30)
        + b"PK\x03\x04SECRET<?php"
    )
    picture = take(data, by=ada)
    for size in Picture.SIZES:
        assert b"SECRET" not in picture.path(size).read_bytes()
        assert not kept(picture, size).getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(kept(picture, size).info)


def test_words_in_a_png_do_not_survive(ada):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRET")
    picture = take(encoded(painted(), "PNG", pnginfo=words), by=ada)
    assert b"SECRET" not in picture.path("l").read_bytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_taken_with_a_turned_phone_stands_upright(ada, orientation):
    upright = Image.new("RGB", (80, 40), "white")
    upright.paste("black", (0, 0, 20, 10))  # a corner to recognise it by
    turned = upright.transpose(UNDO[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = kept(take(encoded(turned, quality=95, exif=exif), by=ada), "l").convert("L")
    assert picture.size == (80, 40)
    assert picture.getpixel((5, 3)) < 60 < 200 < picture.getpixel((75, 35))


UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize(
    "mode, kind", [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG")]
)
def test_pictures_of_other_colours_are_taken(ada, mode, kind):
    assert kept(take(encoded(painted(mode=mode), kind), by=ada), "l").size == (120, 90)


def test_sixteen_bits_of_grey_keep_their_greys(ada):
    row = b"".join(value.to_bytes(2, "little") for value in range(0, 65536, 512))
    grey = Image.frombytes("I;16", (128, 64), row * 64)
    lightest, darkest = kept(take(encoded(grey, "PNG"), by=ada), "l").convert("L").getextrema()[::-1]
    assert lightest > 240
    assert darkest < 15


def test_what_shows_through_still_shows_through(ada):
    glass = painted(mode="RGBA")
    glass.putalpha(90)
    assert kept(take(encoded(glass, "PNG"), by=ada), "l").getextrema()[3] == (90, 90)


def test_a_second_view_behind_a_phones_jpeg_is_left_out(ada):
    data = encoded(painted(), "MPO", save_all=True, append_images=[painted(60, 60)])
    assert kept(take(data, by=ada), "l").size == (120, 90)


REFUSED = {
    "html": (b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "nothing": (b"", UNREADABLE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', UNREADABLE),
    "gif": (encoded(painted(), "GIF"), UNREADABLE),
    "tiff": (encoded(painted(), "TIFF"), UNREADABLE),
    "bmp": (encoded(painted(), "BMP"), UNREADABLE),
    "pdf": (encoded(painted(), "PDF"), UNREADABLE),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99999 99999\n", UNREADABLE),
    "truncated jpeg": (encoded(painted(600, 400))[:4000], BROKEN),
    "truncated png": (encoded(painted(600, 400), "PNG")[:900], BROKEN),
    "jpeg head": (encoded(painted())[:40], BROKEN),
    "animated webp": (encoded(painted(), "WEBP", save_all=True, append_images=[painted(mode="L")]), MOVES),
    "animated png": (encoded(painted(), "PNG", save_all=True, append_images=[painted(mode="L")]), MOVES),
    "webp that claims 268 megapixels": (
        b"RIFF"
        + (100).to_bytes(4, "little")
        + b"WEBPVP8X"
        + (10).to_bytes(4, "little")
        + bytes(4)
        + b"\xfe\x3f\0" * 2
        + b"VP8 " * 9,
        TOO_MANY_PIXELS,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_good_picture_is_refused_with_a_sentence_and_leaves_nothing(ada, settings, what):
    data, sentence = REFUSED[what]
    with pytest.raises(Refusal) as refusal:
        take(data, by=ada)
    assert str(refusal.value) == sentence
    assert (Picture.objects.count(), everything_in(settings.MEDIA_ROOT)) == (0, [])


def test_two_hundred_megapixels_in_half_a_megabyte_cost_no_memory(ada, tmp_path):
    bomb = empty_png(16_000, 12_500)
    assert len(bomb) < 1_000_000
    with pytest.raises(Refusal, match="too many pixels"):
        take(bomb, by=ada)
    assert peak_megabytes(bomb, tmp_path) < 60


def test_the_largest_picture_that_is_taken_stays_below_400_megabytes(tmp_path):
    largest = Image.new("RGB", (8000, 6200), (189, 25, 79))
    assert peak_megabytes(encoded(largest, progressive=True, subsampling=0), tmp_path) < 400


def peak_megabytes(data, folder):
    """The memory of a dark room that is given this picture."""
    (folder / "picture").write_bytes(data)
    (folder / "tray").mkdir()
    asks = (
        "import os, subprocess, sys\n"
        "room = subprocess.Popen([sys.executable, '-m', 'ambassadors.pictures.decode', 'tray', 'lock'],"
        " stdin=open('picture', 'rb'), stdout=subprocess.DEVNULL)\n"
        "print(os.wait4(room.pid, 0)[2].ru_maxrss // 1024)"
    )
    there = {**os.environ, "PYTHONPATH": os.getcwd()}
    return int(
        subprocess.run(
            [sys.executable, "-c", asks], cwd=folder, env=there, capture_output=True, check=True
        ).stdout
    )


def test_sixty_megapixels_of_jpeg_are_too_many(ada):
    with pytest.raises(Refusal, match="too many pixels"):
        take(encoded(Image.new("L", (10_000, 6_000))), by=ada)


def test_more_than_fifteen_megabytes_are_refused_unread(ada):
    with pytest.raises(Refusal, match="heavier than 15 MB"):
        take(encoded(painted()) + bytes(desk.LARGEST_BYTES), by=ada)


def test_a_dark_room_that_dies_is_a_sentence_too(ada, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refusal, match="damaged or cut off"):
        take(encoded(painted()), by=ada)


def test_a_full_disk_is_a_sentence_too(ada, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "no-folder"
    settings.MEDIA_ROOT.write_text("a file stands where the folder should be")
    with pytest.raises(Refusal, match="no room left"):
        take(encoded(painted()), by=ada)


def test_the_dark_room_is_told_no_secret(ada, monkeypatch, tmp_path):
    spy = tmp_path / "python"
    spy.write_text(f'#!/bin/sh\nenv > {tmp_path}/env\necho \'{{"refused": "broken"}}\'\n')
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))
    with pytest.raises(Refusal):
        take(encoded(painted()), by=ada)
    told = (tmp_path / "env").read_text()
    assert "SECRET_KEY" in os.environ
    assert not [name for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL") if name in told]


def test_a_picture_whose_row_fails_leaves_no_file(ada, settings):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.take(upload(), alt="", by=ada)
    assert everything_in(settings.MEDIA_ROOT) == []


def test_files_without_a_row_are_swept_when_a_day_old(ada, settings):
    picture = take(encoded(painted()), by=ada)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        orphan = take(encoded(painted()), by=ada)
        raise ZeroDivisionError
    assert sweep_all() == 0
    for folder in (picture.folder, orphan.folder):
        make_old(desk.folder(folder))
    tray = settings.MEDIA_ROOT / "pictures" / "tray" / "left-behind"
    tray.mkdir()
    make_old(tray)
    assert sweep_all() == 2
    assert (picture.path("s").exists(), orphan.path("s").exists(), tray.exists()) == (True, False, False)


def make_old(path):
    os.utime(path, (time.time() - 2 * 86_400,) * 2)


def sweep_all():
    return sum(sweeping.sweep(shard) for shard in range(desk.SHARDS))


def test_a_discarded_picture_is_gone_with_its_files(ada, django_capture_on_commit_callbacks):
    picture = take(encoded(painted()), by=ada)
    with django_capture_on_commit_callbacks(execute=True):
        picture.discard(by=ada)
    assert not picture.path("s").parent.exists()
    assert Picture.objects.count() == 0


def test_its_owner_sees_a_picture_with_headers_that_keep_it_in_its_place(as_, ada):
    picture = take(encoded(painted()), by=ada)
    response = as_(ada).get(picture.url("s"))
    assert Image.open(BytesIO(b"".join(response.streaming_content))).format == "WEBP"
    assert {name: response[name] for name in HEADERS} == HEADERS


HEADERS = {
    "Content-Type": "image/webp",
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Security-Policy": "sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": 'inline; filename="s.webp"',
}


def test_a_picture_no_room_shows_does_not_exist_for_others(as_, ada, dee, cy, max):
    picture = take(encoded(painted()), by=ada)
    assert [as_(who).get(picture.url("s")).status_code for who in (dee, cy, max)] == [404, 404, 404]


def test_nobody_sees_a_picture_without_signing_in(client, ada):
    response = client.get(take(encoded(painted()), by=ada).url("s"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_the_portrait_of_an_active_ambassador_is_seen_by_the_network(as_, dee, max):
    for state, seen in (("active", 200), ("invited", 404), ("alumnus", 404)):
        ambassador = make_ambassador(state=state)
        ambassador.portrait = take(encoded(painted()), by=ambassador.person)
        ambassador.save(update_fields=["portrait"])
        assert [as_(who).get(ambassador.portrait.url("s")).status_code for who in (dee, max)] == [seen, seen]


def test_an_unknown_size_or_a_lost_file_does_not_exist(as_, ada):
    picture = take(encoded(painted()), by=ada)
    assert as_(ada).get(picture.url("xl")).status_code == 404
    picture.path("s").unlink()
    assert as_(ada).get(picture.url("s")).status_code == 404


def test_looking_a_picture_up_costs_the_same_however_many_there_are(as_, ada, dee):
    dees = as_(dee)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert dees.get(shown.url("s")).status_code == 200
        return len(queries)

    shown = take(encoded(painted()), by=ada)
    ada.ambassador_or_none.portrait = shown
    ada.ambassador_or_none.save(update_fields=["portrait"])
    first = cost()
    for _more in range(2):
        take(encoded(painted()), by=ada)
    assert cost() == first


GOOD = {kind: encoded(painted(64, 48), kind) for kind in ("JPEG", "PNG", "WEBP")} | {
    "progressive": encoded(painted(64, 48), progressive=True),
    "lossless": encoded(painted(64, 48), "WEBP", lossless=True),
    "palette": encoded(painted(64, 48, "P"), "PNG"),
}


@pytest.mark.parametrize("times", [500, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_damage_to_a_file_does_more_than_refuse_it(tmp_path, times):
    chance = random.Random(20261122)
    outcomes = Counter(outcome(damaged(chance), tmp_path / str(number)) for number in range(times))
    assert set(outcomes) <= {"taken", "unreadable", "broken", "pixels", "animated"}
    assert outcomes["taken"] and outcomes["broken"]


def damaged(chance):
    data = bytearray(chance.choice(list(GOOD.values())))
    for _hit in range(chance.choice((1, 3, 20))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data)


def outcome(data, folder):
    folder.mkdir()
    try:
        decode.develop(data, folder)
    except decode.Refused as refused:
        return str(refused)
    return "taken"
