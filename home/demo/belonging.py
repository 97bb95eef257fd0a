"""Who comes, who stands in and who has gone: invitations of every state, deputies, an alumna, a fan, a full profile."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from ambassadors.models import Absence, Ambassador, Deputy, Invitation, Leaving, Person
from ambassadors.models.invitation import LASTS, digest_of
from home.demo.content import key
from home.demo.moments import day, moment
from home.demo.people import ADA, BO, CY, everybody
from ledger.models import Event

ALUMNA, FAN = "alumna@example.org", "fan@example.org"
ASKS_ADA = "margot.ebert21@example.org"
# address of who once belonged: first name, last name, town, land, what they are now, joined and left so many days ago
FORMER = {
    ALUMNA: ("Alma", "Ritter", "Bonn", "DE-NW", "alumnus", 900, 40),
    FAN: ("Fanny", "Kolb", "Dresden", "DE-SN", "fan", 700, 200),
}
# how an invitation stands: sent so many hours ago, and what came of it
INVITATIONS = [("open", 5), ("accepted", 240), ("expired", 150), ("revoked", 60)]


def load():
    if Person.objects.with_email(ALUMNA).exists():
        return
    with transaction.atomic():
        everyone = everybody()
        _tell_more(everyone[ADA])
        _stand_in(everyone)
        _say_goodbye()
        _invite(everyone[CY].person)


def _tell_more(ada):
    ada.languages, ada.extension = ["de", "en", "pl"], "+49 375 3012-77"
    ada.topics = (
        ["winning back", "fibre at home", "fairs"]
        if settings.LANGUAGE_CODE == "en"
        else ["Rückgewinnung", "Glasfaser zu Hause", "Messen"]
    )
    ada.channels = [
        "https://intranet.example.org/people/ada-brandt",
        "https://social.example.org/@ada",
        f"mailto:{ADA}",
    ]
    ada.fold()
    ada.save(update_fields=["languages", "topics", "channels", "extension", "folded", "skeleton"])


def _stand_in(everyone):
    """Bo has agreed to stand in for Ada; Margot has asked her, and waits."""
    agreed = Deputy(
        pk=key("deputy", "bo"), ambassador=everyone[ADA], deputy=everyone[BO], agreed_at=moment(20)
    )
    asked = Deputy(pk=key("deputy", "ada"), ambassador=everyone[ASKS_ADA], deputy=everyone[ADA])
    agreed.created_at, asked.created_at = moment(21), moment(1)
    Deputy.objects.bulk_create([agreed, asked])
    on_holiday = Absence(
        pk=key("absence", "ada"),
        ambassador=everyone[ADA],
        first_day=day(-24),
        last_day=day(-31),
    )
    on_holiday.save(force_insert=True)
    Event.record(on_holiday, "announced", by=everyone[ADA].person, at=moment(1))
    Event.record(agreed, "asked", by=everyone[ADA].person, at=agreed.created_at)
    Event.record(agreed, "agreed", by=everyone[BO].person, at=agreed.agreed_at)
    Event.record(asked, "asked", by=everyone[ASKS_ADA].person, at=asked.created_at)


def _say_goodbye():
    password = make_password(settings.DEMO_PASSWORD)
    for address, (first, last, city, region, state, joined, left) in FORMER.items():
        person = Person.objects.create(email=address, first_name=first, last_name=last, password=password)
        at, until = moment(joined), moment(left)
        ambassador = Ambassador(
            person=person, handle=Ambassador.free_handle(str(person)), city=city, region=region, state=state,
            joined_at=at, left_at=until, created_at=at,
        )  # fmt: skip
        ambassador.fold()
        ambassador.save()
        Leaving.objects.create(
            ambassador=ambassador, begun_by=person, stays_as=state, created_at=until, finished_at=until
        )
        Event.record(ambassador, "joined", by=person, at=at)
        Event.record(ambassador, "left", by=person, at=until, stays_as=state, stories_as="name")


def _invite(cy):
    """The open one goes out with a letter; the others are over, and their letters are long read or lost."""
    people = list(Ambassador.objects.invited().with_people().by_name()[: len(INVITATIONS)])
    joined = Ambassador.objects.active().with_people().order_by("-joined_at").first()
    for ambassador, (state, hours) in zip(people, INVITATIONS, strict=False):
        if state == "open":
            Invitation.send(ambassador, by=cy)
        else:
            _over(
                joined if state == "accepted" else ambassador,
                state,
                timezone.now() - timedelta(hours=hours),
                cy,
            )


def _over(ambassador, state, sent, cy):
    later = sent + timedelta(hours=6)
    invitation = Invitation(
        pk=key("invitation", state), ambassador=ambassador, address=ambassador.person.email, invited_by=cy,
        created_at=sent, expires_at=sent + LASTS,
    )  # fmt: skip
    invitation.token_digest = digest_of(invitation.token)
    if state == "accepted":
        invitation.accepted_at = later
    if state == "revoked":
        invitation.revoked_at, invitation.revoked_by = later, cy
    invitation.save(force_insert=True)
    Event.record(invitation, "sent", by=cy, at=sent, ambassador=ambassador.pk)
