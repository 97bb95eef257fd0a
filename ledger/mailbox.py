"""The demo's mailbox: letters land on a page of the product, nothing leaves the machine."""

from django.core.mail.backends.base import BaseEmailBackend

from ledger.models import MailboxMessage


class MailboxBackend(BaseEmailBackend):
    """A mail backend that keeps what it is given as MailboxMessage rows."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            MailboxMessage.objects.bulk_create(self._rows(mail))
        return len(email_messages)

    def _rows(self, mail):
        html = next(
            (part.content for part in getattr(mail, "alternatives", []) if part.mimetype == "text/html"), ""
        )
        message_id = mail.message().get("Message-ID", "")
        for recipient in mail.recipients():
            yield MailboxMessage(
                message_id=message_id,
                recipient=recipient.lower(),
                subject=mail.subject[:300],
                text=mail.body,
                html=html,
            )
