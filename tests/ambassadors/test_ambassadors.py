import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ambassadors.models import Ambassador, HrRecord
from ledger.models import Event
from ledger.refusal import Refusal
from tests import cast
from tests.cast import make_ambassador


@pytest.mark.parametrize("state", ["invited", "alumnus"])
def test_somebody_joins_of_their_own_will(db, state):
    ambassador = make_ambassador(state=state)
    ambassador.join(by=ambassador.person)
    assert (ambassador.state, ambassador.left_at, bool(ambassador.joined_at)) == ("active", None, True)
    assert [event.verb for event in Event.objects.about(ambassador)] == ["joined"]


def test_nobody_joins_twice(ada):
    with pytest.raises(Refusal, match="already"):
        ada.ambassador.join(by=ada)


def test_the_database_knows_when_somebody_joined_and_left(ada):
    for state, moment in [("active", "joined_at"), ("alumnus", "left_at")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ambassador.objects.filter(pk=ada.ambassador.pk).update(state=state, **{moment: None})


@pytest.mark.parametrize(
    ("state", "seen_by"), [("invited", {"Cy"}), ("alumnus", {"Cy"}), ("active", {"Ada", "Cy", "Max"})]
)
def test_a_page_of_somebody_invited_or_gone_is_seen_by_coordinators_and_by_oneself(
    ada, cy, max, as_, state, seen_by
):
    somebody = make_ambassador("Some", "Body", state=state)
    url = reverse("ambassadors:ambassador", args=[somebody.handle])
    answers = {who.first_name: as_(who).get(url).status_code for who in (ada, cy, max, somebody.person)}
    assert answers == {name: 200 if name in seen_by | {"Some"} else 404 for name in answers}


def test_a_page_about_somebody_counts_nothing(ada, bo, as_):
    page = as_(bo).get(reverse("ambassadors:ambassador", args=["ada-brandt"])).content.decode()
    assert "Ada Brandt" in page
    assert "ada@example.org" not in page


def test_handles_are_readable_and_free(db):
    handles = [make_ambassador("Jörg", "Jäckel", email=f"{n}@example.org").handle for n in range(3)]
    assert handles == ["joerg-jaeckel", "joerg-jaeckel-2", "joerg-jaeckel-3"]


@pytest.mark.parametrize(
    ("name", "handle"), [("李雷", "ambassador"), ("=cmd|' /C calc'!A0", "cmd-c-calca0"), ("", "ambassador")]
)
def test_every_name_gets_a_handle(db, name, handle):
    assert Ambassador.free_handle(name) == handle


def test_what_the_personnel_office_says_makes_sense(ada):
    from datetime import date

    with pytest.raises(IntegrityError, match="exit_is_not_before_entry"), transaction.atomic():
        HrRecord.objects.create(
            ambassador=ada.ambassador,
            personnel_no="1",
            entry_date=date(2020, 1, 2),
            exit_date=date(2020, 1, 1),
        )


def test_an_hr_record_names_no_superior():
    assert {field.name for field in HrRecord._meta.fields} == {
        "id",
        "created_at",
        "delete_after",
        "ambassador",
        "personnel_no",
        "entry_date",
        "exit_date",
        "leaves_on",
        "said",
    }


def test_somebody_invited_joins_with_one_click(as_, db):
    invited = cast.make_ambassador("Ina", state="invited")
    page = as_(invited).get("/").content.decode()
    assert "/ambassadors/joining/" in page
    as_(invited).post("/ambassadors/joining/")
    invited.refresh_from_db()
    assert invited.is_active


def test_somebody_who_is_no_ambassador_cannot_join(as_, max):
    assert as_(max).post("/ambassadors/joining/").status_code == 409
    assert not Ambassador.objects.of(max).exists()
