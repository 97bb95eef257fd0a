"""How a letter of each kind is written: rooms register a composer, the sweep asks it at the moment of sending."""

import re
from collections import namedtuple

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from ledger import letterhead, webhooks

# to: another address than the login's; language, reply_to and private: of letters to outside addresses.
# What is `private` (a name, a number) is put out of sight in the outbox, outside the demo.
Page = namedtuple(
    "Page", "subject template context to language reply_to private", defaults=[None, None, None, ()]
)
# instead of a Page: what is said to another system's address (ledger/webhooks.py); `payload` is a dict with a "type"
Message = namedtuple("Message", "url secret payload hosts may_be_private private", defaults=[(), False, ()])
_composers = {}
_for_closed, _outside, _once = set(), set(), set()
LINKS = re.compile(r"(https?://[^\s/]+/(?:a|c|invitations)/)[^\s/\"<]+")


def register(kind, compose, *, reaches_closed=False, outside=False, once=False):
    """`compose(letter)` returns a Page (or a Message), or None when nobody should get this letter any more.

    With `reaches_closed` it is sent to people whose account is closed, too: for what asks them back.
    With `outside` it needs no recipient: the Page says `to` and `language`; its subject is translated lazily.
    With `once` it is handed over at most once: if nobody knows whether it arrived, a person decides (private persons).
    """
    _composers[kind] = compose
    for kinds, wanted in ((_for_closed, reaches_closed), (_outside, outside), (_once, once)):
        (kinds.add if wanted else kinds.discard)(kind)


def goes_outside(kind):
    return kind in _outside


def goes_once(kind):
    return kind in _once


def may_reach(letter):
    """Whether its recipient still has an account; of an outside address the composer knows."""
    return letter.recipient is None or letter.recipient.is_active or letter.kind in _for_closed


def composed(letter):
    """The letter as it would be sent now, and its Page: (mail, Page), or (None, None).

    In the recipient's language, or in the one that the Page of a letter to an outside address names.
    """
    with translation.override(letter.recipient.reads if letter.recipient else settings.LANGUAGE_CODE):
        page = None if letter.data.get("erased") else _composers[letter.kind](letter)
        if page is None:
            return None, None
        if isinstance(page, Message):
            return webhooks.Signed(letter, page), page
        with translation.override(page.language or translation.get_language()):
            return _mail(letter, page), page


def compose(letter):
    """The letter as it would be sent now, or None."""
    return composed(letter)[0]


def masked(text, private=()):
    """The text with its link tokens hidden, so that nobody can answer in somebody's name, and without what is private."""
    for words in sorted(filter(None, map(str, private)), key=len, reverse=True):
        text = text.replace(words, "…")
    return LINKS.sub(r"\1…", text)


def without_addresses(text):
    return re.sub(r"[^\s<>'\"(){},:;]+@[^\s<>'\"(){},:;]+", "…", text)


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
        reply_to=[page.reply_to] if page.reply_to else None,
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
