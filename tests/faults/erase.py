"""Run as a program: customers of whom everything sings are erased, and this process dies on the way.

erase.py seed <name> <customers> [old]   makes them; old ones are past their date
erase.py night <statement>               sweeps, and dies by its own SIGKILL at that statement of the erasing; at -1 when the files go
erase.py ask <name>                      erases every second of them, as somebody asked for
erase.py orphans                         throws away the files nobody knows, as a day's sweeps do
erase.py told <name>                     prints what is left, as JSON
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from zlib import crc32

import django

FEW = 2  # rows in one transaction, so that a kill finds some done and others not


def seed(name, many, age=""):
    from leads.models import Customer
    from tests import canaries, cast

    canaries._numbers = count(10_000 + crc32(name.encode()) % 80 * 1000)  # another process has other marks
    ada, before = cast.make_coordinator(f"Ada{name}", email=f"ada-{name}@example.org").person, set(_lying())
    aviary, marks = canaries.Canaries(ada), {}
    for _ in range(int(many)):
        first = len(aviary.marks)
        customer = aviary.seed()
        marks[str(customer.pk)] = aviary.marks[first:]
    aviary.lie_about()
    if age:
        _grow_old(Customer.objects.keyed(list(marks)))
    _book(name).write_text(json.dumps({"marks": marks, "files": sorted(set(_lying()) - before)}))


def _grow_old(customers):
    """Lost a month ago, met more than a year ago."""
    from django.utils import timezone

    from leads.models import Case, Encounter, FollowUp, Lead
    from tests.cast import DAY

    ours, now = {"customer__in": customers}, timezone.now()
    Lead.objects.filter(**ours).update(state="lost", state_since=now - 31 * DAY)
    FollowUp.objects.filter(lead__customer__in=customers).update(due_at=now - 300 * DAY)
    Case.objects.filter(**ours).update(opened_at=now - 300 * DAY)
    Encounter.objects.filter(leads__customer__in=customers).update(happened_at=now - 400 * DAY)
    customers.update(created_at=now - 31 * DAY)


def night(statement):
    from django.db import connection
    from django.utils import timezone

    from ambassadors.pictures import desk
    from ledger import nightly

    nightly.BITE, left = FEW, [int(statement), False]

    def dying(execute, sql, params, many, context):
        left[1] = left[1] or "werkstolz.erasing" in sql
        left[0] -= left[1]
        if left[1] and left[0] == 0:
            die()
        return execute(sql, params, many, context)

    if statement == "-1":
        desk.discard = lambda _folder: die()
    two = timezone.datetime(2035, 1, 15, 2, 30, tzinfo=timezone.get_default_timezone())
    with connection.execute_wrapper(dying):
        nightly.sweep(now=two, seconds=120)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def ask(name):
    from leads.models import Customer

    for key in list(_marks(name))[::2]:
        Customer.objects.get(pk=key).erase()


def orphans():
    from ambassadors.models import Upload
    from ambassadors.pictures import desk, sweeping
    from leads.models import Export

    for shard in range(desk.SHARDS):
        sweeping.sweep(shard)
    Upload.objects.sweep()
    Export.objects.sweep()


def told(name):
    from leads.models import Customer, VaultedProof
    from ledger.models import Event
    from tests import canaries

    text, marks = canaries.dump().lower(), _marks(name)
    customers = list(Customer.objects.keyed(list(marks)).values_list("pk", flat=True))
    erased = Event.objects.of_verb("erased").of_kinds("leads.customer").filter(subject_key__in=list(marks))
    return {
        "customers": sorted(map(str, customers)),
        "singing": sorted(
            key for key, theirs in marks.items() if any(one.lower()[-12:] in text for one in theirs)
        ),
        "erased": erased.count(),
        "proofs": VaultedProof.objects.filter(customer_key__in=list(marks)).count(),
        "chains": all(Event.objects.chain_holds(Customer(pk=key)) for key in marks),
        "files": [path for path in json.loads(_book(name).read_text())["files"] if Path(path).exists()],
    }


def _marks(name):
    return json.loads(_book(name).read_text())["marks"]


def _book(name):
    return Path(os.environ["VAR"]) / f"marks-{name}.json"


def _lying():
    from django.conf import settings

    found = Path(settings.MEDIA_ROOT).rglob("*")
    return [
        str(path) for path in found if path.is_file() and path.stat().st_size
    ]  # the lock of the photo desk is empty


if __name__ == "__main__":
    django.setup()
    what, *how = sys.argv[1:]
    answer = {"seed": seed, "night": night, "ask": ask, "orphans": orphans, "told": told}[what](*how)
    if answer:
        print(json.dumps(answer))
