"""The ribbon in every hue: it can be read, on paper and on cards, by day and by night."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from ambassadors.look import ribbon
from ledger import colour

HUES = range(361)
TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text("utf-8")
SHADE = re.compile(
    r"oklch\((0?\.?\d[\d.]*) (?:calc\((0\.\d+) \* var\(--brand-rich\)\)|([\d.]+)) ([\d.]+|var\(--brand-hue\))\)"
)
AA, CONTROL = 4.5, 3.0
# what stands on what, and the least contrast it needs
PAIRS = [
    ("on-brand", "brand", AA), ("on-brand", "brand-press", AA), ("on-brand", "brand-fold", AA),
    ("brand-text", "paper", AA), ("brand-text", "card", AA), ("brand-text", "brand-soft", AA), ("brand-text", "well", AA),
    ("ink", "brand-soft", AA), ("ink-soft", "brand-soft", AA), ("brand", "paper", CONTROL), ("brand", "card", CONTROL),
]  # fmt: skip


def tokens():
    """{name: [by day, by night]}, each fn(hue) → the colour as a browser shows it, cut off where sRGB ends."""
    found = {}
    for name, value in re.findall(r"^\s*--([\w-]+):\s*(.*oklch.*);", TOKENS, re.M):
        shades = [_shade(*parts) for parts in SHADE.findall(value)]
        if shades:
            found.setdefault(name, [shades[0], shades[-1]])
    return found


def _shade(lightness, of_the_ribbon, fixed, own):
    if of_the_ribbon:
        return lambda hue: colour.clipped(
            float(lightness), float(of_the_ribbon) * round(ribbon.richness(hue), 2), hue
        )
    return lambda _hue: colour.clipped(float(lightness), float(fixed), float(own))


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_hue_can_be_read_by_day_and_by_night(front, back, least):
    known, broken = tokens(), []
    for night in (0, 1):
        for hue in HUES:
            ratio = colour.contrast(known[front][night](hue), known[back][night](hue))
            broken += [(hue, ("day", "night")[night], round(ratio, 2))] if ratio < least else []
    assert broken == []


def test_no_hue_is_cut_off_and_none_is_grey():
    assert len(ribbon.shades()) == 12
    for hue in HUES:
        assert all(
            colour.can_be_shown(light, chroma * ribbon.richness(hue), hue)
            for light, chroma in ribbon.shades()
        )
        assert 0.35 < ribbon.richness(hue) <= 1, hue


def test_the_drawn_ribbon_stays_as_it_was_drawn():
    assert ribbon.sheet(ribbon.USUAL_HUE) == ":root { --brand-hue: 10; --brand-rich: 1.00; }\n"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["361", "-1", "1e2", "red", "10; } body { display: none", "٣", "007"])
def test_a_hue_that_is_none_shows_the_networks_own(client, asked):
    assert client.get("/brand.css", {"hue": asked}).content.decode() == ribbon.sheet(10)
    assert client.get("/brand.css", {"hue": "190"}).content.decode() == ribbon.sheet(190) != ribbon.sheet(10)
