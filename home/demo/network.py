"""What Ada and Bo met lately, told by hand: every state of a lead, calls due today, an open case."""

from django.conf import settings
from django.utils import timezone

from home.demo import calls, cases
from home.demo.content import document, key, said
from home.demo.journal import Journal
from home.demo.moments import day, due, moment
from home.demo.people import everybody
from leads.models import (
    Case,
    Consent,
    ConsentUse,
    ConsentWithdrawal,
    ConsentWording,
    Customer,
    Encounter,
    Lead,
)
from leads.models.placed import place_of


def load():
    told = document("network.yaml")["encounters"]
    if Encounter.objects.in_bulk([_pk(told[0])]):
        return
    everyone, journal = everybody(), Journal()
    for entry in told:
        ambassador = everyone[entry["by"]]
        encounter = _encounter(journal, entry, ambassador)
        for number, person in enumerate(entry["people"]):
            _person(journal, encounter, f"{entry['key']}:{number}", person)
    journal.keep()


def lead_of_story(slug):
    """The id of the lead that a story tells of, or None."""
    for entry in document("network.yaml")["encounters"]:
        for number, person in enumerate(entry["people"]):
            if person["story"] == slug and person["lead"]:
                return key("lead", entry["key"], number)
    return None


def _pk(entry):
    return key("encounter", entry["key"])


def _encounter(journal, entry, ambassador):
    at = moment(entry["days_ago"], entry["time"])
    what = {name: entry[name] for name in ("occasion", "opener", "outcomes")}
    encounter = Encounter(
        pk=_pk(entry),
        ambassador=ambassador,
        happened_at=at,
        created_at=at,
        place=said(entry, "place"),
        sentence=said(entry, "sentence"),
        **what,
        **place_of(ambassador),
    )
    journal.tell(encounter, "logged", at, ambassador.person, **what)
    return journal.add(encounter)


def _person(journal, encounter, name, person):
    """A customer with all that came of meeting them."""
    customer = journal.add(_customer(encounter, name, person))
    lead = person["lead"] and _lead(journal, encounter, name, person["lead"], customer)
    consents = [_consent(journal, encounter, customer, said_yes) for said_yes in person["consents"]]
    calls = [call for call in person["follow_ups"] if call["of"] == "lead"]
    asked = {call["rule"]: _call(journal, call, consents, lead=lead) for call in calls}
    case = person["case"] and _case(journal, encounter, name, person["case"], customer, lead, asked)
    for call in person["follow_ups"]:
        if call["of"] == "case":
            _call(journal, call, consents, case=case)
    for consent, said_yes in zip(consents, person["consents"], strict=True):
        _use(journal, consent, said_yes)


def _customer(encounter, name, person):
    return Customer(
        pk=key("customer", name),
        kind=person["kind"],
        nickname=said(person, "nickname"),
        phone=person["phone"] or "",
        email=person["email"] or "",
        city=person["city"] or "",
        created_at=encounter.happened_at,
    )


def _lead(journal, encounter, name, told, customer):
    owner = encounter.ambassador
    lead = Lead(
        pk=key("lead", *name.split(":")),
        customer=customer,
        encounter=encounter,
        owner=owner,
        interest=told["interest"],
        former_provider=told["former_provider"] or "",
        note=said(told, "note"),
        obstacle=told.get("obstacle", ""),
        relation=told.get("relation", ""),
        win_back=told.get("win_back", False),
        created_at=encounter.happened_at,
        **place_of(owner),
    )
    journal.tell(lead, "opened", lead.created_at, owner.person, customer=customer.pk, encounter=encounter.pk)
    if lead.relation:
        journal.tell(lead, "declared", lead.created_at, owner.person, before="", relation=lead.relation)
    _walk(journal, lead, told["path"])
    lead.fold()
    return journal.add(lead)


def _walk(journal, lead, path):
    lead.state, lead.state_since = "new", lead.created_at
    for step in path[1:]:
        at = max(moment(step["days_ago"], "11:20"), lead.state_since)
        journal.tell(lead, "moved", at, lead.owner.person, before=lead.state, to=step["state"])
        lead.state, lead.state_since = step["state"], at
    lead.won_at = lead.state_since if lead.is_won else None


def _consent(journal, encounter, customer, told):
    at = max(moment(told["days_ago"], "09:30"), encounter.happened_at)
    wording = ConsentWording.current(told["channel"], told["purpose"], settings.LANGUAGE_CODE)
    what = {name: told[name] for name in ("channel", "purpose")}
    consent = Consent(
        pk=key("consent", customer.pk, told["channel"]),
        customer=customer,
        wording=wording,
        given_at=at,
        created_at=at,
        place=encounter.place,
        manner=told["manner"],
        taken_by=encounter.ambassador,
        **what,
    )
    journal.tell(
        consent, "given", at, encounter.ambassador.person, customer=customer.pk, wording=wording.pk, **what
    )
    if told["withdrawn_days_ago"] is not None:
        _withdraw(journal, consent, moment(told["withdrawn_days_ago"]))
    return journal.add(consent)


def _withdraw(journal, consent, at):
    by = consent.taken_by.person
    journal.add(
        ConsentWithdrawal(pk=key("withdrawal", consent.pk), consent=consent, at=at, created_at=at, by=by)
    )
    journal.tell(consent, "withdrawn", at, by, customer=consent.customer_id, channel=consent.channel)


def _call(journal, told, consents, **about):
    """A follow-up due in so many days; an answered one used the consent for calls, where there is one."""
    subject = next(iter(about.values()))
    zone = subject.owner.person.time_zone
    when = due(told["due_in_days"], zone)
    since = getattr(subject, "won_at", None) or getattr(subject, "solved_at", None) or subject.created_at
    planned = min(since, when["due_at"]) if told["rule"] != "by_hand" else subject.created_at
    what = {"rule": told["rule"], "purpose": told["purpose"], "remark": said(told, "note")}
    follow_up = calls.plan(journal, when, planned, **about, **what)
    if told["answer"]:
        phone = next((consent for consent in consents if consent.channel == "phone"), None)
        at = max(moment(told["answered_days_ago"], "17:10"), when["due_at"])
        calls.answer(journal, follow_up, told["answer"], at, phone)
    return follow_up


def _use(journal, consent, told):
    """The uses that no follow-up speaks of."""
    known = {timezone.localdate(use.at) for use in journal.of(ConsentUse) if use.consent_id == consent.pk}
    for days_ago in told["uses_days_ago"]:
        if day(days_ago) in known:
            continue
        at, by = moment(days_ago, "17:30"), consent.taken_by.person
        journal.add(
            ConsentUse(pk=key("use", consent.pk, days_ago), consent=consent, at=at, created_at=at, by=by)
        )
        journal.tell(consent, "used", at, by)


def _case(journal, encounter, name, told, customer, lead, asked):
    at = max(moment(told["opened_days_ago"], "17:45"), encounter.happened_at)
    solved = told["solved_days_ago"] is not None
    case = Case(
        pk=key("case", name),
        customer=customer,
        lead=lead,
        encounter=encounter,
        owner=encounter.ambassador,
        opened_from=next((call for call in asked.values() if call.answer == "not_ok"), None),
        title=said(told, "title"),
        tried=said(told, "tried"),
        what_helped=said(told, "what_helped"),
        since_when=day(told["since_days_ago"]),
        opened_at=at,
        created_at=at,
        solved_at=max(moment(told["solved_days_ago"], "18:20"), at) if solved else None,
        **place_of(encounter.ambassador),
    )
    return cases.open_case(journal, case)
