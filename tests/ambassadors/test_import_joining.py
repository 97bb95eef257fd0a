"""Whoever a file brought hears nothing until somebody sends the invitations, and joins by the link in the letter."""

import re

import pytest
from django.core import mail

from ambassadors.models import Ambassador, Invitation
from ledger.models import Letter
from tests.ambassadors.uploading import ANNA, take, text_of
from tests.cast import make_unit

pytestmark = pytest.mark.django_db


def test_from_the_file_to_who_joined(client, cy, as_):
    make_unit("T-HR")
    letters = Letter.objects.count()
    upload = take(
        text_of(ANNA, {"personnel_no": "P2", "email": "bert@example.org", "exit_date": "2020-02-01"}), cy
    )
    assert (Letter.objects.count(), mail.outbox, Invitation.objects.count()) == (letters, [], 0)
    coordinator = as_(cy)
    page = coordinator.get(upload.get_absolute_url()).content.decode()
    assert "has heard nothing yet" in page
    assert re.search(r'href="/invitations/">.*Send the invitations', page)
    page = coordinator.get("/invitations/").content.decode()
    assert 'action="/invitations/sending/"' in page
    for _ in range(2):
        coordinator.post("/invitations/sending/")
    Letter.objects.of_kind("invitation").send_due()
    assert [letter.to for letter in mail.outbox] == [["anna@example.org"]], "who left already isn't asked"
    link = re.search(r"/invitations/[0-9a-f]{64}/", mail.outbox[0].body).group()
    client.logout()
    answer = client.post(link, {"first_name": "Anna", "last_name": "Arndt", "password": ""}, follow=True)
    anna = Ambassador.objects.with_email("anna@example.org").get()
    assert (anna.state, str(anna), anna.handle, anna.unit.code) == (
        "active",
        "Anna Arndt",
        "anna-arndt",
        "T-HR",
    )
    assert answer.context["person"] == anna.person
    assert anna.hr_record.personnel_no == "P1"
