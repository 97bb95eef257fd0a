"""The demo's portraits and scenes, developed side by side: the slowest part of loading."""

from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from django.db import transaction

from ambassadors.models import Picture
from ambassadors.pictures import desk
from home.demo.content import key
from ledger.models import Event, Happened

AT_ONCE = 2

Print = namedtuple("Print", "name path alt owner at")


def take(prints):
    """{name: Picture}: those that are there already, and the others developed now."""
    prints = {key("picture", each.name): each for each in prints}
    known = Picture.objects.in_bulk(prints)
    wanted = {pk: each for pk, each in prints.items() if pk not in known}
    with ThreadPoolExecutor(AT_ONCE) as room:
        developed = list(room.map(lambda each: desk.develop_own(each.path.read_bytes()), wanted.values()))
    fresh = [_picture(pk, each, files) for (pk, each), files in zip(wanted.items(), developed, strict=True)]
    _keep(fresh)
    return {prints[picture.pk].name: picture for picture in [*known.values(), *fresh]}


def _picture(pk, each, files):
    return Picture(pk=pk, owner=each.owner, alt=each.alt, created_at=each.at, **files._asdict())


@transaction.atomic
def _keep(fresh):
    Picture.objects.bulk_create(fresh)
    Event.record_firsts(Happened(picture, "taken", picture.owner, picture.created_at) for picture in fresh)
