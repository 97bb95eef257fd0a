"""Static files as they leave the house: app.css holds its imports, so that a first visit asks once and not thirty times."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;')


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed as WhiteNoise does it, after the style sheet was put together."""

    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            paths = paths | {SHEET: (_kept(SHEET, put_together(_reader(paths))), SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def put_together(read):
    """app.css with the text of every imported file in its layer; `read(name)` gives the text of a static file."""

    def written_in(found):
        text = read(f"css/{found['file']}")
        return f"@layer {found['layer']} {{\n{text}}}" if found["layer"] else text

    return IMPORT.sub(written_in, read(SHEET))


def _reader(paths):
    def read(name):
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode("utf-8")

    return read


def _kept(name, text):
    memory = InMemoryStorage()
    memory.save(name, ContentFile(text.encode("utf-8")))
    return memory
