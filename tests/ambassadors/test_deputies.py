"""Standing in is asked by one and agreed by the other, ended by either, and nobody else's business."""

import pytest

from ambassadors.models import Deputy
from ledger import letters
from ledger.models import Letter
from ledger.refusal import Refusal
from tests import cast

PAGE = "/deputies/"


def test_one_asks_and_the_other_agrees(as_, ada, bo):
    as_(ada).post(PAGE, {"deputy": bo.ambassador.pk})
    row = Deputy.objects.get()
    mail = letters.compose(Letter.objects.of_kind("deputy_asked").get())
    assert (mail.to, row.is_agreed) == ([bo.email], False)
    as_(bo).post(f"/deputies/{row.pk}/agreement/")
    assert Deputy.objects.of(ada.ambassador).agreed().get() == row
    assert "Bo Lindqvist" in as_(ada).get(PAGE).content.decode()


def test_nobody_agrees_for_somebody_else(as_, ada, bo, dee, max, cy):
    row = Deputy.ask(ada.ambassador, bo.ambassador, by=ada)
    answers = {
        who.first_name: as_(who).post(f"/deputies/{row.pk}/agreement/").status_code
        for who in (ada, dee, max, cy)
    }
    assert answers == {"Ada": 409, "Dee": 404, "Max": 403, "Cy": 404}
    assert not Deputy.objects.agreed().exists()
    assert as_(dee).post(f"/deputies/{row.pk}/end/").status_code == 404
    assert Deputy.objects.open().count() == 1


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_either_ends_it_once(as_, request, ada, bo, who):
    row = Deputy.ask(ada.ambassador, bo.ambassador, by=ada)
    row.agree(by=bo)
    client = as_(request.getfixturevalue(who))
    assert [client.post(f"/deputies/{row.pk}/end/").status_code for _ in range(2)] == [302, 409]
    assert Deputy.objects.get().ended_by.first_name.lower() == who
    with pytest.raises(Refusal):
        row.agree(by=bo)


def test_nobody_asks_twice_or_themselves_or_somebody_gone(ada, bo):
    Deputy.ask(ada.ambassador, bo.ambassador, by=ada)
    for somebody in (bo.ambassador, ada.ambassador, cast.make_ambassador(state="alumnus")):
        with pytest.raises(Refusal):
            Deputy.ask(ada.ambassador, somebody, by=ada)
    assert Deputy.objects.count() == 1
