"""What the service desk answers by mail: which referral it means, who wrote it, and what it says."""

import hashlib
import html
import re
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from django.conf import settings

from leads.desk import saying
from leads.models import DeskReply, Referral
from leads.models.referral_words import code_in

IDS = re.compile(r"<[^<>\s]{1,200}>")
QUOTED = re.compile(
    r"^(?:>|-{2,}\s*(?:original|ursprüngliche)|_{10,}|(?:on|am)\b.{0,200}\b(?:wrote|schrieb)\b.*:\s*$|(?:from|von):\s)",
    re.IGNORECASE,
)
MOST_IDS = 50


def hear(raw):
    """Take in one mail (bytes); returns what became of it: "kept", "known", "stranger" or "unknown"."""
    mail = message_from_bytes(raw, policy=policy.default)
    senders = (
        BytesHeaderParser(policy=policy.compat32).parsebytes(raw).get_all("From", [])
    )  # as it was written
    if len(senders) != 1 or not is_from_the_desk(str(senders[0])):
        return "stranger"
    referral = referral_of(mail)
    if referral is None:
        return "unknown"
    return "kept" if referral.hear(read(mail, raw)) else "known"


def is_from_the_desk(sender):
    """Whether this is one address, and of the desk's own domain; a second one hidden in the name is none of theirs."""
    if sender.count("@") != 1:
        return False
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    own = settings.SERVICE_DESK.mail.rpartition("@")[2].lower()
    return bool(own) and (domain == own or domain.endswith(f".{own}"))


def referral_of(mail):
    """The referral that is answered: by our letter's number, or by the code in the subject."""
    ids = IDS.findall(f"{mail['In-Reply-To'] or ''} {mail['References'] or ''}")[-MOST_IDS:]
    answered = Referral.objects.sent_by_letter(ids).with_subjects().first() if ids else None
    return answered or Referral.objects.coded(code_in(str(mail["Subject"] or ""))).with_subjects().first()


def read(mail, raw):
    """The word of the desk: the state if the first line is one, and the rest as a remark."""
    lines = own_lines(text_of(mail))
    said = saying.state_in(lines[0]) if lines else ""
    text = "\n".join(lines[1:] if said else lines)
    key = f"mail:{str(mail['Message-ID'] or '').strip() or hashlib.sha256(raw).hexdigest()}"
    number = saying.number_in(text)
    return saying.reply(key, DeskReply.Channel.MAIL, said=said, remark=text, external_reference=number)


def own_lines(text):
    """What was written now: until the letter that is answered begins."""
    kept = []
    for line in saying.readable(text, 20_000).split("\n"):
        if QUOTED.match(line.strip()) or line.rstrip() == "--":
            break
        if kept or line.strip():
            kept.append(line.rstrip())
    return kept


def text_of(mail):
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    text = body.get_content()
    if body.get_content_subtype() == "html":
        text = re.sub(r"(?is)<(style|script)\b.*?</\1>", "", text)
        text = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?i)<br\s*/?>|</p>|</div>", "\n", text)))
    return text
