"""QR codes: something to point a camera at, drawn on the server as SVG, dark on white by day and by night."""

import segno
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def qr(text, *, label=""):
    """The code of a text (mostly an address) as inline SVG; `label` says to the blind where it leads.

    Beside it the address has to stand as a link, for whoever holds the page on the only phone there is.
    """
    return format_html('<span role="img" aria-label="{}">{}</span>', label or _("QR code"), _drawn(str(text)))


def _drawn(text):
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=QUIET, svgclass="qr", lineclass=None))
