"""Fairs and receptions on the list, and encounters with several people at them."""

from datetime import timedelta

from django.utils import timezone

from home.demo.content import document, key, said
from home.demo.moments import moment
from home.demo.people import ADA, BO, CY, everybody
from leads import capture
from leads.models import Gathering

BY_HAND = (ADA, BO, CY)


def load():
    told, everyone = document("gatherings.yaml"), everybody()
    if Gathering.objects.in_bulk([key("gathering", told["gatherings"][0]["key"])]):
        return
    listed = {entry["key"]: _gathering(entry, everyone[CY].person) for entry in told["gatherings"]}
    hosts = [everyone[address] for address in sorted(everyone) if address not in BY_HAND]
    for entry, host in zip(told["encounters"], hosts, strict=False):
        _encounter(entry, host, listed[entry["at"]])


def _gathering(entry, coordinator):
    today = timezone.localdate()
    facts = {name: said(entry, name) for name in ("name", "place")}
    facts |= {name: entry[name] for name in ("occasion", "region")}
    days = {f"{verb}_on": today + timedelta(days=entry[f"{verb}_in"]) for verb in ("opens", "closes")}
    return Gathering.prepare(by=coordinator, id=key("gathering", entry["key"]), **facts, **days)


def _encounter(entry, ambassador, gathering):
    where = {"occasion": gathering.occasion, "gathering": gathering, "place": gathering.place_of_it}
    when = {"happened_at": moment(entry["days_ago"], entry["time"]), "opener": entry["opener"]}
    people = [_person(person) for person in entry["people"]]
    capture.log(
        ambassador, by=ambassador.person, client_id=key("gathering encounter", entry["key"]), people=people,
        encounter={"sentence": said(entry, "sentence"), **where, **when},
    )  # fmt: skip


def _person(person):
    return {name: person[name] for name in ("outcomes", "interest")} | {"nickname": said(person, "nickname")}
