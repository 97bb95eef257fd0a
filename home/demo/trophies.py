"""The trophy's journey so far, and the hand-over that waits for Ada."""

from datetime import timedelta

from django.db import transaction

from ambassadors.models import Unit
from home.demo import pictures
from home.demo.content import document, key, said, scene
from home.demo.moments import moment
from home.demo.people import CY, everybody
from ledger.models import Event, Happened, Letter
from trophies.models import Custody, HandOff, Trophy

OFFERED_BEFORE = timedelta(days=4)


def load():
    told = document("network.yaml")
    if Trophy.objects.in_bulk([told["trophy"]["slug"]], field_name="slug"):
        return
    everyone = everybody()
    picture = _picture(told, everyone[CY].person)
    with transaction.atomic():
        _travel(told, everyone, picture)


def _picture(told, owner):
    trophy = told["trophy"]
    at = moment(told["journey"][0]["since_days_ago"])
    taken = pictures.Print("trophy", scene(trophy["picture"]), said(trophy, "alt"), owner, at)
    return pictures.take([taken])["trophy"]


def _travel(told, everyone, picture):
    trophy, cy = _trophy(told["trophy"], picture), everyone[CY].person
    units = Unit.objects.in_bulk(field_name="code")
    stations = [_station(trophy, number, told, everyone, units, cy) for number in range(len(told["journey"]))]
    hand_offs = [station.hand_off for station in stations if station.hand_off]
    waiting = _waiting(trophy, told["waiting"], everyone, cy)
    HandOff.objects.bulk_create([*hand_offs, waiting])
    Custody.objects.bulk_create(stations)
    Event.record_firsts(_happened(trophy, stations, [*hand_offs, waiting], cy))
    Letter.write(
        "trophy_waiting",
        recipient=waiting.taker.person,
        dedup_key=f"trophy_waiting:{waiting.pk}",
        hand_off=waiting.pk,
    )


def _trophy(told, picture):
    what = {"slug": told["slug"], "name": said(told, "name"), "about": said(told, "about")}
    return Trophy.objects.create(pk=key("trophy", told["slug"]), picture=picture, **what)


def _station(trophy, number, told, everyone, units, cy):
    """Where the trophy was, and the confirmed hand-over it came with (none to the first keeper)."""
    entry, before = told["journey"][number], told["journey"][number - 1] if number else None
    since = moment(entry["since_days_ago"], "15:30")
    hand_off = before and HandOff(
        pk=key("hand-off", number),
        trophy=trophy,
        giver=everyone[before["keeper"]],
        taker=everyone[entry["keeper"]],
        reason=said(entry, "reason"),
        offered_by=cy,
        offered_at=since - OFFERED_BEFORE,
        created_at=since - OFFERED_BEFORE,
        confirmed_at=since,
    )
    return Custody(
        pk=key("custody", number),
        trophy=trophy,
        keeper=everyone[entry["keeper"]],
        hand_off=hand_off,
        host_unit=units.get(entry["host_unit"]),
        host_city=entry["city"],
        since=since,
        until=None if entry["until_days_ago"] is None else moment(entry["until_days_ago"], "15:30"),
        created_at=since,
    )


def _waiting(trophy, told, everyone, cy):
    at = moment(told["offered_days_ago"], "11:00")
    who = {"giver": everyone[told["giver"]], "taker": everyone[told["taker"]], "offered_by": cy}
    return HandOff(
        pk=key("hand-off", "waiting"),
        trophy=trophy,
        reason=said(told, "reason"),
        offered_at=at,
        created_at=at,
        **who,
    )


def _happened(trophy, stations, hand_offs, cy):
    first, *others = stations
    yield Happened(trophy, "begun", cy, first.since, {"keeper": first.keeper_id})
    for each in hand_offs:
        whom = {"trophy": trophy.pk, "giver": each.giver_id, "taker": each.taker_id}
        yield Happened(each, "offered", cy, each.offered_at, whom)
    for station in others:
        whom = {
            "hand_off": station.hand_off_id,
            "giver": station.hand_off.giver_id,
            "taker": station.keeper_id,
        }
        yield Happened(trophy, "handed_on", station.keeper.person, station.since, whom)
