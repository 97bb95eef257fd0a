"""How a letter of each kind is written: rooms register a composer, the sweep asks it at the moment of sending."""

import re
from collections import namedtuple

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from ledger import letterhead

Page = namedtuple(
    "Page", "subject template context to", defaults=[None]
)  # to: another address than the login's
_composers = {}
_for_closed = set()


def register(kind, compose, *, reaches_closed=False):
    """`compose(letter)` returns a Page, or None when nobody should get this letter any more.

    With `reaches_closed` it is sent to people whose account is closed, too: for what asks them back.
    """
    _composers[kind] = compose
    if reaches_closed:
        _for_closed.add(kind)


def may_reach(letter):
    return letter.recipient.is_active or letter.kind in _for_closed


def compose(letter):
    """The letter as it would be sent now, in the recipient's language: EmailMultiAlternatives or None."""
    with translation.override(letter.recipient.reads):
        page = _composers[letter.kind](letter)
        return page and _mail(letter, page)


def masked(text):
    """The text with its link tokens hidden, so that nobody can answer in somebody's name."""
    return re.sub(r"(https?://[^\s/]+/(?:a|invitations)/)[^\s/\"<]+", r"\1…", text)


def _mail(letter, page):
    head = letterhead.current()
    context = {
        "letter": letter,
        "recipient": letter.recipient,
        "site": settings.SITE_URL.rstrip("/"),
        "network": head.name,
        "subject": page.subject,
        **page.context,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(str(page.subject).split()),
        body=_text(f"letters/{page.template}.txt", context),
        from_email=letterhead.sender(head.name),
        to=[page.to or letter.recipient.email],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    html = render_to_string(f"letters/{page.template}.html", context)
    mail.attach_alternative(_with_style(html, letterhead.style(head.hue)), "text/html")
    return mail


def _text(template, context):
    """The letter in plain text, with the same foot under every one."""
    text, foot = (render_to_string(name, context, using="text") for name in (template, "letters/_foot.txt"))
    return f"{text.rstrip()}\n\n-- {foot}"


def _with_style(html, style):
    """Old mail programs read only what stands in the element itself."""
    return css_inline.inline(html, extra_css=style, load_remote_stylesheets=False, keep_at_rules=True)
