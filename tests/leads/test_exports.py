"""Leads are taken out as a file: with a reason, by who just signed in, of what they may see, with nothing that harms."""

import csv
import io
import string
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ambassadors.imports.columns import guessed
from ambassadors.imports.kinds import kind
from ambassadors.imports.sheet import guarded, unguarded
from leads.exports import files
from leads.exports.columns import COLUMNS, USUAL
from leads.models import Customer, Export, Lead, Merge
from ledger import nightly
from ledger.models import Event, Job, Look
from ledger.refusal import Refusal
from tests.ambassadors.uploading import take
from tests.cast import PASSWORD, make_coordinator
from tests.leads.hands import make_consent, make_customer, make_duplicate, make_lead

pytestmark = pytest.mark.django_db
REASON = "To print labels for the fair in Bonn."
ALL = list(COLUMNS)


def rows_of(export):
    """The rows of an export as a list of lists, however it is written."""
    data = b"".join(files.pieces(export.file))
    if export.form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(data), data_only=False).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def export(by, *, columns=ALL, form="csv", language="en", query=""):
    return Export.begin(by=by, reason=REASON, form=form, language=language, columns=columns, query=query)


def signed_in(client, person):
    """Signed in by the door, a moment ago."""
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


@pytest.fixture
def lead(ada):
    customer = make_customer(first_name="Erika", last_name="Muster", city="Zwickau")
    make_consent(customer, by=ada)
    customer.keep_contact(by=ada, phone="+4930230125999", email="erika@example.net")
    return make_lead(ada, customer=customer, note="Wants fibre.")


# What stands in it


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_holds_what_one_may_see_and_chose(ada, bo, lead, form):
    make_lead(bo, customer=make_customer(first_name="Hidden"))
    made = export(ada, columns=["first_name", "city", "owner"], form=form)
    assert rows_of(made) == [["First name", "Place", "Ambassador"], ["Erika", "Zwickau", ada.email]]
    assert made.rows == 1


def test_a_coordinator_takes_out_their_scope_and_nothing_else(ada, lead):
    near = make_coordinator("Near", scope_kind="region", scope_value=ada.ambassador.region).person
    far = make_coordinator("Far", region="DE-HH", scope_kind="region", scope_value="DE-HH").person
    assert [export(person).rows for person in (near, far)] == [1, 0]


def test_the_filters_of_the_list_hold_here_too(ada, lead):
    make_lead(ada, customer=make_customer(first_name="Lost", city="Kiel"), state="lost")
    assert [export(ada, query=query).rows for query in ("", "state=lost", "q=zwickau", "q=nobody")] == [
        2,
        1,
        1,
        0,
    ]


def test_a_number_stands_in_it_only_with_a_consent_of_this_moment(ada, lead):
    assert rows_of(export(ada, columns=["phone", "phone_consent"]))[1] == ["+4930230125999", "yes"]
    lead.customer.consents.get().withdraw(by=ada)
    assert rows_of(export(ada, columns=["phone", "phone_consent"]))[1] == ["", ""]


def test_contact_data_is_left_out_unless_chosen(ada, lead):
    text = str(rows_of(export(ada, columns=USUAL)))
    assert not any(secret in text for secret in ("Erika", "Muster", "125999", "erika@", "Wants fibre"))


@pytest.mark.parametrize(("language", "head"), [("en", "First name"), ("de", "Vorname")])
def test_headings_are_in_the_language_that_was_chosen_and_an_import_knows_them(ada, lead, language, head):
    heads = rows_of(export(ada, language=language))[0]
    assert head in heads
    found = guessed(kind("leads"), heads)
    assert {ALL[place] for place in found.values()} == set(ALL) - {"interest"}
    assert all(ALL[place] == name for name, place in found.items())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_ones_own_export_brought_in_again_changes_nothing(cy, ada, lead, form, language):
    make_lead(ada, customer=make_customer(first_name="=1+1", last_name="Formel"), external_id="00Q1")
    data = b"".join(files.pieces(export(cy, form=form, language=language).file))
    upload = take(data, cy, name=f"leads.{form}")
    assert (upload.kind, upload.job.counts) == ("leads", {"known": 2})
    assert Lead.objects.count() == 2


# It harms nobody


SIGNS = "=+-@\t\r\x00＝＋－＠﹦﹢﹣﹫"
BLANKS = ["", " ", "\u00a0", "\u3000", "\n", "\ufeff", "\u200b", "  \t"]


def nasty():
    """Five hundred cells that a spreadsheet might calculate."""
    tails = ["1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://x")', "SUM(A1)", ""]
    return [blank + sign + tail for sign in SIGNS for blank in BLANKS for tail in tails]


def test_five_hundred_formulas_are_text():
    cells = nasty()
    assert len(cells) >= 500
    assert [cell for cell in cells if not guarded(cell).startswith("'")] == []
    assert [unguarded(guarded(cell)) for cell in cells] == cells


def test_a_number_survives_as_it_is_and_what_only_begins_like_one_does_not():
    assert [guarded(cell) for cell in ("+4930230125999", "+49 30 230125999")] == [
        "+4930230125999",
        "+49 30 230125999",
    ]
    assert [guarded(cell)[0] for cell in ("+49+1", "+49 30 =1", "+1", "+A1")] == ["'"] * 4


@given(st.text(alphabet=st.sampled_from(SIGNS + "'" + string.printable + "äß€😀"), max_size=12))
@settings(max_examples=500, deadline=None)
def test_whatever_was_guarded_comes_back_as_it_was(cell):
    assert unguarded(guarded(cell)) == cell


def test_no_cell_of_a_workbook_is_a_formula(ada):
    for number, text in enumerate(nasty()[:120]):
        plain = text.replace("\x00", "")
        make_lead(ada, customer=make_customer(first_name=f"n{number}"), note=plain)
    made = export(ada, columns=["note"], form="xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(files.pieces(made.file)))).worksheets[0]
    assert {cell.data_type for (cell,) in sheet.iter_rows()} <= {"s", "n", "inlineStr"}


# It is written down


def test_everybody_in_it_is_looked_at_and_the_auditor_reads_why(ada, noor, lead, as_):
    made = export(ada)
    look = Look.objects.get(purpose="export")
    assert (look.actor, look.subject_key) == (ada, str(lead.customer_id))
    assert [event.verb for event in Event.objects.about(made)] == ["written", "begun"]
    page = as_(noor).get("/exports/").content.decode()
    assert REASON in page
    assert str(ada) not in page
    assert "in an export to a file" in as_(noor).get("/reports/looks/").content.decode()


def test_without_a_reason_or_a_column_nothing_leaves(ada, lead, client):
    signed_in(client, ada)
    for sent in ({"reason": ""}, {"reason": "because"}, {"reason": "line\nbreak and more"}, {"columns": []}, {"columns": ["phone_index"]}, {"form": "exe"}):  # fmt: skip
        answer = client.post(
            "/exports/new/", {"reason": REASON, "form": "csv", "language": "en", "columns": ["city"], **sent}
        )
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert (Export.objects.count(), Look.objects.count()) == (0, 0)


def test_who_signed_in_long_ago_says_again_who_they_are(ada, lead, client):
    client.force_login(ada)
    answer = client.get("/exports/new/")
    assert (answer.status_code, "/reauthenticate/" in answer["Location"]) == (302, True)
    answer = client.post(
        "/exports/new/", {"reason": REASON, "form": "csv", "language": "en", "columns": ["city"]}
    )
    assert (answer.status_code, Export.objects.count()) == (302, 0)


def test_from_the_list_to_the_file(ada, lead, client):
    signed_in(client, ada)
    page = client.get("/exports/new/?q=zwickau&after=x").content.decode()
    assert "1 lead, as the list shows it." in page
    sent = {"reason": REASON, "form": "csv", "language": "en", "columns": ["first_name"]}
    answer = client.post("/exports/new/?q=zwickau", sent, follow=True)
    made = Export.objects.get()
    assert made.query == ""  # what was searched for may be a name, and is written down nowhere
    assert made.rows == 1
    assert "The file is there" in answer.content.decode()
    answer = client.post(f"/exports/{made.pk}/file/")
    assert b"".join(answer).decode("utf-8-sig").splitlines() == ["First name", "Erika"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="leads-')
    assert [event.verb for event in Event.objects.about(made)] == ["fetched", "written", "begun"]


def test_a_form_sent_twice_writes_one_file(ada, lead, client):
    signed_in(client, ada)
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    for _ in range(2):
        client.post(
            "/exports/new/",
            {"reason": REASON, "form": "csv", "language": "en", "columns": ["city"], "client_id": key},
        )
    assert (Export.objects.count(), Look.objects.count()) == (1, 1)


def test_too_many_in_an_hour_are_refused(ada, lead, client):
    signed_in(client, ada)
    sent = {"reason": REASON, "form": "csv", "language": "en", "columns": ["city"]}
    statuses = [client.post("/exports/new/", sent).status_code for _ in range(14)]
    assert (statuses[0], statuses[-1]) == (302, 409)
    assert Export.objects.count() == 12


def test_nobody_else_gets_at_the_file(ada, bo, cy, max, noor, hanne, dee, lead, as_):
    made = export(ada)
    for person in (bo, cy, dee):
        assert as_(person).get(f"/exports/{made.pk}/").status_code == 404
        assert as_(person).post(f"/exports/{made.pk}/discarding/").status_code == 404
    for person in (max, noor, hanne):
        assert as_(person).get(f"/exports/{made.pk}/").status_code == 403
    assert Export.objects.get().file


# It doesn't stay


def test_a_day_later_the_file_is_gone(ada, lead, settings, django_capture_on_commit_callbacks):
    made = export(ada)
    Export.objects.only_this(made).update(ended_at=timezone.now() - timedelta(hours=25))
    made.refresh_from_db()
    with pytest.raises(Refusal, match="thrown away"):
        made.fetch(by=ada)
    with django_capture_on_commit_callbacks(execute=True):
        assert Export.objects.sweep() == 1
    assert list((settings.MEDIA_ROOT / "exports").iterdir()) == []
    assert (Export.objects.get().file, Export.objects.get().rows) == ("", 1)


def test_a_withdrawal_makes_the_file_untrue_and_it_goes(ada, lead):
    made = export(ada)
    lead.customer.consents.get().withdraw(by=ada)
    with pytest.raises(Refusal, match="took a consent back"):
        made.fetch(by=ada)
    assert Export.objects.get().file == ""


def test_a_withdrawal_of_somebody_else_leaves_it_there(ada, bo, lead):
    made = export(ada)
    other = make_customer()
    make_consent(other, by=bo).withdraw(by=bo)
    assert b"".join(made.fetch(by=ada))


def test_many_rows_are_written_by_a_job_that_survives_a_second_start(ada, monkeypatch):
    from leads.exports import rows
    from leads.models import export as module

    monkeypatch.setattr(module, "AT_ONCE", 1)
    monkeypatch.setattr(rows, "BATCH", 2)
    for number in range(5):
        make_lead(ada, customer=make_customer(first_name=f"n{number}"))
    made = export(ada, columns=["first_name"])
    assert (made.is_waiting, made.file, made.job.total) == (
        True,
        "",
        0,
    )  # the job counts, and nobody waits for it
    Job.objects.work(seconds=0)
    Job.objects.work(seconds=60)
    made.refresh_from_db()
    assert (made.rows, len(rows_of(made)), made.job.done, made.job.total) == (5, 6, 5, 5)
    assert Look.objects.count() == 5


def test_the_list_of_exports_costs_the_same_for_one_and_for_three(
    ada, lead, as_, django_assert_max_num_queries
):
    client = as_(ada)

    def cost():
        with django_assert_max_num_queries(12) as asked:
            assert client.get("/exports/").status_code == 200
        return len(asked)

    export(ada)
    one = cost()
    export(ada), export(ada)
    assert cost() == one


def test_a_file_goes_with_somebody_in_it_and_stays_when_somebody_else_goes(ada, bo):
    theirs, other = make_lead(ada), make_lead(bo, customer=make_customer(nickname="Herr K."))
    made, elsewhere = export(ada), export(bo)
    other.customer.erase()
    assert [one.is_ready for one in _anew(made, elsewhere)] == [True, False]
    assert len(rows_of(_anew(made)[0])) == 2
    theirs.customer.erase()
    assert [one.is_ready for one in _anew(made, elsewhere)] == [False, False]


def test_who_was_merged_into_somebody_of_the_file_takes_it_along(ada, cy):
    pair = make_duplicate(ada)
    Merge.of(pair, keep=pair.first, by=ada)
    made = export(ada)
    pair.first.erase()
    assert not _anew(made)[0].is_ready


def test_the_night_that_ends_others_leaves_the_file(ada):
    make_lead(ada)
    made = export(ada)
    for number in range(3):
        gone = make_lead(ada, customer=make_customer(nickname=f"Gone {number}"))
        Lead.objects.only_this(gone).update(
            created_at=timezone.now() - timedelta(days=999), state_since=timezone.now() - timedelta(days=999)
        )
        Customer.objects.only_this(gone.customer).update(created_at=timezone.now() - timedelta(days=999))
    assert nightly.sweep(seconds=60) >= 3
    assert _anew(made)[0].is_ready


def _anew(*exports):
    return [Export.objects.get(pk=one.pk) for one in exports]
