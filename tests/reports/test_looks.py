import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.models import Look
from ledger.pages import ROWS
from ledger.pseudonyms import pseudonym
from tests.reports import hands

pytestmark = pytest.mark.django_db
URL = "/reports/looks/"


@pytest.fixture
def looked(ada, cy):
    """Cy looked twice at one customer and Ada once at another."""
    first, second = hands.customer(), hands.customer()
    for who, at in [(cy, first), (ada, second), (cy, first)]:
        Look.record(at, by=who, purpose="call")
    return first, second


@pytest.mark.parametrize(
    ("who", "status"), [("noor", 200), ("max", 403), ("cy", 403), ("hanne", 403), ("ada", 403), ("dee", 403)]
)
def test_only_auditors_read_the_access_log(as_, request, looked, who, status):
    answer = as_(request.getfixturevalue(who)).get(URL)
    assert answer.status_code == status
    assert ("P-" in answer.content.decode()) == (status == 200)


def test_each_look_is_a_line_newest_first_and_the_same_person_has_the_same_pseudonym(
    as_, noor, ada, cy, looked
):
    page = as_(noor).get(URL).content.decode()
    cys, adas = pseudonym("P", cy.pk), pseudonym("P", ada.pk)
    assert re.findall(r"<code>(P-\w{4}-\w{4})", page) == [cys, adas, cys]
    assert cys != adas


def test_no_name_and_no_customer_stands_in_it(as_, noor, ada, cy, looked):
    page = as_(noor).get(URL).content.decode()
    first, second = looked
    told = [str(cy), str(ada), cy.email, str(first.pk), str(second.pk), "Frau M."]
    assert not [word for word in told if word in page]
    assert len(set(re.findall(r"C-\w{4}-\w{4}", page))) == 2


def test_a_pseudonym_hangs_on_the_secret_of_the_site(settings):
    before = pseudonym("P", 1)
    settings.SECRET_KEY = "another secret that is long enough for this"
    assert pseudonym("P", 1) != before
    assert pseudonym("P", 1) != pseudonym("C", 1)


def test_older_looks_are_a_page_away(as_, noor, cy, looked):
    first, _second = looked
    rows = [
        Look(subject_type=first._meta.label_lower, subject_key=str(n), actor=cy, purpose="call")
        for n in range(ROWS)
    ]
    Look.objects.bulk_create(rows)
    newest = as_(noor).get(URL)
    assert newest.context["page"].is_first
    older = as_(noor).get(newest.context["page"].next_url)
    assert [len(newest.context["lines"]), len(older.context["lines"])] == [ROWS, 3]
    assert newest.context["page"].rows + older.context["page"].rows == list(Look.objects.newest_first())


@pytest.mark.parametrize(
    "after", ["2026-01-01T00:00:00+00:00_x", "2026-01-01T00:00:00+00:00_" + "9" * 40, "_"]
)
def test_a_place_that_makes_no_sense_breaks_nothing(as_, noor, looked, after):
    assert as_(noor).get(URL, {"after": after}).status_code == 200


def test_one_look_costs_as_much_as_three(as_, noor, cy):
    client, costs = as_(noor), []
    client.get(URL)
    for _ in range(3):
        Look.record(hands.customer(), by=cy, purpose="call")
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        costs.append(len(asked))
    assert costs[0] == costs[2]


def test_what_for_is_told_in_words(as_, noor, looked):
    assert as_(noor).get(URL).content.decode().count("for a promised call") == 3


def test_an_empty_log_says_so(as_, noor):
    assert "Nobody has looked yet" in as_(noor).get(URL).content.decode()


def test_a_look_at_something_that_is_no_model_any_more_keeps_its_code(as_, noor, cy):
    Look.objects.create(subject_type="gone.noun", subject_key="1", actor=cy, purpose="call")
    assert "gone.noun" in as_(noor).get(URL).content.decode()
