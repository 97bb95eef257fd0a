"""What browsers fetch: one style sheet, hashed, with everything in it."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from ambassadors.look.bundle import put_together


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "ambassadors.look.bundle.BundledStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def test_the_style_sheet_leaves_in_one_piece(collected):
    address = staticfiles_storage.url("css/app.css")
    assert re.fullmatch(r"/static/css/app\.[0-9a-f]{12}\.css", address)
    sheet = (collected / address.removeprefix("/static/")).read_text("utf-8")
    assert "@import" not in sheet
    assert (
        sheet.index("@layer reset, base, components")
        < sheet.index("--brand-hue: 10")
        < sheet.index("@layer components {")
    )


def test_its_fonts_are_hashed_too(collected):
    sheet = (collected / staticfiles_storage.url("css/app.css").removeprefix("/static/")).read_text("utf-8")
    fonts = re.findall(r'url\("(\.\./fonts/[^"]+)"\)', sheet)
    assert len(fonts) == 2
    assert all(
        (collected / "css" / font).resolve().is_file() and re.search(r"\.[0-9a-f]{12}\.woff2$", font)
        for font in fonts
    )


def test_it_travels_compressed(collected):
    sheet = collected / staticfiles_storage.url("css/app.css").removeprefix("/static/")
    assert sheet.with_name(sheet.name + ".br").stat().st_size < 15_000


def test_a_layer_keeps_what_is_imported_into_it():
    files = {
        "css/app.css": '@layer a, b;\n@import url("x.css");\n@import url("y.css") layer(b);\n',
        "css/x.css": "x{}\n",
        "css/y.css": "y{}\n",
    }
    assert put_together(files.__getitem__) == "@layer a, b;\nx{}\n\n@layer b {\ny{}\n}\n"
