"""What the end of somebody who left does: the row stays for sums and chains, and nothing in it says who it was."""

import uuid

from ambassadors.models import Ambassador, Person
from ambassadors.models.person import ERASED_AT
from ledger import retention


def register():
    retention.register(Ambassador, erase=forget_ambassadors)


def forget_people(people):
    """No name, no address, no way to sign in; logins, passkeys and sessions go along."""
    for person in people.order_by("pk"):
        person.set_unusable_password()
        Person.objects.numbered(person.pk).update(
            email=f"{uuid.uuid4().hex}@{ERASED_AT}",
            first_name="",
            last_name="",
            password=person.password,
            language="",
            time_zone="UTC",
            is_active=False,
            delete_after=None,
            warned_of=None,
        )


def forget_ambassadors(ambassadors):
    """The land stays, and the units of their days: sums are made of them."""
    for ambassador in ambassadors.select_related("portrait").order_by("pk"):
        portrait = ambassador.portrait
        Ambassador.objects.with_key(ambassador.pk).update(
            handle=f"gone-{uuid.uuid4().hex[:12]}",
            skeleton="",
            city="",
            about="",
            languages=[],
            topics=[],
            channels=[],
            extension="",
            folded="",
            portrait=None,
            state=Ambassador.State.GONE,
        )
        if portrait:
            portrait.discard(by=None)
