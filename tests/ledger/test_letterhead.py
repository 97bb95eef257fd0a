"""In whose name and colour letters go; every hue of it can be read."""

import re

import pytest

from ambassadors.models import Network
from ledger import colour, letterhead

HUES = range(361)
AA = 4.5


def shades(hue):
    return re.findall(r"(#[0-9a-f]{6}) = ", letterhead.style(hue))


def test_a_letter_can_be_read_in_every_hue():
    white, night = (colour.from_hex(shade) for shade in ("#ffffff", "#2a1a27"))
    paper, dark = (colour.from_hex(shade) for shade in ("#f7f3f6", "#1c1019"))
    for hue in HUES:
        button, link, button_by_night, link_by_night = map(colour.from_hex, shades(hue))
        assert min(
            colour.contrast(white, button), colour.contrast(white, button_by_night),
            colour.contrast(link, white), colour.contrast(link, paper),
            colour.contrast(link_by_night, night), colour.contrast(link_by_night, dark),
        ) >= AA, hue  # fmt: skip


def test_a_letter_keeps_the_drawn_colours_until_somebody_chooses_others():
    assert "#b3174a" in letterhead.style(10)
    assert "#b3174a" not in letterhead.style(190)
    assert len(set(shades(190)) & set(shades(10))) == 0


def test_the_sums_agree_with_what_is_known():
    assert colour.as_hex(colour.from_hex("#b3174a")) == "#b3174a"
    assert colour.as_hex(colour.shown(0.5454, 0.1806, 9.89)) == "#c13158"
    assert colour.contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert colour.contrast(colour.from_hex("#767676"), (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.django_db
def test_letters_go_in_the_networks_name_and_colour(hanne):
    assert letterhead.current() == ("Werkstolz", 10)
    Network.change(by=hanne, name="Sash", brand_hue=190)
    assert letterhead.current() == ("Sash", 190)
    assert letterhead.sender("Sash").startswith("Sash <werkstolz@")
