import pytest
from django.db import IntegrityError, transaction

from ledger.models import Look


def test_a_look_says_who_looked_at_whom_and_why(ada, cy):
    Look.record(ada.ambassador, by=cy, purpose="call")
    (look,) = Look.objects.at(ada.ambassador)
    assert (look.actor, look.purpose) == (cy, "call")


@pytest.mark.parametrize("rewrite", [lambda rows: rows.update(purpose="other"), lambda rows: rows.delete()])
def test_a_look_is_never_taken_back(ada, cy, rewrite):
    Look.record(ada.ambassador, by=cy, purpose="call")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rewrite(Look.objects.all())
    assert Look.objects.at(ada.ambassador).count() == 1


def test_looks_at_several_are_found_together(ada, bo, cy):
    for subject in (ada, bo):
        Look.record(subject.ambassador, by=cy, purpose="call")
    keys = [ada.ambassador.pk, bo.ambassador.pk]
    assert [look.subject_key for look in Look.objects.at_any("ambassadors.ambassador", keys)] == [
        str(k) for k in keys[::-1]
    ]
