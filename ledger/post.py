"""How mail is handed to the mail server, and what its answer means."""

import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection

from ledger import outgoing

ANSWERS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError,
           outgoing.Forbidden, outgoing.Refused)  # fmt: skip


class Post:
    """One connection to the mail server for many letters, opened anew after a fault."""

    def __enter__(self):
        self._connection = None
        return self

    def __exit__(self, *_fault):
        self.drop()

    def get_ready(self, mail):
        """Whatever can fail before a word of the mail is said: the text itself, and the way to the server."""
        mail.message()
        if not isinstance(mail, EmailMessage):  # it finds its way without a mail server
            return
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
        mail.connection = self._connection

    def drop(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError):  # it is thrown away; a server that can't say goodbye changes no letter
                connection.close()


def was_refused(error):
    """Whether the server said that it didn't take the mail; after silence nobody knows."""
    return isinstance(error, ANSWERS)


def is_permanent(error):
    """Whether the server refused this recipient or this text for good; a refused login is ours to mend, not the letter's end."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, (outgoing.Forbidden, outgoing.Refused)) and error.is_permanent
