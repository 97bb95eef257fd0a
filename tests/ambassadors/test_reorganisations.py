"""Units are merged, split, renamed, moved and founded on a day, decided before it and undone until then."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Affiliation, Reorganisation, Succession, Unit, UnitSpan
from ledger.models import Event
from ledger.refusal import Refusal
from tests import cast
from tests.ambassadors.reorganising import (
    day_has_come,
    decided,
    everything,
    in_days,
    merge,
    part,
    plan,
    split,
    units_on,
)

TODAY, BEFORE, DAY = 0, 29, 30


@pytest.fixture
def company(db):
    """T-DE with a shop, T-HOME with its builders, T-MOB; Hilde in T-HOME, Bob builds, Mona in T-MOB, Dora in T-DE."""
    units = {code: cast.make_unit(code, name) for code, name in [("T-DE", "Privatkunden"), ("T-HOME", "Festnetz"),
                                                                 ("T-MOB", "Mobilfunk")]}  # fmt: skip
    cast.make_unit("T-HOME-N", "Netzbau", parent=units["T-HOME"])
    cast.make_unit("T-DE-V", "Vertrieb", parent=units["T-DE"])
    people = {"Hilde": "T-HOME", "Bob": "T-HOME-N", "Mona": "T-MOB", "Dora": "T-DE"}
    return [cast.make_ambassador(name, unit=unit) for name, unit in people.items()]


@pytest.fixture
def merged(company, hanne):
    return decided(merge(["T-HOME", "T-MOB"], "T-DE", by=hanne), by=hanne)


def names_on(day):
    return [(depth, name) for depth, _code, name in Unit.objects.tree(in_days(day))]


# Merge


def test_two_units_go_into_a_third_with_their_people_and_the_units_below(merged, company):
    assert units_on(company, in_days(BEFORE)) == {
        "Hilde": ["T-HOME"], "Bob": ["T-HOME-N"], "Mona": ["T-MOB"], "Dora": ["T-DE"]
    }  # fmt: skip
    assert units_on(company, in_days(DAY)) == {
        "Hilde": ["T-DE"], "Bob": ["T-HOME-N"], "Mona": ["T-DE"], "Dora": ["T-DE"]
    }  # fmt: skip
    assert names_on(BEFORE) == [
        (0, "Privatkunden"), (1, "Vertrieb"), (0, "Festnetz"), (1, "Netzbau"), (0, "Mobilfunk"),
    ]  # fmt: skip
    assert names_on(DAY) == [(0, "Privatkunden"), (1, "Vertrieb"), (1, "Netzbau")]


def test_two_units_become_one_that_is_new(company, hanne):
    decided(merge(["T-HOME", "T-MOB"], "T-ONE", new=True, name="Netz", by=hanne), by=hanne)
    assert units_on(company, in_days(DAY))["Mona"] == ["T-ONE"]
    assert names_on(DAY) == [(0, "Privatkunden"), (1, "Vertrieb"), (0, "Netz"), (1, "Netzbau")]
    assert not UnitSpan.objects.on(in_days(BEFORE)).of_units(Unit.objects.with_code("T-ONE")).exists()


def test_the_target_may_get_a_new_name_on_the_same_day(company, hanne):
    decided(merge(["T-MOB"], "T-DE", name="Deutschland", by=hanne), by=hanne)
    assert (0, "Deutschland") in names_on(DAY)
    assert (0, "Privatkunden") in names_on(BEFORE)


def test_whoever_had_left_the_unit_before_stays_where_they_are(company, hanne):
    hilde = company[0]
    Affiliation.change([(hilde, Unit.objects.get(code="T-DE-V"))], day=in_days(7))
    decided(merge(["T-HOME"], "T-DE", by=hanne), by=hanne)
    assert units_on([hilde], in_days(DAY)) == {"Hilde": ["T-DE-V"]}


# Split, move, rename, found


def test_a_unit_is_split_by_land_place_and_hand(company, hanne):
    home = [cast.make_ambassador(name, unit="T-DE", city=city, region=region) for name, city, region in [
        ("Sara", "Zwickau", "DE-SN"), ("Lea", "Leipzig", "DE-SN"), ("Ben", "Berlin", "DE-BE"), ("Kai", "Kiel", "DE-SH"),
    ]]  # fmt: skip
    parts = (
        part("T-O", "Ost", lands=["DE-SN"]),
        part("T-W", "West", places=["LEIPZIG", "berlin"], children=["T-DE-V"]),
    )
    draft = split("T-DE", *parts, by=hanne)
    assert draft.left == [home[3]]
    with pytest.raises(Refusal, match="Not everybody has a part yet"):
        draft.decide(by=hanne)
    draft.assign({home[3].pk: "T-W", home[0].pk: "nowhere"}, by=hanne)
    decided(Reorganisation.objects.get(), by=hanne)
    assert units_on(home, in_days(DAY)) == {"Sara": ["T-O"], "Lea": ["T-W"], "Ben": ["T-W"], "Kai": ["T-W"]}
    assert names_on(DAY)[-3:] == [(0, "Ost"), (0, "West"), (1, "Vertrieb")]
    assert Unit.objects.attributed(in_days(DAY))["T-DE"] == "T-O"


def test_a_unit_is_renamed_and_moved_and_another_is_founded(company, hanne):
    decided(plan("rename", unit="T-MOB", name="Funk", by=hanne), by=hanne)
    decided(plan("move", unit="T-HOME-N", parent="", by=hanne), by=hanne)
    decided(plan("found", code="T-NEW", name="Neuland", parent="T-DE", by=hanne), by=hanne)
    assert names_on(DAY) == [
        (0, "Privatkunden"), (1, "Vertrieb"), (1, "Neuland"), (0, "Festnetz"), (0, "Netzbau"), (0, "Funk"),
    ]  # fmt: skip
    assert names_on(BEFORE)[-2:] == [(1, "Netzbau"), (0, "Mobilfunk")]


# Undo


ALL = [
    lambda hanne: merge(["T-HOME", "T-MOB"], "T-DE", name="Deutschland", by=hanne),
    lambda hanne: merge(["T-HOME", "T-MOB"], "T-ONE", new=True, name="One", by=hanne),
    lambda hanne: split("T-HOME", part("T-A", lands=["DE-SN"]), part("T-B", children=["T-HOME-N"]), by=hanne),
    lambda hanne: plan("rename", unit="T-MOB", name="Funk", by=hanne),
    lambda hanne: plan("move", unit="T-MOB", parent="T-DE", by=hanne),
    lambda hanne: plan("found", code="T-NEW", name="Neuland", parent="", by=hanne),
]


@pytest.mark.parametrize("make", ALL)
def test_undone_everything_is_exactly_as_before_and_it_can_be_decided_again(company, hanne, make):
    before = everything()
    reorganisation = decided(make(hanne), by=hanne)
    after = everything()
    assert after != before
    reorganisation.undo(by=hanne)
    assert everything() == before
    assert [reorganisation.is_decided, reorganisation.touched] == [False, {}]
    reorganisation.decide(by=hanne)
    assert [len(rows) for rows in everything()] == [len(rows) for rows in after]
    verbs = [event.verb for event in Event.objects.about(reorganisation)]
    assert verbs == ["decided", "undone", "decided", "drafted"]


def test_from_its_day_on_it_stands(merged, hanne):
    day_has_come(merged, days=0)
    before = everything()
    with pytest.raises(Refusal, match="it stands"):
        merged.undo(by=hanne)
    assert everything() == before
    assert merged.is_in_effect


def test_it_is_decided_once(merged, hanne):
    with pytest.raises(Refusal, match="decided already"):
        Reorganisation.objects.get().decide(by=hanne)
    with pytest.raises(Refusal, match="Undo it first"):
        merged.discard(by=hanne)


def test_a_draft_is_thrown_away(company, hanne):
    merge(["T-HOME"], "T-DE", by=hanne).discard(by=hanne)
    assert not Reorganisation.objects.exists()


# What comes between the decision and the day


def test_whoever_comes_into_a_unit_that_ends_goes_along(merged, hanne):
    late, later = cast.make_ambassador("Lou", unit="T-HOME"), cast.make_ambassador("Lia", unit="T-MOB")
    later.affiliations.update(valid_from=in_days(60))
    before = everything()
    assert Reorganisation.objects.carry() == 1
    assert units_on([late, later], in_days(61)) == {"Lou": ["T-DE"], "Lia": ["T-DE"]}
    assert units_on([late], in_days(BEFORE)) == {"Lou": ["T-HOME"]}
    assert Reorganisation.objects.carry() == 0
    merged.undo(by=hanne)
    undone = everything()
    assert units_on([late, later], in_days(61)) == {"Lou": ["T-HOME"], "Lia": ["T-MOB"]}
    assert undone != before


def test_whoever_leaves_the_unit_before_the_day_does_not_come_back_on_it(merged, company):
    hilde, mona = company[0], company[2]
    Affiliation.change([(hilde, Unit.objects.get(code="T-DE-V"))], day=in_days(7))
    mona.affiliations.on(timezone.localdate()).update(valid_until=in_days(5))
    Reorganisation.objects.carry()
    assert units_on([hilde, mona], in_days(DAY)) == {"Hilde": ["T-DE-V"], "Mona": []}


def test_undoing_keeps_who_moved_on_in_between(merged, company, hanne):
    Affiliation.change([(company[0], Unit.objects.get(code="T-DE-V"))], day=in_days(7))
    merged.undo(by=hanne)
    assert units_on(company[:3], in_days(DAY)) == {
        "Hilde": ["T-DE-V"],
        "Bob": ["T-HOME-N"],
        "Mona": ["T-MOB"],
    }


def test_somebody_who_comes_after_the_day_is_taken_along_through_all_of_them(merged, hanne):
    day_has_come(merged, days=40)
    late = cast.make_ambassador("Lou", unit="T-HOME")
    late.affiliations.update(valid_from=timezone.localdate())
    decided(merge(["T-DE", "T-DE-V"], "T-ALL", new=True, name="All", by=hanne), by=hanne)
    Reorganisation.objects.carry()
    days = timezone.localdate(), in_days(DAY)
    assert [units_on([late], day) for day in days] == [{"Lou": ["T-DE"]}, {"Lou": ["T-ALL"]}]


def test_a_new_unit_that_has_people_already_is_not_taken_away(company, hanne):
    founded = decided(plan("found", code="T-NEW", name="Neuland", parent="", by=hanne), by=hanne)
    Affiliation.change([(company[0], Unit.objects.get(code="T-NEW"))], day=in_days(40))
    before = everything()
    with pytest.raises(Refusal, match="stand with the new unit already"):
        founded.undo(by=hanne)
    assert everything() == before


# Bad input: a sentence, nothing changed


REFUSED = [
    (lambda by: merge(["T-DE", "T-MOB"], "T-DE", by=by), "merged into itself"),
    (lambda by: merge(["T-MOB"], "T-ONE", new=True, name="One", by=by), "at least two"),
    (lambda by: merge(["T-HOME"], "T-HOME-N", by=by), "would be a circle"),
    (lambda by: merge(["T-HOME", "T-MOB"], "T-ONE", new=True, name="One", parent="T-HOME-N", by=by), "a circle"),
    (lambda by: merge(["T-OLD"], "T-DE", by=by), "no unit “T-OLD”"),
    (lambda by: merge(["T-MOB"], "T-DE", on=in_days(0), by=by), "from tomorrow on"),
    (lambda by: merge(["T-MOB"], "T-DE", on=date(2020, 1, 1), by=by), "from tomorrow on"),
    (lambda by: plan("move", unit="T-HOME", parent="T-HOME-N", by=by), "would be a circle"),
    (lambda by: plan("move", unit="T-HOME", parent="T-HOME", by=by), "below itself"),
    (lambda by: plan("move", unit="T-HOME-N", parent="T-HOME", by=by), "stands there already"),
    (lambda by: plan("rename", unit="T-MOB", name="Mobilfunk", by=by), "called that already"),
    (lambda by: plan("found", code="T-MOB", name="Again", parent="", by=by), "belongs to another unit"),
    (lambda by: split("T-HOME", part("T-A"), by=by), "two parts at least"),
    (lambda by: split("T-HOME", part("T-A"), part("T-A"), by=by), "belongs to another unit"),
    (lambda by: split("T-HOME", part("T-A", lands=["DE-SN"]), part("T-B", lands=["DE-SN"]), by=by), "with two parts"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(company, hanne, make, sentence):
    before = everything()
    with pytest.raises(Refusal, match=sentence):
        make(hanne)
    assert everything() == before
    assert not Reorganisation.objects.exists()


def test_two_reorganisations_do_not_touch_the_same_unit(merged, hanne):
    with pytest.raises(Refusal, match=r"Festnetz and Mobilfunk → Privatkunden.*planned already"):
        plan("rename", unit="T-DE", name="Deutschland", on=in_days(10), by=hanne)
    with pytest.raises(Refusal, match="no unit"):
        plan("rename", unit="T-MOB", name="Funk", on=in_days(40), by=hanne)
    first, second = (plan("rename", unit="T-DE-V", name=name, by=hanne) for name in ("Sales", "Shops"))
    first.decide(by=hanne)
    with pytest.raises(Refusal, match="changes on that day already"):
        second.decide(by=hanne)


def test_two_plans_that_are_fine_alone_close_no_circle_together(company, hanne):
    home = Unit.objects.get(code="T-HOME-N")
    below = cast.make_unit("T-HOME-N-X", parent=home)
    assert below
    decided(plan("move", unit="T-HOME", parent="T-DE-V", on=in_days(10), by=hanne), by=hanne)
    second = plan("move", unit="T-DE", parent="T-HOME-N-X", on=in_days(5), by=hanne)
    before = everything()
    with pytest.raises(Refusal, match="circle of units"):
        second.decide(by=hanne)
    assert everything() == before


def test_a_name_that_is_planned_in_the_data_is_not_overwritten(company, hanne):
    span = UnitSpan.objects.get(unit__code="T-MOB")
    UnitSpan.objects.numbered([span.pk]).update(valid_until=in_days(60))
    UnitSpan.objects.create(unit=span.unit, name="Funk", valid_from=in_days(60))
    with pytest.raises(Refusal, match="“Funk” has another name or place planned"):
        plan("rename", unit="T-MOB", name="Radio", by=hanne)


def test_the_database_refuses_two_units_and_two_names_at_once(merged, company):
    with pytest.raises(IntegrityError, match="one_unit_at_a_time"), transaction.atomic():
        Affiliation.objects.create(
            ambassador=company[0], unit=Unit.objects.get(code="T-MOB"), valid_from=in_days(40)
        )
    with pytest.raises(IntegrityError, match="one_name_at_a_time"), transaction.atomic():
        UnitSpan.objects.create(unit=Unit.objects.get(code="T-DE"), name="Other", valid_from=in_days(40))
    with pytest.raises(IntegrityError, match="one_unit_carries_the_past_on"), transaction.atomic():
        link = Succession.objects.first()
        Succession.objects.create(
            unit=link.unit, successor=Unit.objects.get(code="T-DE-V"), day=in_days(3), made_by=merged
        )


# Scopes


def test_a_scope_follows_the_unit_and_reaches_what_was_there_before(merged, company, ada):
    role = cast.give_role(ada, "coordinator", scope_kind="unit", scope_value="T-HOME")
    assert role.unit_codes() == ["T-HOME", "T-HOME-N"]
    day_has_come(merged)
    assert role.unit_codes() == ["T-DE", "T-DE-V", "T-HOME", "T-HOME-N", "T-MOB"]


def test_a_scope_over_a_split_unit_covers_its_parts(company, hanne, ada):
    role = cast.give_role(ada, "coordinator", scope_kind="unit", scope_value="T-HOME")
    day_has_come(decided(split("T-HOME", part("T-A", lands=["DE-SN"]), part("T-B", children=["T-HOME-N"]), by=hanne),
                         by=hanne))  # fmt: skip
    assert role.unit_codes() == ["T-A", "T-B", "T-HOME", "T-HOME-N"]


def test_the_past_is_carried_through_several_reorganisations(merged, hanne):
    day_has_come(merged, days=40)
    day_has_come(decided(merge(["T-DE", "T-DE-V"], "T-ALL", new=True, name="All", by=hanne), by=hanne))
    carried = Unit.objects.attributed()
    assert {code: carried[code] for code in ("T-HOME", "T-MOB", "T-DE", "T-DE-V", "T-HOME-N")} == {
        "T-HOME": "T-ALL", "T-MOB": "T-ALL", "T-DE": "T-ALL", "T-DE-V": "T-ALL", "T-HOME-N": "T-HOME-N"
    }  # fmt: skip
