"""One thing of each noun that stands in an address: how it is made for an owner, and who may reach it.

A new `object:` label in config/access.yaml needs a maker here (`@of`) and a line in REACHED_BY; who may reach it
is decided here by hand and not read from the product.
"""

import uuid
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ambassadors.models import (
    Absence,
    Deputy,
    Invitation,
    Picture,
    Reorganisation,
    Reveal,
    Role,
    RoleProposal,
    Upload,
)
from leads.models import (
    CallBack,
    Case,
    Consent,
    ConsentRequest,
    Customer,
    CustomerLink,
    Duplicate,
    Encounter,
    EncounterPhoto,
    Export,
    FollowUp,
    Gathering,
    Lead,
    LeadBatch,
    Merge,
    Notice,
    Referral,
    SavedView,
    SharedCredit,
    VaultedProof,
)
from ledger import jobs
from ledger.models import Job, Letter, MailboxMessage
from stories.models import Story
from tests import cast
from tests.access.world import CANARIES, FIRST_NAMES, covering
from tests.leads import hands
from trophies.models import Trophy

EVERYBODY = {"ada", "tia", "bo", "cy", "cora", "max", "noor", "hanne", "alumnus", "invited"}
COORDINATORS = {"cy", "cora"}

# label → who reaches what belongs to `owner`; behind the doors of config/access.yaml
REACHED_BY = {
    "letter": lambda owner: {"hanne"} | covering(owner),
    "job": lambda owner: {owner, "hanne"},
    "upload": lambda owner: {owner, "hanne"},
    "mailbox_message": lambda owner: EVERYBODY,
    "ambassador": lambda owner: EVERYBODY,
    "role": lambda owner: {owner, "hanne"},
    "role_proposal": lambda owner: {"hanne", "noor"},
    "reveal": lambda owner: {"hanne", "noor"},
    "invitation": lambda owner: {"hanne"} | covering(owner),
    "absence": lambda owner: {owner},
    "deputy": lambda owner: {owner},
    "picture": lambda owner: {owner},
    "unit": lambda owner: EVERYBODY,
    "reorganisation": lambda owner: {"hanne"},
    "trophy": lambda owner: EVERYBODY,
    "hand_off": lambda owner: {owner} | COORDINATORS,
    "story": lambda owner: {owner} | covering(owner),
    "encounter": lambda owner: {owner} | covering(owner),
    "encounter_photo": lambda owner: {owner},
    "export": lambda owner: {owner},
    "gathering": lambda owner: covering(owner),
    "lead": lambda owner: {owner} | covering(owner),
    "saved_view": lambda owner: {owner},
    "lead_batch": lambda owner: {owner},
    "customer": lambda owner: {owner} | covering(owner),
    "vaulted_proof": lambda owner: {"noor"},
    "customer_link": lambda owner: {owner} | covering(owner),
    "duplicate": lambda owner: {owner} | covering(owner),
    "merge": lambda owner: {owner} | covering(owner),
    "consent": lambda owner: {owner} | covering(owner),
    "consent_request": lambda owner: {owner} | covering(owner),
    "call_back": lambda owner: {owner} | covering(owner),
    "follow_up": lambda owner: {owner} | covering(owner),
    "referral": lambda owner: {owner} | covering(owner),
    "credit": lambda owner: {owner},
    "case": lambda owner: {owner} | covering(owner),
}
# routes at which only the owner finds it
# routes at which fewer find it than elsewhere
REACHED_AT = {"ambassadors:asked_back": lambda owner: {"hanne"} | covering(owner)}
OWNERS_ALONE = {
    "stories:edit",
    "stories:submission",
    "stories:withdrawal",
    "leads:person_new",
    "leads:photos",
    "leads:photo_removal",
    "leads:lead_credit_new",
    "leads:case_credit_new",
}
# addresses with a key that names no noun
GUESSED = {"pk": uuid.uuid4()} | dict.fromkeys(("code", "handle", "slug"), "guessed-by-nobody")
LOOSE_KEYS = {
    "role": "ambassador",
    "token": "guessed-by-nobody",
    "size": "s",
    "channel": "phone",
    "purpose": "service",
    "kind": "sale",
}

_COMING = date(2999, 1, 1)  # a role that nobody holds yet changes nothing else

_makers = {}


def of(label):
    return lambda make: _makers.setdefault(label, make)


def labels():
    return set(_makers)


def everything_of(owner, world):
    """{label: one thing} that belongs to this owner."""
    made = {}
    for label, make in _makers.items():
        made[label] = make(world.people[owner], made, world)
    return made


def address_keys(route, thing):
    """The keyword arguments of the route's address for that thing; for None, keys that nobody ever had."""
    return {
        key: LOOSE_KEYS.get(key) or (getattr(thing, key) if thing else GUESSED[key]) for key in route.keys
    }


def reached_by(route, label, owner):
    """Who finds it; what is gone is found by nobody."""
    if owner in (None, "erased"):
        return set()
    if route.name in OWNERS_ALONE:
        return {owner}
    return REACHED_AT.get(route.name, REACHED_BY[label])(owner)


@of("ambassador")
def _ambassador(person, _made, _world):
    return person.ambassador


@of("unit")
def _unit(person, _made, _world):
    """A unit for each of them: what is erased takes nobody else's away."""
    return cast.make_unit(f"UNIT-{person.pk}")


@of("reorganisation")
def _reorganisation(person, made, world):
    """A draft: what is decided is news for everybody."""
    plan = {"unit": made["unit"].code, "name": f"{person.first_name}s new unit"}
    day = timezone.localdate() + timedelta(days=30)
    return Reorganisation.draft("rename", plan, takes_effect_on=day, by=world.people["hanne"])


@of("role")
def _role(person, _made, _world) -> Role:
    return Role.grant(
        person, "coordinator", by=None, scope_kind="region", scope_value="DE-HH", valid_from=_COMING
    )


@of("role_proposal")
def _role_proposal(person, _made, world) -> RoleProposal:
    return RoleProposal.propose(person, "auditor", by=world.people["hanne"])


@of("reveal")
def _reveal(person, _made, world) -> Reveal:
    return Reveal.ask(person, by=world.people["noor"], reason="A line in the log looks odd.")


@of("invitation")
def _invitation(person, _made, world):
    """To somebody who stands where the owner stands, by nobody in particular."""
    invited = cast.make_ambassador(
        unit=person.ambassador.unit_code, region=person.ambassador.region, state="invited"
    )
    return Invitation.send(invited, by=None)


@of("absence")
def _absence(person, _made, _world):
    day = person.today()
    last = Absence.objects.of(person.ambassador).soonest_first().last()
    day = last.last_day + timedelta(days=1) if last else day
    return Absence.announce(person.ambassador, by=person, first_day=day, last_day=day)


@of("deputy")
def _deputy(person, _made, world):
    return Deputy.ask(world.taker.ambassador, person.ambassador, by=world.taker)


@of("letter")
def _letter(person, _made, _world):
    return Letter.write(
        "matrix", recipient=person, dedup_key=f"matrix-{person.pk}", due_at=timezone.now() + timedelta(days=9)
    )


@of("job")
def _job(person, _made, _world):
    jobs.register("matrix", lambda job: iter(()), words="Matrix")
    job = Job.begin("matrix", by=person)
    job.notes.create(line=2, what="rejected", text=f"{_canary(person)['name']} is no unit")
    return job


@of("upload")
def _upload(person, _made, _world) -> Upload:
    text = f"personnel_no,first_name,email,unit_code\nP1,{_canary(person)['name']},x@example.org,T-HR\n"
    return Upload.bring(SimpleUploadedFile("hr.csv", text.encode()), by=person)


@of("mailbox_message")
def _mailbox_message(person, _made, _world):
    return MailboxMessage.objects.create(
        message_id="<x@y>", recipient=person.email, subject="Matrix", text="Matrix"
    )


@of("picture")
def _picture(person, _made, _world):
    picture = Picture.objects.create(
        owner=person, alt="Only its owner sees it", folder=uuid.uuid4().hex, width=1, height=1
    )
    path = picture.path("s")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a small picture")
    return picture


@of("encounter")
def _encounter(person, _made, _world) -> Encounter:
    return hands.make_encounter(person, sentence=f"{_canary(person)['name']} asked about the rucksack.")


@of("encounter_photo")
def _encounter_photo(person, made, _world) -> EncounterPhoto:
    picture = Picture.objects.create(owner=person, alt="A fair", folder=uuid.uuid4().hex, width=4, height=3)
    return EncounterPhoto.objects.create(encounter=made["encounter"], picture=picture)


@of("export")
def _export(person, _made, _world) -> Export:
    reason = "To print labels for the fair."
    return Export.begin(by=person, reason=reason, form="csv", language="en", columns=["city"], query="")


@of("gathering")
def _gathering(person, _made, world) -> Gathering:
    return hands.make_gathering(by=world.people["cy"], region=person.ambassador.region)


@of("customer")
def _customer(person, _made, _world) -> Customer:
    canary = _canary(person)
    first, last = canary["name"].split()
    customer = Customer.objects.create(
        first_name=first, last_name=last, nickname=canary["name"], city="Zwickau"
    )
    hands.make_consent(customer, by=person)
    Notice.hand_over(customer, by=person)
    customer.keep_contact(by=person, phone=canary["phone"], email=canary["email"], street=canary["street"])
    return customer


@of("vaulted_proof")
def _vaulted_proof(person, _made, _world) -> VaultedProof:
    """Of a customer of theirs who is erased."""
    customer = Customer.objects.create(nickname="Somebody who is gone")
    Lead.open_for(customer, owner=person.ambassador, by=person)
    hands.make_consent(customer, by=person)
    customer.erase(by=person)
    return VaultedProof.objects.get(customer_key=customer.pk)


@of("customer_link")
def _customer_link(person, made, _world) -> CustomerLink:
    CustomerLink.issue(made["customer"], by=person)
    return made["customer"].links.get()


@of("duplicate")
def _duplicate(person, made, _world) -> Duplicate:
    return hands.make_duplicate(person, made["customer"])


@of("merge")
def _merge(person, made, _world) -> Merge:
    return Merge.of(hands.make_duplicate(person, made["customer"]), keep=made["customer"], by=person)


@of("consent")
def _consent(_person, made, _world) -> Consent:
    return made["customer"].consents.get()


@of("consent_request")
def _consent_request(person, made, _world) -> ConsentRequest:
    asked = ConsentRequest.ask(
        made["customer"], by=person, channels=["messenger"], purpose="service", language="en"
    )
    asked.say_yes(channels=["messenger"], phone=_canary(person)["phone"])
    return asked


@of("call_back")
def _call_back(person, made, _world) -> CallBack:
    return CallBack.ask(
        made["customer"],
        owner=person.ambassador,
        by=person,
        phone=_canary(person)["phone"],
        matter="A new line",
    )


@of("lead")
def _lead(person, made, _world) -> Lead:
    return hands.make_lead(person, customer=made["customer"], encounter=made["encounter"])


@of("saved_view")
def _saved_view(person, _made, _world) -> SavedView:
    return SavedView.keep(person, name=_canary(person)["name"], query="state=won")


@of("lead_batch")
def _lead_batch(person, _made, _world) -> LeadBatch:
    return LeadBatch.objects.create(by=person, act="lose", done_at=timezone.now())


@of("follow_up")
def _follow_up(_person, made, _world) -> FollowUp:
    return hands.make_follow_up(made["lead"])


@of("case")
def _case(person, made, _world) -> Case:
    return hands.make_case(person, customer=made["customer"], title=f"{_canary(person)['name']} is offline")


@of("referral")
def _referral(person, made, _world):
    case = hands.make_case(person, customer=made["customer"], title=f"{_canary(person)['name']} waits")
    return Referral.send(case, by=person, external_reference="4711", remark=_canary(person)["name"])


@of("credit")
def _credit(person, made, world):
    return SharedCredit.ask(made["lead"], world.taker.ambassador, by=person)


@of("story")
def _story(person, made, _world) -> Story:
    story = Story.draft(
        person.ambassador, by=person, kind="help", title=f"How {person.first_name} helped", text="It worked again.",
        language="en", lead=made["lead"],
    )  # fmt: skip
    story.submit(by=person)
    return story


@of("trophy")
def _trophy(person, _made, _world) -> Trophy:
    name = f"{person.first_name}s cup"
    return Trophy.begin(name=name, slug=name.lower().replace(" ", "-"), keeper=person.ambassador, by=person)


@of("hand_off")
def _hand_off(person, _made, world):
    name = f"{person.first_name}s second cup"
    trophy = Trophy.begin(name=name, slug=name.lower().replace(" ", "-"), keeper=person.ambassador, by=person)
    return trophy.hand_on(to=world.taker.ambassador, by=world.people["cy"], reason="Because of the fair.")


def _canary(person):
    return CANARIES[FIRST_NAMES.get(person.first_name, person.first_name.lower())]
