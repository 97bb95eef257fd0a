"""The style sheets: one file per block, all of them in app.css, no picture or font missing."""

import hashlib
import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR, "static")
SHEETS = {path.name: path.read_text("utf-8") for path in (STATIC / "css").glob("*.css")}
ALONE = {
    "app.css",
    "letter.css",
    "own_file.css",
}  # the one that imports, and what goes into letters and files


def test_every_style_sheet_is_imported_once():
    imported = re.findall(r'@import url\("([^"]+)"\)', SHEETS["app.css"])
    assert sorted(imported) == sorted(set(SHEETS) - ALONE)


def test_layers_are_ordered_before_anything_is_imported():
    ordered = re.search(r"@layer ([\w, ]+);", SHEETS["app.css"])
    assert ordered and SHEETS["app.css"].index("@layer") < SHEETS["app.css"].index("@import")
    assert set(re.findall(r"layer\((\w+)\)", SHEETS["app.css"])) <= set(ordered[1].split(", "))


def test_every_file_that_css_asks_for_is_here():
    asked = {name for text in SHEETS.values() for name in re.findall(r'url\("([^"#]+)"\)', text)}
    assert {name for name in asked if not (STATIC / "css" / name).resolve().is_file()} == set()


def test_no_style_sheet_uses_a_colour_that_the_tokens_lack():
    told = set(re.findall(r"(--[\w-]+):", "".join(SHEETS.values())))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(SHEETS.values())))
    assert used - told == set()


def test_foreign_files_are_what_their_list_says():
    listed = re.findall(r"^([0-9a-f]{64})  (\S+)$", (STATIC / "vendor/README.md").read_text("utf-8"), re.M)
    foreign = [*(STATIC / "fonts").glob("*.woff2"), *(STATIC / "vendor").glob("*.*js")]
    assert {name for _sum, name in listed} == {str(path.relative_to(STATIC)) for path in foreign}
    assert [hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for _sum, name in listed] == [
        sum_ for sum_, _name in listed
    ]


def test_every_drawing_a_page_names_is_here():
    pages = "".join(path.read_text("utf-8") for path in Path(settings.BASE_DIR, "templates").rglob("*.html"))
    named = set(re.findall(r'picture="([\w-]+)"', pages)) | set(re.findall(r'fallback="([\w-]+)"', pages))
    assert {name for name in named if not (STATIC / f"img/pictures/{name}.svg").is_file()} == set()
    assert {
        path for path in re.findall(r"{% static '([^']+)'", pages) if not (STATIC / path).is_file()
    } == set()
