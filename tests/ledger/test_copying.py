import pytest
from django.db import IntegrityError, transaction

from ambassadors.models import Ambassador, Person
from ledger.copying import copy_in
from tests import cast


def newcomer(ada, **fields):
    person = Person(
        pk=ada.pk + 1, email="new@example.org", first_name="Jörg", last_name="Jäckel\t\\N", password="!"
    )
    said = {
        "handle": "jj",
        "city": "Köln",
        "state": "active",
        "joined_at": ada.ambassador.joined_at,
        **fields,
    }
    ambassador = Ambassador(person=person, **said)
    ambassador.fold()
    return person, ambassador


def test_rows_are_copied_in_as_the_model_makes_them(ada):
    person, ambassador = newcomer(ada, about="two\nlines")
    copy_in(Person, [person])
    copy_in(Ambassador, [ambassador])
    for made in (person, ambassador):
        kept = type(made).objects.get(pk=made.pk)
        fields = [field for field in made._meta.concrete_fields if not field.generated]
        assert [getattr(kept, field.attname) for field in fields] == [
            getattr(made, field.attname) for field in fields
        ]
    assert list(Ambassador.objects.named("jackel")) == [ambassador]  # the database worked its column out


def test_what_the_database_refuses_is_refused_as_everywhere(ada):
    person, ambassador = newcomer(ada, joined_at=None)
    copy_in(Person, [person])
    with pytest.raises(IntegrityError, match="active_ambassador_has_joined"), transaction.atomic():
        copy_in(Ambassador, [ambassador])
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(Person, [person])


def test_nothing_is_copied_of_nobody(db):
    copy_in(Person, [])
    assert not Person.objects.exists()
    cast.make_person("Somebody")  # keys go on where they were
