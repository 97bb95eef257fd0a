"""Signed messages between systems, as standardwebhooks.com has it: an id, a time, and an HMAC over both and the body."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from standardwebhooks import Webhook, WebhookVerificationError

from ledger import outgoing

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Signed:
    """A letter to a system instead of a person: said by POST, with the letter's own id at every try."""

    def __init__(self, letter, page):
        self.id, self.page = f"msg_{letter.pk.hex}", page
        self.subject = f"{page.payload['type']} → {urlsplit(page.url).hostname}"
        self.body = json.dumps(page.payload, ensure_ascii=False, indent=2, default=str)

    def message(self):
        """The bytes that are signed."""
        return self.body.encode()

    def send(self):
        now = datetime.now(UTC)
        signature = Webhook(self.page.secret).sign(self.id, now, self.body)
        said = {"Content-Type": "application/json", "User-Agent": "Werkstolz"}
        marks = dict(zip(HEADERS, (self.id, str(int(now.timestamp())), signature), strict=True))
        outgoing.post(
            self.page.url, self.message(), said | marks,
            hosts=self.page.hosts, may_be_private=self.page.may_be_private,
        )  # fmt: skip


def is_genuine(body, headers, secrets):
    """Whether one of these secrets signed the body within five minutes of now."""
    marks = {name: headers.get(name, "") for name in HEADERS}
    return any(_verified(body, marks, secret) for secret in secrets)


def _verified(body, marks, secret):
    try:
        Webhook(secret).verify(body, marks, json_parse=False)
    except (WebhookVerificationError, ValueError):  # a signature that is no base64, a body that is no text
        return False
    return True
