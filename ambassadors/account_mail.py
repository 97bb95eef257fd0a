"""Mails of signing in leave after the answer, so that no answer waits for a mail server or tells by its time who is known.

Codes and links are never written down: what can't be delivered is asked for again. What must not get lost, the news
that somebody's login changed, is a Letter.
"""

import logging
import smtplib
from functools import partial

log = logging.getLogger(__name__)


class AfterwardsMiddleware:
    """Sends what was written during the request once the answer is on its way."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.mails = []
        response = self.get_response(request)
        response._resource_closers += [partial(deliver, mail) for mail in request.mails]
        return response


def post(request, mail):
    """Send the mail after the answer to this request."""
    mails = getattr(request, "mails", None)
    if mails is None:
        deliver(mail)
    else:
        mails.append(mail)


def deliver(mail):
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("A mail of signing in could not be delivered: %s", type(error).__name__)
