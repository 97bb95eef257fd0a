"""The pages of units and reorganisations: anybody reads what is decided, an admin drafts, decides and undoes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors.models import Reorganisation, Unit, UnitSpan
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
)
from tests.leads import hands

NEW = "/units/reorganisations/new/"
UNITS = "/units/"


@pytest.fixture
def company(db):
    for code, name in [("T-DE", "Privatkunden"), ("T-HOME", "Festnetz"), ("T-MOB", "Mobilfunk")]:
        cast.make_unit(code, name)
    return cast.make_ambassador("Hilde", "Home", unit="T-HOME")


@pytest.fixture
def draft(company, hanne):
    return merge(["T-HOME", "T-MOB"], "T-DE", by=hanne)


def sent(kind, **fields):
    return f"{NEW}?kind={kind}", {"takes_effect_on": in_days(30).isoformat(), **fields}


FORMS = [
    ("merge", {"sources": ["T-HOME", "T-MOB"], "into": "T-DE"}, "Festnetz and Mobilfunk → Privatkunden"),
    (
        "merge",
        {"sources": ["T-HOME", "T-MOB"], "code": "T-ONE", "name": "Netz", "parent": "T-DE"},
        "Festnetz and Mobilfunk → Netz",
    ),
    ("rename", {"unit": "T-HOME", "name": "Zuhause"}, "Festnetz is called Zuhause"),
    ("move", {"unit": "T-HOME", "parent": "T-DE"}, "Festnetz moves to Privatkunden"),
    ("found", {"code": "T-NEW", "name": "Neuland", "parent": ""}, "Neuland is founded"),
    (
        "split",
        {
            "unit": "T-HOME",
            "code_1": "T-A",
            "name_1": "Ost",
            "lands_1": ["DE-SN"],
            "code_2": "T-B",
            "name_2": "West",
        },
        "Festnetz → Ost and West",
    ),
]


@pytest.mark.parametrize(("kind", "fields", "title"), FORMS)
def test_an_admin_drafts_looks_decides_and_undoes(company, hanne, as_, kind, fields, title):
    client, before = as_(hanne), everything()
    page = client.post(*sent(kind, **fields), follow=True)
    draft = Reorganisation.objects.get()
    assert page.redirect_chain[-1][0] == draft.get_absolute_url()
    assert [draft.title, everything()] == [title, before]
    assert "Decide it" in page.content.decode()
    page = client.post(reverse("ambassadors:decision", args=[draft.pk]), follow=True).content.decode()
    assert "Until its day you can undo it" in page
    assert everything() != before
    client.post(reverse("ambassadors:undoing", args=[draft.pk]))
    assert everything() == before
    client.post(reverse("ambassadors:discarding", args=[draft.pk]))
    assert not Reorganisation.objects.exists()


BROKEN = [
    ("merge", {"sources": ["T-HOME"], "into": "T-HOME"}, "merged into itself"),
    ("merge", {"sources": ["T-HOME"]}, "one of both"),
    ("merge", {"sources": ["T-HOME"], "into": "T-DE", "code": "T-NEW"}, "one of both"),
    ("merge", {"sources": ["T-HOME", "T-MOB"], "code": "T-NEW"}, "A new unit needs a name"),
    ("merge", {"into": "T-DE"}, "Choose the units that end"),
    ("move", {"unit": "T-HOME", "parent": "T-HOME"}, "below itself"),
    ("rename", {"unit": "T-HOME", "name": "Festnetz"}, "called that already"),
    ("rename", {"unit": "T-HOME", "name": "two\nlines"}, "one line"),
    ("rename", {"unit": "T-GONE", "name": "Funk"}, "T-GONE"),
    ("found", {"code": "T-DE", "name": "Kept as typed"}, "belongs to another unit"),
    ("split", {"unit": "T-HOME", "code_1": "T-A", "name_1": "A"}, "fields"),
    ("split", {"unit": "T-HOME", "code_1": "A", "name_1": "A", "code_2": "B", "name_2": "B", "name_3": "C"}, "code of"),
    ("rename", {"unit": "T-HOME", "name": "Funk", "takes_effect_on": "2020-01-01"}, "from tomorrow on"),
    ("rename", {"unit": "T-HOME", "name": "Funk", "takes_effect_on": "9999-12-31"}, "Look at the year"),
    ("rename", {"unit": "T-HOME", "name": "Funk", "takes_effect_on": "tomorrow"}, "day"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "sentence"), BROKEN)
def test_bad_input_is_a_sentence_and_what_was_typed_stays(company, hanne, as_, kind, fields, sentence):
    before = everything()
    page = as_(hanne).post(*sent(kind, **fields))
    said = page.content.decode()
    assert page.status_code == 200
    assert 'role="alert"' in said
    assert sentence in said or sentence == "fields"
    typed = fields.get("name") or fields.get("name_1") or ""
    assert typed.split("\n")[0] in said
    assert everything() == before
    assert not Reorganisation.objects.exists()


def test_the_same_form_sent_twice_drafts_once(company, hanne, as_):
    address, fields = sent(
        "rename", unit="T-HOME", name="Zuhause", client_id="3f0e8a52-7f61-4e44-9b0e-0d7c5a1c2b11"
    )
    client = as_(hanne)
    first, second = (client.post(address, fields).headers["Location"] for _ in range(2))
    assert first == second
    assert Reorganisation.objects.count() == 1


def test_the_preview_tells_who_goes_where_and_what_stays_with_them(company, draft, hanne, ada, as_):
    hands.make_follow_up(hands.make_lead(company))
    hands.make_case(company)
    cast.give_role(ada, "coordinator", scope_kind="unit", scope_value="T-MOB")
    page = as_(hanne).get(draft.get_absolute_url()).content.decode()
    for said in (
        "1 person changes the unit",
        "Hilde Home",
        "ends and goes on as Privatkunden",
        "covers all of Privatkunden",
    ):
        assert said in page
    along = page.split("What stays with them")[1].split("</dl>")[0]
    facts = [part.split("</dd>")[0] for part in along.split("<dd>")[1:]]
    assert facts == ["1", "1", "1", "0", "0"]


def test_the_preview_of_a_decided_one_is_the_same(company, draft, hanne, as_):
    def told(page):
        return page.split('aria-labelledby="units-title"')[1].split("</section>")[:2]

    client = as_(hanne)
    before = told(client.get(draft.get_absolute_url()).content.decode())
    draft.decide(by=hanne)
    assert told(client.get(draft.get_absolute_url()).content.decode()) == before
    day_has_come(draft)
    assert "It stands" in client.get(draft.get_absolute_url()).content.decode()


def test_those_left_of_a_split_are_given_a_part_by_hand(company, hanne, as_):
    draft = split("T-HOME", part("T-A", "Ost", lands=["DE-BE"]), part("T-B", "West"), by=hanne)
    client = as_(hanne)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "1 person has no part yet" in page
    assert "Decide it" not in page
    address = reverse("ambassadors:reorganisation_people", args=[draft.pk])
    page = client.post(address, {f"to_{company.pk}": "T-B"}, follow=True).content.decode()
    assert "Decide it" in page
    client.post(reverse("ambassadors:decision", args=[draft.pk]))
    assert company.unit_on(in_days(30)).code == "T-B"


def test_a_draft_that_became_impossible_says_so(company, draft, hanne, as_):
    decided(plan("rename", unit="T-MOB", name="Funk", on=in_days(5), by=hanne), by=hanne)
    page = as_(hanne).get(draft.get_absolute_url()).content.decode()
    assert "can’t be decided like this" in page
    assert "Decide it" not in page
    assert as_(hanne).post(reverse("ambassadors:decision", args=[draft.pk])).status_code == 409


def test_others_hear_of_it_once_it_is_decided_and_see_no_names(company, draft, hanne, ada, max, dee, as_):
    for person in (ada, max, dee):
        assert as_(person).get(draft.get_absolute_url()).status_code == 404
        assert as_(person).post(reverse("ambassadors:decision", args=[draft.pk])).status_code == 403
    draft.decide(by=hanne)
    for person in (ada, max, dee):
        page = as_(person).get(draft.get_absolute_url()).content.decode()
        assert "You keep your name" in page
        assert "Hilde" not in page
        assert draft.title in as_(person).get(UNITS).content.decode()
        assert as_(person).post(reverse("ambassadors:undoing", args=[draft.pk])).status_code == 403


def test_the_tree_of_any_day(company, draft, hanne, ada, as_):
    draft.decide(by=hanne)
    client = as_(ada)
    today, then = (client.get(UNITS, {"on": day}).content.decode() for day in ("", in_days(30).isoformat()))
    assert ["/units/T-HOME/" in page for page in (today, then)] == [True, False]
    assert "No units on that day" in client.get(UNITS, {"on": "1970-01-01"}).content.decode()
    assert "/units/T-HOME/" in client.get(UNITS, {"on": "nonsense"}).content.decode()


def test_a_unit_tells_its_names_over_time_and_what_it_went_on_as(company, draft, hanne, ada, as_):
    draft.decide(by=hanne)
    day_has_come(draft)
    decided(plan("rename", unit="T-DE", name="Deutschland", by=hanne), by=hanne)
    page = as_(ada).get("/units/T-HOME/").content.decode()
    assert "is history" in page
    assert page.index("Festnetz") < page.index("Privatkunden")
    page = as_(ada).get("/units/T-DE/").content.decode()
    assert page.index("Deutschland") < page.rindex("Privatkunden")
    assert as_(ada).get("/units/T-NOWHERE/").status_code == 404


def test_a_manager_sees_no_number_of_a_small_unit(company, max, as_, settings):
    settings.GROUP_MINIMUM = 5
    page = as_(max).get("/units/T-HOME/").content.decode()
    assert "Fewer than 5, here and below" in page
    for _number in range(6):
        cast.make_ambassador(unit="T-HOME")
    page = as_(max).get("/units/T-HOME/").content.decode()
    assert "5 or more, here and below" in page
    assert "7" not in page.split('aria-labelledby="people"')[1].split("</section>")[0]


def test_lists_cost_the_same_for_one_and_for_three(company, hanne, as_, django_assert_max_num_queries):
    client = as_(hanne)

    def cost(address):
        with django_assert_max_num_queries(12) as asked:
            client.get(address)
        return len(asked)

    lists = [UNITS, "/units/reorganisations/", "/units/T-DE/"]
    decided(merge(["T-HOME"], "T-DE", by=hanne), by=hanne)
    one = [cost(address) for address in lists]
    for number in range(3):
        cast.make_unit(f"T-X{number}", f"Extra {number}", parent=Unit.objects.get(code="T-MOB"))
        decided(plan("rename", unit=f"T-X{number}", name=f"Other {number}", by=hanne), by=hanne)
        below = Unit.objects.create(code=f"T-Y{number}")
        parent = Unit.objects.get(code="T-DE")
        UnitSpan.objects.create(unit=below, name=f"Y{number}", parent=parent, valid_from=in_days(-9))
    assert [cost(address) for address in lists] == one


def test_the_preview_costs_the_same_for_one_and_for_three_people(company, draft, hanne, as_):
    client = as_(hanne)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(draft.get_absolute_url())
        return len(asked)

    one = cost()
    for _number in range(3):
        cast.make_ambassador(unit="T-MOB")
    assert cost() == one
