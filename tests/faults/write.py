"""Run as a program: writes what has to arrive and prints what was written, one key a line.

write.py letters 200 <round>     so many letters to one ambassador; prints their Message-IDs
write.py once 200 <round>        so many letters to private persons; prints their Message-IDs
write.py upload 9000 <round>     a file of so many people that somebody has said yes to; prints its id
write.py leads 4000 <round>      a file of so many leads of one ambassador that somebody has said yes to; prints its id
write.py follow_ups 20 <round>   so many ambassadors, each with two calls that are due; prints their addresses
"""

import sys

import django
from django.db import transaction


def letters(number, name):
    from ledger.models import Letter
    from tests.cast import make_ambassador

    ada = make_ambassador(f"Ada{name}").person
    with transaction.atomic():
        written = [Letter.write("fault", recipient=ada, dedup_key=f"{name}-{n}") for n in range(number)]
    return [letter.message_id for letter in written]


def once(number, name):
    from ledger.models import Letter

    with transaction.atomic():
        written = [
            Letter.write("fault_once", dedup_key=f"{name}-{n}", to=f"{name}.{n}@example.net")
            for n in range(number)
        ]
    return [letter.message_id for letter in written]


def follow_ups(number, name):
    from tests.cast import make_ambassador
    from tests.leads.hands import make_follow_up, make_lead

    addresses = []
    for n in range(number):
        with transaction.atomic():
            ambassador = make_ambassador(f"Bo{name}{n}")
            make_follow_up(make_lead(ambassador)), make_follow_up(make_lead(ambassador))
        addresses.append(ambassador.person.email)
    return addresses


def upload(number, name):
    """Every thousandth row has no address."""
    from tests.cast import make_unit

    make_unit("T-HR")
    rows = ["personnel_no,first_name,email,unit_code"]
    rows += [
        f"{name}-{n},Kill,{f'{name}.{n}@example.org' if n % 1000 else ''},T-HR" for n in range(1, number + 1)
    ]
    return _said_yes_to(rows, name)


def leads(number, name):
    """Each with a consent; every thousandth row speaks of a day that can't be."""
    from tests.cast import make_ambassador

    owner = make_ambassador(f"Owner{name}").person.email
    rows = ["Lead ID,First Name,Email,Phone,Created Date,Lead Owner Email,Phone Consent,Phone Consent Date"]
    rows += [
        f"{name}-{n},Kill,{name}.{n}@example.net,+49 1512 {n:07},2026-0{1 if n % 1000 else 0}-07,{owner},yes,2026-01-07"
        for n in range(1, number + 1)
    ]
    return _said_yes_to(rows, name)


def _said_yes_to(rows, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from ambassadors.models import Upload
    from ledger.models import Job
    from tests.cast import make_coordinator

    hanne = make_coordinator(f"Hanne{name}").person
    brought = Upload.bring(SimpleUploadedFile("rows.csv", "\n".join(rows).encode()), by=hanne)
    brought.arrange(brought.mapping, by=hanne)
    while not Upload.objects.get(pk=brought.pk).trial.is_done:
        Job.objects.work(seconds=60)
    Upload.objects.get(pk=brought.pk).take(leavers=False, by=hanne)
    return [str(brought.pk)]


if __name__ == "__main__":
    django.setup()
    what, number, name = sys.argv[1:]
    written = {"letters": letters, "once": once, "follow_ups": follow_ups, "upload": upload, "leads": leads}[
        what
    ]
    print("\n".join(written(int(number), name)))
