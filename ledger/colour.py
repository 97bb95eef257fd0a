"""One hue, every shade: OKLCH as screens and mail programs need it (Björn Ottosson's matrices, WCAG 2.2's contrast)."""

import math


def linear(lightness, chroma, hue):
    """Linear sRGB (r, g, b) of an OKLCH colour, hue in degrees; parts outside 0…1 can't be shown."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def can_be_shown(lightness, chroma, hue):
    """Whether every screen has this colour."""
    return all(-0.0005 <= part <= 1.0005 for part in linear(lightness, chroma, hue))


def shown(lightness, chroma, hue):
    """The nearest colour of that lightness and hue that every screen can show: paler, never of another hue."""
    shares = (step / 100 for step in range(100, 0, -1))
    share = next((share for share in shares if can_be_shown(lightness, chroma * share, hue)), 0)
    return clipped(lightness, chroma * share, hue)


def clipped(lightness, chroma, hue):
    """As browsers show it: what lies outside of sRGB is cut off."""
    return tuple(min(1.0, max(0.0, part)) for part in linear(lightness, chroma, hue))


def as_hex(parts):
    """A hash and six hex digits, of linear sRGB."""
    return "#" + "".join(f"{round(255 * _encoded(part)):02x}" for part in parts)


def from_hex(text):
    """Linear sRGB of a hash and six hex digits."""
    return tuple(_decoded(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))


def contrast(one, other):
    """WCAG's ratio of two linear colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(parts):
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _encoded(part):
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
