"""Run as a program: somebody with leads, calls, cases, stories and a trophy leaves, and this process dies on the way.

leave.py <name> <part> <when>   dies by its own SIGKILL in that part: before it, midway (a row is written) or after it
                                (all rows are written, nothing is committed); prints the key of the leaving
leave.py told <name> <name> …   prints what became of everything of each, as JSON
"""

import json
import os
import signal
import sys

import django


def begin(name):
    from ambassadors.models import Deputy
    from leads.models import CallBack
    from tests import cast
    from tests.leads import hands as leads
    from tests.stories import hands as stories
    from tests.trophies import hands as trophies

    ada = cast.make_coordinator(f"Ada{name}", email=f"ada-{name}@example.org").person
    bo, cy = cast.make_ambassador(f"Bo{name}").person, cast.make_coordinator(f"Cy{name}").person
    Deputy.ask(ada.ambassador, bo.ambassador, by=ada).agree(by=bo)
    for _ in range(2):
        lead = leads.make_lead(ada)
        leads.make_follow_up(lead)
        CallBack.ask(lead.customer, owner=ada.ambassador, by=ada, phone=leads.NUMBER)
        leads.make_case(ada)
        leads.make_case(ada).solve(by=ada, what_helped="A restart.")
        stories.publish(ada, by=cy)
        stories.hand_in(ada, kind="help")
        trophies.make_trophy(ada, slug=f"cup-{name}-{_}")
        trophies.offer(trophies.make_trophy(cy, slug=f"coming-{name}-{_}"), ada, by=cy)
    how = {"stories_as": "pseudonym", "deputy": None if name.endswith("0") else bo.ambassador}
    return ada.ambassador.leave(by=ada, **how)


def die_in(part, when):
    """Let the true part run, and end this process as a power cut would."""
    from ambassadors import leaving
    from ledger.models import Event

    room, record = leaving._rooms[part], Event.record

    def dying(row):
        if when == "before":
            die()
        if when == "midway":
            Event.record = lambda *what, **more: (record(*what, **more), die())
        room.part(row)
        die()

    leaving._rooms[part] = room._replace(part=dying)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def told(name):
    from ambassadors.models import Leaving, Person
    from leads.models import CallBack, Case, FollowUp, Lead
    from ledger.models import Event, Letter
    from stories.models import Story
    from trophies.models import Custody, HandOff

    ada = Person.objects.get(email=f"ada-{name}@example.org").ambassador
    handed = Event.objects.by(ada.person).of_verb("handed_on", "handed_over", "queued").count()
    return {
        "state": ada.state, "roles": sorted(ada.person.role_names), "finished": [bool(one.finished_at) for one in Leaving.objects.of(ada)],
        "leads": Lead.objects.looked_after_by(ada.pk).count(), "calls": FollowUp.objects.of_owner(ada).open().count(),
        "cases": Case.objects.of_owner(ada).open().count(), "handed": handed,
        "call_backs": CallBack.objects.of_owner(ada).open().count(),
        "named": Story.objects.of_author(ada).under_a_name().count(), "submitted": Story.objects.of_author(ada).submitted().count(),
        "kept": Custody.objects.current().kept_by(ada).not_asked_back().count(), "coming": HandOff.objects.open().to(ada).count(),
        "letters": Letter.objects.of_kind("handed_over").filter(data__leaving__in=[str(one.pk) for one in Leaving.objects.of(ada)]).count(),
        "left": Event.objects.about(ada).of_verb("left").count(),
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "told":
        print(json.dumps({name: told(name) for name in sys.argv[2:]}))
    else:
        name, what, *when = sys.argv[1:]
        row = begin(name)
        if what != "nothing":
            die_in(what, *when)
        row.carry_on()
