"""Whatever units go through, in any order: nobody is in two units, undo is exact, and the sums stay what they were."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ambassadors.models import Affiliation, Ambassador, Reorganisation, Unit
from leads.models import Encounter
from ledger.refusal import Refusal
from reports.months import MONTHS, RUNNING
from reports.unit_books import UnitBooks
from reports.unit_census import unit_census
from reports.unit_places import VIEWS
from tests import cast
from tests.ambassadors.reorganising import day_has_come, everything, in_days, part, plan
from tests.reports import hands

LANDS = ["DE-SN", "DE-BE", "DE-BY"]
SHORT, LONG = 12, 400
FIRST, STEP = 330, 45  # days ago that the first reorganisation took effect, and from one to the next


def test_random_reorganisations_keep_sums_and_people(db, hanne, request):
    @settings(
        max_examples=LONG if request.config.getoption("--long") else SHORT,
        deadline=None,
        phases=[
            Phase.explicit,
            Phase.reuse,
            Phase.generate,
        ],  # to shrink a history takes longer than to read it
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.data())
    def company(data):
        with transaction.atomic():
            History(data, hanne).run()
            transaction.set_rollback(True)

    company()


class History:
    def __init__(self, data, hanne):
        self.draw, self.hanne = data.draw, hanne
        top = [cast.make_unit(f"T{number}") for number in range(3)]
        below = [cast.make_unit(f"T{number}-N", parent=top[number]) for number in range(2)]
        self.people = [
            person
            for unit in (*top, *below)
            for person in hands.settle_in(unit, self.draw(st.integers(1, 2)), land=self.one(LANDS))
        ]
        self.met = 0

    def one(self, things):
        return self.draw(st.sampled_from(things))

    def run(self):
        for step in range(self.draw(st.integers(1, 5))):
            self.meet()
            self.reorganise(FIRST - step * STEP, step)
            self.somebody_moves(in_days(10 - FIRST + step * STEP))
        self.meet()
        self.hold()

    def meet(self):
        for _ in range(self.draw(st.integers(0, 3))):
            hands.meet_in(self.one(self.people), self.draw(st.integers(0, RUNNING - 1)))
            self.met += 1

    def somebody_moves(self, day):
        """Some days after the last reorganisation; one that is planned still takes them along."""
        if self.draw(st.booleans()):
            unit = Unit.objects.get(code=self.one([code for _depth, code, _name in Unit.objects.tree(day)]))
            Affiliation.change([(self.one(self.people), unit)], day=day)
            Reorganisation.objects.carry()

    def reorganise(self, days_ago, step):
        before = everything()
        try:
            draft = self.drafted(step)
            draft.assign(
                {person.pk: f"S{step}A" for person in self.people}, by=self.hanne
            ) if draft.left else None
            draft = Reorganisation.objects.get(pk=draft.pk)
            draft.decide(by=self.hanne)
        except Refusal:
            assert everything() == before
            return
        draft.undo(by=self.hanne)
        assert everything() == before
        Reorganisation.objects.get(pk=draft.pk).decide(by=self.hanne)
        if self.draw(st.booleans()):
            self.one_each(in_days(40))
            day_has_come(draft, days=days_ago)

    def drafted(self, step):
        codes = [code for _depth, code, _name in Unit.objects.tree(in_days(30))]
        unit, other = self.one(codes), self.one(codes)
        kind = self.one(["merge", "merge_new", "split", "rename", "move", "found"])
        how = {"by": self.hanne}
        if kind == "merge":
            return plan("merge", sources=[unit], into=other, new=False, name="", parent="", **how)
        if kind == "merge_new":
            return plan("merge", sources=[unit, other], into=f"M{step}", new=True, name="M", parent="", **how)
        if kind == "split":
            parts = [part(f"S{step}A", lands=[LANDS[0]]), part(f"S{step}B", lands=[LANDS[1]])]
            return plan("split", unit=unit, parts=parts, by_hand={}, **how)
        if kind == "rename":
            return plan("rename", unit=unit, name=f"New {step}", **how)
        if kind == "move":
            return plan("move", unit=unit, parent=self.one([*codes, ""]), **how)
        return plan("found", code=f"F{step}", name="Found", parent=other, **how)

    def hold(self):
        for days in (-390, -200, -1, 0, 29, 30, 400):
            self.one_each(in_days(days))
        self.sums_are_equal()

    def one_each(self, day):
        there = list(Affiliation.objects.on(day).values_list("ambassador", flat=True))
        assert sorted(there) == sorted(person.pk for person in self.people)
        gone = {unit.code for unit in Unit.objects.all() if not unit.spans.on(day).exists()}
        assert not Ambassador.objects.in_units(gone, day).exists()

    def sums_are_equal(self):
        assert Encounter.objects.count() == self.met
        for view in VIEWS:
            for level in (1, 2):
                books = UnitBooks(view=view, level=level)
                groups = {group for group, _month in books.encounters.places()}
                by_group = [books.encounters.count(group, range(MONTHS)) for group in groups]
                assert sum(by_group) == books.encounters.count(None, range(MONTHS)) == self.met
                assert all(Unit.objects.with_code(group).exists() for group in groups)
        census = unit_census(books.months)
        assert sum(people[RUNNING - 1] for people in census.values()) == len(self.people)


def test_a_year_of_days_has_room_for_all_steps():
    assert timedelta(days=FIRST - 4 * STEP) > timedelta(days=30)
