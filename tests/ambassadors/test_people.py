import zoneinfo

import pytest
from django.db import IntegrityError, transaction

from ambassadors.models import Person
from tests.cast import make_person


def test_an_address_is_kept_in_small_letters(db):
    person = make_person(email=" Ada.Brandt@Example.ORG ")
    assert person.email == "ada.brandt@example.org"
    assert list(Person.objects.with_email("ADA.brandt@example.org ")) == [person]
    assert Person.objects.get_by_natural_key("Ada.Brandt@example.org") == person


def test_one_address_signs_in_one_person(db, ada):
    for email in ("ada@example.org", "Ada@example.org"):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_person(email=email)


def test_the_database_refuses_capitals_that_came_by_another_door(ada):
    with pytest.raises(IntegrityError, match="person_email_is_small_letters"), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(email="Ada@example.org")


@pytest.mark.parametrize(("language", "reads"), [("de", "de"), ("en", "en"), ("tr", "en"), ("", "en")])
def test_what_the_product_cannot_speak_falls_back_to_the_sites_language(ada, language, reads):
    ada.language = language
    assert ada.reads == reads


def test_today_is_the_date_where_somebody_lives(ada, time_machine):
    time_machine.move_to("2026-06-01 22:30:00+00:00", tick=False)
    assert str(ada.today()) == "2026-06-02"
    ada.time_zone = "America/New_York"
    assert (str(ada.today()), ada.zone) == ("2026-06-01", zoneinfo.ZoneInfo("America/New_York"))


def test_nobody_is_a_superuser_and_an_admin_only_looks(ada, cy, hanne):
    assert hanne.is_staff and hanne.has_perm("ambassadors.view_person")
    assert not any(hanne.has_perm(f"ambassadors.{act}_person") for act in ("add", "change", "delete"))
    assert not any(who.is_staff or who.has_perm("ambassadors.view_person") for who in (ada, cy))


def test_the_last_sign_in_is_kept_nowhere():
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}


@pytest.mark.parametrize(
    "question",
    ["leads/customer/?phone__startswith=%2B49", "leads/customer/?phone__regex=(", "leads/lead/?note__icontains=a",
     "ambassadors/person/?password__startswith=a", "stories/story/?text__icontains=a"],
)  # fmt: skip
def test_an_admin_cannot_guess_by_counting_what_the_list_does_not_show(hanne, as_, question):
    assert as_(hanne).get(f"/admin/{question}").status_code == 400


def test_an_admin_narrows_a_list_by_what_it_offers(hanne, as_):
    assert as_(hanne).get("/admin/leads/lead/?state__exact=won").status_code == 200
