"""Photos of encounters: how those that come with the capture form are kept, who is shown them, and with what they go."""

from uuid import UUID

from ambassadors.pictures import showing
from leads.models import Customer, Encounter, EncounterPhoto
from ledger import retention
from ledger.refusal import Refusal


def register():
    showing.register(lambda person: EncounterPhoto.objects.visible_to(person).values("picture"))
    retention.before(Encounter, lambda rows: EncounterPhoto.objects.of_encounters(rows).discard_all())
    retention.before(Customer, lambda rows: EncounterPhoto.objects.with_customers(rows).discard_all())


def take_with(encounter, uploads, *, by):
    """Keep the photos that were sent with the form; returns a sentence for each that could not be kept."""
    refused = []
    for number, upload in enumerate(uploads, start=1):
        try:
            EncounterPhoto.take(encounter, upload, by=by, client_id=key_of(encounter.client_id, number))
        except Refusal as refusal:
            refused.append(str(refusal))
    return refused


def key_of(client_id, number):
    """The number of a photo, made from that of its entry: static/js/outbox.js makes the same, so that nothing is doubled."""
    return client_id and UUID(int=client_id.int ^ number)
