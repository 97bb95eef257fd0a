"""The roles page of admins, the role log of auditors, and ending a role."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ambassadors.models import Person, Reveal, Role, RoleProposal
from ledger import letters
from ledger.models import Event, Letter
from ledger.pages import ROWS
from ledger.pseudonyms import pseudonym
from tests.cast import give_role, make_ambassador, make_unit

DAY = timedelta(days=1)
EVERYBODY = ["ada", "bo", "cy", "max", "noor", "hanne", "dee"]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("page", "allowed"),
    [("/roles/", "hanne"), ("/roles/new/", "hanne"), ("/roles/log/", "noor"), ("/reveals/new/", "noor")],
)
def test_a_page_opens_for_whom_it_is_made(as_, request, hanne, noor, page, allowed, who):
    assert as_(request.getfixturevalue(who)).get(page).status_code == (200 if who == allowed else 403)


def shown(client, show=""):
    page = client.get("/roles/", {"show": show} if show else {}).content.decode()
    return re.findall(r"<h2>([^<]+)</h2>", page)


def test_what_is_held_what_comes_and_what_is_over_are_three_lists(as_, hanne, ada, bo, cy, dee):
    Role.grant(ada, "coordinator", by=hanne, valid_from=ada.today() + DAY)
    Role.grant(bo, "manager", by=hanne).end(by=hanne)
    client = as_(hanne)
    assert [set(shown(client, show)) for show in ("", "coming", "ended")] == [
        {"Hanne Voss", "Cy Peters"},
        {"Ada Brandt"},
        {"Bo Lindqvist"},
    ]
    assert shown(client, "nonsense") == shown(client)


def test_an_empty_list_says_what_to_do(as_, hanne):
    client = as_(hanne)
    assert "No role begins later" in client.get("/roles/?show=coming").content.decode()
    assert "No role is over yet" in client.get("/roles/?show=ended").content.decode()


def test_one_role_costs_as_much_as_three_and_there_are_pages(as_, hanne):
    client, costs = as_(hanne), []
    for _ in range(3):
        person = make_ambassador().person
        Role.grant(person, "coordinator", by=hanne, scope_kind="unit", scope_value="T-DE")
        with CaptureQueriesContext(connection) as asked:
            client.get("/roles/")
        costs.append(len(asked))
    assert costs[0] == costs[2], costs
    for _ in range(ROWS - 3):
        Role.grant(make_ambassador().person, "coordinator", by=hanne)
    newest = client.get("/roles/")
    older = client.get(newest.context["page"].next_url)
    assert [len(page.context["page"].rows) for page in (newest, older)] == [ROWS, 1]


# Giving ------------------------------------------------------------------------------------------
def given(client, **fields):
    return client.post("/roles/new/", {"scope_kind": "network", **fields})


def test_an_admin_gives_a_scope_and_a_term(as_, hanne, ada):
    make_unit("T-DE-S")
    first, last = ada.today() + DAY, ada.today() + 10 * DAY
    answer = given(
        as_(hanne),
        person=ada.pk,
        name="coordinator",
        scope_kind="unit",
        unit="T-DE-S",
        valid_from=first,
        last_day=last,
    )
    (role,) = ada.roles.all()
    assert answer.url == "/roles/"
    assert (role.name, role.scope_kind, role.scope_value, role.granted_by) == (
        "coordinator",
        "unit",
        "T-DE-S",
        hanne,
    )
    assert (role.valid_from, role.last_day) == (first, last)


def test_an_admin_or_auditor_is_proposed_and_not_given(as_, hanne, ada):
    for name in ("admin", "auditor"):
        given(as_(hanne), person=ada.pk, name=name)
    assert not ada.roles.exists()
    assert sorted(RoleProposal.objects.values_list("name", flat=True)) == ["admin", "auditor"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last_day": "2020-01-01"}, "This term is over already"),
        ({"valid_from": "2030-02-01", "last_day": "2030-01-31"}, "The term ends before it begins"),
        ({"valid_from": "soon"}, "2030|valid date|Datum|soon"),
        ({"scope_kind": "unit", "unit": "NOWHERE"}, "No unit has this code"),
        ({"scope_kind": "unit"}, "Name the unit by its code"),
        ({"scope_kind": "region"}, "Choose the land"),
        ({"scope_kind": "region", "region": "DE-SN", "name": "manager"}, "Only a coordinator has a part"),
        ({"scope_kind": "region", "region": "DE-SN", "name": "auditor"}, "Only a coordinator has a part"),
        ({"name": "emperor"}, "emperor"),
        ({"name": "coordinator", "person": "999999"}, "can&#x27;t sign in"),
        ({"person": "x' OR 1=1"}, "can&#x27;t sign in"),
    ],
)
def test_what_is_wrong_is_said_nothing_changes_and_what_was_typed_stays(as_, hanne, ada, fields, sentence):
    typed = {"person": ada.pk, "name": "coordinator", "q": "Brandt", **fields}
    page = given(as_(hanne), **typed).content.decode()
    assert re.search(sentence, page)
    assert "Ada Brandt" in page and "data-errors" in page
    for name in ("valid_from", "last_day", "unit"):
        assert fields.get(name, "") in page
    assert not ada.roles.exists() and not RoleProposal.objects.exists()


def test_an_overlapping_term_of_the_same_role_and_an_excluded_one_are_refused_in_the_form(as_, hanne, max):
    client = as_(hanne)
    for name, sentence in [("manager", "holds the role already"), ("coordinator", "exclude each other")]:
        page = given(client, person=max.pk, name=name, valid_from="2030-01-01").content.decode()
        assert sentence in page and 'value="2030-01-01"' in page
    assert max.roles.count() == 1


@pytest.mark.parametrize("words", ["Brandt", "brandt ada", "zwick", "ada@example"])
def test_somebody_is_searched_without_a_script_and_what_was_typed_stays(as_, hanne, ada, bo, words):
    page = given(as_(hanne), search="1", q=words, name="coordinator", last_day="2030-01-31").content.decode()
    assert "Ada Brandt" in page and "Bo Lindqvist" not in page
    assert 'value="2030-01-31"' in page and re.search(r'value="coordinator"[^>]*checked', page)
    assert not ada.roles.exists()


def test_who_can_not_sign_in_is_not_found(as_, hanne, ada):
    ada.is_active = False
    ada.save(update_fields=["is_active"])
    assert "Nobody who can sign in" in as_(hanne).get("/roles/new/?q=Brandt").content.decode()


@pytest.mark.parametrize("who", ["ada", "cy", "max", "noor", "dee"])
def test_others_give_nothing(as_, request, bo, who):
    assert given(as_(request.getfixturevalue(who)), person=bo.pk, name="coordinator").status_code == 403
    assert not bo.roles.exists()


# Ending ------------------------------------------------------------------------------------------
def test_an_admin_ends_a_role_and_everybody_lays_down_their_own(as_, hanne, cy, max):
    for who, role, way_back in [(hanne, cy.roles.get(), "/roles/"), (max, max.roles.get(), "/me/")]:
        assert as_(who).post(f"/roles/{role.pk}/end/", {}).url == way_back
    assert {role.is_over for role in Role.objects.named("manager", "coordinator")} == {True}


@pytest.mark.parametrize("who", ["ada", "max", "noor", "dee"])
def test_nobody_else_finds_it(as_, request, cy, who):
    role = cy.roles.get()
    client = as_(request.getfixturevalue(who))
    assert client.get(f"/roles/{role.pk}/end/").status_code == 404
    assert client.post(f"/roles/{role.pk}/end/").status_code == 404
    assert not Role.objects.get(pk=role.pk).is_over


def test_one_finds_ones_roles_on_ones_own_page(as_, max, cy):
    for who in (max, cy):
        assert f"/roles/{who.roles.get().pk}/end/" in as_(who).get("/me/").content.decode()


# Letters -----------------------------------------------------------------------------------------
def written(kind, person):
    return letters.compose(Letter.objects.of_kind(kind).get(recipient=person))


@pytest.mark.parametrize(
    ("language", "given", "ended"),
    [
        ("en", "You have a role: Coordinator", "Your role ends: Coordinator"),
        ("de", "Du hast eine Rolle: Koordinator:in", "Deine Rolle endet: Koordinator:in"),
    ],
)
def test_a_role_comes_and_goes_with_a_letter_in_ones_own_language(hanne, ada, language, given, ended):
    ada.speak(language)
    role = Role.grant(
        ada,
        "coordinator",
        by=hanne,
        scope_kind="region",
        scope_value="DE-SN",
        valid_until=ada.today() + 9 * DAY,
    )
    mail = written("role_granted", ada)
    assert mail.subject == given and {"en": "Saxony", "de": "Sachsen"}[language] in mail.body
    role.end(by=hanne)
    assert written("role_ended", ada).subject == ended
    assert written("role_granted", ada) is None  # nobody needs it any more


def test_whoever_proposed_reads_how_it_was_answered(hanne, noor, ada, bo):
    for person, act, sentence in [
        (ada, "confirm", "Noor Haddad has confirmed: Ada Brandt"),
        (bo, "decline", "Noor Haddad said no: Bo Lindqvist"),
    ]:
        proposal = RoleProposal.propose(person, "auditor", by=hanne)
        getattr(proposal, act)(by=noor)
        letter = Letter.objects.of_kind("proposal_answered").get(data__proposal=str(proposal.pk))
        assert sentence in letters.compose(letter).body


# The log -----------------------------------------------------------------------------------------
def test_everything_that_happens_to_roles_is_a_line_without_a_name(as_, hanne, noor, ada, bo, cy):
    RoleProposal.propose(ada, "auditor", by=hanne).confirm(by=noor)
    RoleProposal.propose(bo, "auditor", by=hanne).decline(by=noor)
    RoleProposal.propose(bo, "admin", by=hanne).withdraw(by=hanne)
    cy.roles.get().end(by=hanne)
    reveal = Reveal.ask(ada, by=noor, reason="An odd line.")
    reveal.agree(by=hanne)
    reveal.show_name(by=noor)
    page = as_(noor).get("/roles/log/").content.decode()
    log = page.split("<tbody>")[1]
    told = ["gave the role", "ended the role", "proposed the role", "confirmed the proposal", "said no to the proposal",
            "took the proposal back", "asked for the name", "agreed to show the name", "looked at the name", "the console"]  # fmt: skip
    assert [words for words in told if words not in log] == []
    assert [
        word for person in (hanne, ada, bo, cy) for word in (str(person), person.email) if word in log
    ] == []
    assert {pseudonym("P", person.pk) for person in (hanne, ada, bo, cy, noor)} <= set(
        re.findall(r"P-\w{4}-\w{4}", log)
    )
    assert "An odd line." not in log


def test_the_same_person_goes_by_the_same_pseudonym_in_both_logs(as_, noor, cy):
    from ledger.models import Look

    Look.record(cy, by=cy, purpose="look")
    client = as_(noor)
    code = pseudonym("P", cy.pk)
    assert [code in client.get(page).content.decode() for page in ("/roles/log/", "/reports/looks/")] == [
        True,
        True,
    ]
    assert f"/reveals/new/?of={code}" in client.get("/reports/looks/").content.decode()


def test_a_long_log_has_pages_and_one_line_costs_as_much_as_three(as_, noor, ada):
    role, client, costs = give_role(ada, "coordinator"), as_(noor), []
    for _ in range(3):
        Event.record(role, "granted", by=ada, **role.told())
        with CaptureQueriesContext(connection) as asked:
            client.get("/roles/log/")
        costs.append(len(asked))
    assert costs[0] == costs[2], costs
    for _ in range(ROWS):
        Event.record(role, "granted", by=ada, **role.told())
    newest = client.get("/roles/log/")
    older = client.get(newest.context["page"].next_url)
    assert [len(page.context["lines"]) for page in (newest, older)] == [ROWS, 5]


def test_the_log_reads_an_index(noor):
    from ambassadors.role_log import LABELS

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "event_of_kind" in Event.objects.of_kinds(*LABELS).newest_first()[:51].explain()


def test_ones_own_roles_and_no_others_are_seen(ada, cy, hanne):
    assert set(Role.objects.visible_to(cy)) == set(cy.roles.all())
    assert not Role.objects.visible_to(ada).exists()
    assert Role.objects.visible_to(hanne).count() == Role.objects.count() == 2
    assert Person.objects.holding("admin").get() == hanne
