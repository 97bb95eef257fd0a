import pytest
from django.urls import reverse

from ledger.models import Letter, MailboxMessage


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "ledger.mailbox.MailboxBackend"


def test_the_demos_letters_land_in_its_mailbox(ada, bo, as_, demo, letter_to):
    letter = letter_to(ada)
    Letter.objects.send_due()
    (message,) = MailboxMessage.objects.all()
    assert (message.recipient, message.subject, message.message_id) == (
        "ada@example.org",
        "Good morning",
        letter.message_id,
    )
    assert "Good morning" in as_(bo).get(reverse("ledger:mailbox")).content.decode()
    assert "a-secret-token" in as_(bo).get(reverse("ledger:message", args=[message.pk])).content.decode()


def test_outside_the_demo_there_is_no_mailbox(ada, as_):
    message = MailboxMessage.objects.create(
        message_id="<x@y>", recipient="ada@example.org", subject="Secret", text="Secret"
    )
    for url in (reverse("ledger:mailbox"), reverse("ledger:message", args=[message.pk])):
        answer = as_(ada).get(url)
        assert answer.status_code == 404
        assert "Secret" not in answer.content.decode()
