"""The pages of the leads: what they show, to whom, and what they refuse kindly."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from leads.models import Case, Consent, Customer, Encounter, FollowUp, Lead
from ledger.models import Event, Look
from tests.leads.hands import DAY, NUMBER, make_case, make_customer, make_encounter, make_follow_up, make_lead
from tests.racing import at_once

CAPTURE = {
    "occasion": "fair", "opener": "rucksack", "people-0-outcomes": ["offer"],
    "sentence": "An older lady tapped on my rucksack: she wants to change over.",
}  # fmt: skip


def url(name, noun):
    return reverse(f"leads:{name}", args=[noun.pk])


def said(response):
    """The page after all redirects, as text."""
    return response.content.decode()


@pytest.fixture
def things(ada):
    """One of everything, of Ada's."""
    encounter = make_encounter(ada, sentence="CANARY sentence")
    lead = make_lead(ada, consent="advertising", phone=NUMBER, encounter=encounter, note="CANARY note")
    case = make_case(ada, customer=lead.customer, lead=lead, title="CANARY title")
    follow_up = make_follow_up(lead)
    return {"encounter": encounter, "lead": lead, "customer": lead.customer, "case": case, "follow_up": follow_up,
            "consent": lead.customer.consents.get()}  # fmt: skip


PAGES = [("encounter", "encounter"), ("lead", "lead"), ("lead_edit", "lead"), ("hand_over", "lead"),
         ("follow_up_new", "lead"), ("customer", "customer"), ("customer_edit", "customer"), ("consent_new", "customer"),
         ("answer", "follow_up"), ("correct", "follow_up"), ("snooze", "follow_up"), ("case", "case"),
         ("case_edit", "case"), ("referral", "case"), ("person_new", "encounter")]  # fmt: skip
ACTS = [("state", "lead", {"to": "won"}), ("lead_edit", "lead", {"interest": "tv"}), ("contact", "customer", {}),
        ("customer_edit", "customer", {"kind": "firm"}), ("withdrawal", "consent", {}),
        ("answer", "follow_up", {"answer": "all_ok"}), ("correct", "follow_up", {"answer": "all_ok"}),
        ("snooze", "follow_up", {"day": "2099-01-01", "hour": "09:00"}), ("solution", "case", {"what_helped": "x"}),
        ("referral", "case", {"reference": "4711"}), ("reopening", "case", {}), ("case_edit", "case", {"title": "x"}),
        ("follow_up_new", "lead", {"day": "2099-01-01", "hour": "09:00", "purpose": "service"}),
        ("hand_over", "lead", {}), ("person_new", "encounter", {"outcomes": ["offer"]}),
        ("consent_new", "customer", {"channel": "phone", "purpose": "service", "manner": "spoken"})]  # fmt: skip


def fingerprint():
    nouns = [Encounter, Customer, Consent, Lead, FollowUp, Case, Event, Look]
    return [list(noun.objects.order_by("pk").values()) for noun in nouns]


@pytest.mark.parametrize(("name", "noun"), PAGES)
def test_every_page_of_ones_own_opens(as_, ada, things, name, noun):
    assert as_(ada).get(url(name, things[noun])).status_code == 200


@pytest.mark.parametrize("name", ["encounter_new", "index", "follow_ups", "cases"])
def test_the_lists_and_the_capture_open(as_, ada, things, name):
    assert as_(ada).get(reverse(f"leads:{name}")).status_code == 200


@pytest.mark.parametrize(("name", "noun"), PAGES)
def test_every_form_can_be_sent(as_, ada, things, name, noun):
    page = said(as_(ada).get(url(name, things[noun])))
    assert page.count('method="post"') == page.count("csrfmiddlewaretoken")


def test_the_calls_that_are_due_can_be_begun_from_their_cards(as_, ada, things):
    for address in (reverse("leads:follow_ups"), reverse("home:today")):
        page = said(as_(ada).get(address))
        assert page.count('method="post"') == page.count("csrfmiddlewaretoken")
        assert url("contact", things["customer"]) in page


@pytest.mark.parametrize(("name", "noun"), PAGES)
def test_a_stranger_finds_nothing_there(as_, dee, things, name, noun):
    answer = as_(dee).get(url(name, things[noun]))
    assert (answer.status_code, "CANARY" in said(answer), "Frau M." in said(answer)) == (404, False, False)


@pytest.mark.parametrize(("name", "noun"), PAGES)
def test_a_manager_has_no_business_there(as_, max, things, name, noun):
    assert as_(max).get(url(name, things[noun])).status_code == 403


@pytest.mark.parametrize("stranger", ["dee", "max", "noor", "hanne"])
@pytest.mark.parametrize(("name", "noun", "data"), ACTS)
def test_nobody_else_changes_anything(as_, request, things, stranger, name, noun, data):
    client = as_(request.getfixturevalue(stranger))
    before = fingerprint()
    answer = client.post(url(name, things[noun]), data)
    assert (answer.status_code, fingerprint()) == (404 if stranger == "dee" else 403, before)


@pytest.mark.parametrize(("name", "noun"), [page for page in PAGES if page[0] != "person_new"])
def test_a_coordinator_sees_what_lies_in_their_scope(as_, cy, things, name, noun):
    assert as_(cy).get(url(name, things[noun])).status_code == 200


@pytest.mark.parametrize(("name", "noun"), PAGES)
def test_looking_at_a_page_changes_nothing(as_, ada, things, name, noun):
    before = fingerprint()
    as_(ada).get(url(name, things[noun]))
    assert fingerprint() == before


@pytest.mark.parametrize("name", ["lead", "customer", "customer_edit", "answer", "case"])
def test_no_page_shows_a_number_by_itself(as_, ada, things, name):
    noun = dict(PAGES)[name]
    assert "30230125" not in said(as_(ada).get(url(name, things[noun])))


def test_the_number_is_shown_once_the_look_is_written_down(as_, ada, cy, things):
    for person in (ada, cy):
        answer = as_(person).post(url("contact", things["customer"]))
        assert NUMBER in said(answer) and "no-store" in answer["Cache-Control"]
    assert [(look.actor, look.purpose) for look in Look.objects.at(things["customer"])] == [
        (cy, "look"),
        (ada, "look"),
    ]


def test_looking_to_answer_a_call_says_so(as_, ada, things):
    as_(ada).post(url("contact", things["customer"]), {"follow_up": things["follow_up"].pk})
    assert [look.purpose for look in Look.objects.at(things["customer"])] == ["call"]


@pytest.mark.parametrize("name", ["index", "follow_ups", "cases"])
def test_a_list_costs_the_same_for_one_row_and_for_three(as_, ada, name, django_assert_max_num_queries):
    client, costs = as_(ada), []
    for _number in range(3):
        lead = make_lead(ada, consent="advertising", encounter=make_encounter(ada))
        make_follow_up(lead)
        make_case(ada, customer=lead.customer, lead=lead)
        with django_assert_max_num_queries(12) as counted:
            client.get(reverse(f"leads:{name}"))
        costs.append(len(counted))
    assert costs[0] == costs[2]


def test_a_leads_whole_story_costs_the_same_for_one_step_and_for_three(
    as_, ada, things, django_assert_max_num_queries
):
    client, costs = as_(ada), []
    for _number in range(3):
        with django_assert_max_num_queries(12) as counted:
            client.get(url("lead", things["lead"]))
        costs.append(len(counted))
        make_follow_up(things["lead"]).complete(by=ada, answer="all_ok")
        make_follow_up(things["lead"], due_in=DAY)
        make_case(ada, customer=things["customer"], lead=things["lead"])
    assert costs[0] == costs[2]


# Capture


def test_three_taps_and_a_sentence_are_a_lead(as_, ada):
    answer = as_(ada).post(reverse("leads:encounter_new"), CAPTURE)
    lead = Lead.objects.get()
    assert answer.status_code == 302
    assert (lead.owner, lead.state, lead.encounter.outcomes, lead.region, lead.unit_code) == (
        ada.ambassador, "new", ["offer"], "DE-SN", "T-DE-S-HOT",
    )  # fmt: skip


def test_a_number_with_a_yes_is_kept_with_its_consent(as_, ada):
    as_(ada).post(
        reverse("leads:encounter_new"),
        {
            **CAPTURE,
            "people-0-consent": "advertising",
            "people-0-phone": "030 23012-5999",
            "people-0-told": "on",
        },
    )
    customer = Customer.objects.get()
    assert (customer.phone, customer.may_be_called("advertising")) == (NUMBER, True)


@pytest.mark.parametrize("consent", [{}, {"people-0-consent": ""}])
def test_a_number_without_a_yes_is_discarded_and_the_form_says_so(as_, ada, consent):
    answer = as_(ada).post(
        reverse("leads:encounter_new"),
        {**CAPTURE, **consent, "people-0-phone": NUMBER, "people-0-told": "on"},
        follow=True,
    )
    assert Customer.objects.get().phone == ""
    assert "The number was not kept: there is no consent to call." in said(answer)


def test_the_same_form_sent_twice_is_kept_once(as_, ada):
    client, form = (
        as_(ada),
        {
            **CAPTURE,
            "people-0-outcomes": ["offer", "helped"],
            "people-0-consent": "service",
            "client_id": str(uuid4()),
        },
    )
    first, again = (client.post(reverse("leads:encounter_new"), form) for _twice in range(2))
    assert first["Location"] == again["Location"]
    nouns = [Encounter, Customer, Lead, Case, Consent]
    assert [noun.objects.count() for noun in nouns] == [1, 1, 1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_four_times_at_once_is_kept_once(ada):
    form, page = (
        {**CAPTURE, "people-0-consent": "service", "client_id": str(uuid4())},
        reverse("leads:encounter_new"),
    )
    browsers = [Client() for _number in range(4)]
    for browser in browsers:
        browser.force_login(ada)
    answers = at_once(*[partial(browser.post, page, form) for browser in browsers])
    assert {answer["Location"] for answer in answers} == {Encounter.objects.get().get_absolute_url()}
    assert [noun.objects.count() for noun in (Customer, Lead, Consent)] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_person_sent_four_times_at_once_is_kept_once(ada):
    encounter = make_encounter(ada)
    form, page = (
        {"outcomes": "offer", "nickname": "Frau M.", "client_id": str(uuid4())},
        url("person_new", encounter),
    )
    browsers = [Client() for _number in range(4)]
    for browser in browsers:
        browser.force_login(ada)
    answers = at_once(*[partial(browser.post, page, form) for browser in browsers])
    assert {answer["Location"] for answer in answers} == {encounter.get_absolute_url()}
    assert [noun.objects.count() for noun in (Customer, Lead)] == [1, 1]


def test_somebody_elses_form_is_not_taken_over(as_, ada, dee):
    form = {**CAPTURE, "client_id": str(uuid4())}
    as_(ada).post(reverse("leads:encounter_new"), form)
    assert as_(dee).post(reverse("leads:encounter_new"), form).status_code == 409


def test_one_encounter_can_be_two_people_and_two_leads(as_, ada):
    client = as_(ada)
    page = client.post(
        reverse("leads:encounter_new"), {**CAPTURE, "opener": "tie", "people-0-interest": "mobile"}
    )["Location"]
    client.post(f"{page}people/new/", {"outcomes": ["offer"], "nickname": "The baker", "interest": "fibre"})
    encounter = Encounter.objects.get()
    assert sorted(lead.interest for lead in encounter.leads.all()) == ["fibre", "mobile"]


def test_a_good_word_alone_makes_no_customer(as_, ada):
    as_(ada).post(reverse("leads:encounter_new"), {**CAPTURE, "people-0-outcomes": ["good_word"]})
    assert (Encounter.objects.count(), Customer.objects.count()) == (1, 0)


def test_help_is_a_case(as_, ada):
    as_(ada).post(
        reverse("leads:encounter_new"),
        {**CAPTURE, "people-0-outcomes": ["helped"], "sentence": "Offline for four days."},
    )
    assert (Case.objects.get().title, Lead.objects.count()) == ("Offline for four days.", 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("occasion", ""), ("occasion", "parliament"), ("opener", "hat"), ("people-0-outcomes", []), ("people-0-outcomes", ["sold"]),
        ("sentence", ""), ("sentence", "x" * 1001), ("sentence", "hidden\u202etext"), ("place", "two\nlines"),
        ("place", "x" * 121), ("happened_at", "2999-01-01T10:00"), ("happened_at", "1901-01-01T10:00"),
        ("happened_at", "0001-01-01T00:00"), ("happened_at", "9999-12-31T23:59"), ("happened_at", "yesterday"),
        ("people-0-phone", "12"), ("people-0-phone", "call me"), ("people-0-phone", "0" * 60), ("people-0-phone", "+49\u000030"), ("people-0-email", "nobody"),
        ("people-0-nickname", "x" * 81), ("people-0-nickname", "a\x07b"), ("people-0-consent", "everything"), ("people-0-interest", "politics"),
        ("client_id", "1"), ("people-0-city", "x" * 81), ("people-0-former_provider", "y" * 81),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_typed_is_lost(as_, ada, field, value):
    typed = {**CAPTURE, "people-0-former_provider": "Elsewhere"}
    answer = as_(ada).post(reverse("leads:encounter_new"), {**typed, field: value})
    assert (answer.status_code, Encounter.objects.count()) == (200, 0)
    assert "flash--bad" in said(answer)
    if field != "sentence":
        assert "tapped on my rucksack" in said(answer)


def test_what_was_typed_survives_an_expired_session(client, as_, ada):
    client.post(reverse("leads:encounter_new"), CAPTURE)
    assert "tapped on my rucksack" in said(as_(ada).get(reverse("leads:encounter_new")))


# Stale pages and follow-ups


def test_a_page_that_is_stale_is_told_so(as_, ada, things):
    Lead.objects.get().win(by=ada)
    answer = as_(ada).post(url("state", things["lead"]), {"to": "lost", "seen": "new"})
    assert (answer.status_code, Lead.objects.get().state) == (409, "won")


def test_an_answer_is_one_tap_and_a_second_one_is_refused(as_, ada, things):
    client = as_(ada)
    answers = [
        client.post(url("answer", things["follow_up"]), {"answer": a}).status_code
        for a in ("all_ok", "not_ok")
    ]
    assert (answers, FollowUp.objects.get().answer) == ([302, 409], "all_ok")


def test_not_ok_leads_to_its_case(as_, ada, things):
    answer = as_(ada).post(url("answer", things["follow_up"]), {"answer": "not_ok"}, follow=True)
    assert (
        answer.redirect_chain[-1][0]
        == Case.objects.of_follow_up(things["follow_up"]).get().get_absolute_url()
    )


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}, {"answer": ""}])
def test_an_answer_nobody_knows_is_told(as_, ada, things, data):
    answer = as_(ada).post(url("answer", things["follow_up"]), data)
    assert (answer.status_code, FollowUp.objects.get().is_open) == (200, True)


@pytest.mark.parametrize(
    "day", ["1901-01-01", "2999-01-01", "0001-01-01", "9999-12-31", "", "31.2.", "x" * 500]
)
def test_a_day_that_cannot_be_is_told(as_, ada, things, day):
    for name, noun in (("snooze", "follow_up"), ("follow_up_new", "lead")):
        answer = as_(ada).post(url(name, things[noun]), {"day": day, "hour": "09:00", "purpose": "service"})
        assert (answer.status_code, "flash--bad" in said(answer)) == (200, True)
    assert FollowUp.objects.count() == 1


def test_a_call_without_a_consent_says_ask_when_you_meet_and_shows_no_number(as_, ada):
    follow_up = make_follow_up(make_lead(ada, consent="service", phone=NUMBER), purpose="advertising")
    page = said(as_(ada).get(url("answer", follow_up)))
    assert "ask when you meet" in page and "30230125" not in page


def test_a_lead_is_found_by_any_word_with_umlauts_either_way(as_, ada):
    make_lead(ada, encounter=make_encounter(ada, place="Jäger-Fest", sentence="Sie möchte wechseln."))
    client = as_(ada)
    found = {
        q: "Frau M." in said(client.get(reverse("leads:index"), {"q": q}))
        for q in ("jaeger", "Jäg", "moech", "frau zwick", "peter", "' | x")
    }
    assert found == {
        "jaeger": True,
        "Jäg": True,
        "moech": True,
        "frau zwick": True,
        "peter": False,
        "' | x": False,
    }


@pytest.mark.parametrize(
    "state", ["due", "open", "won", "lost", "without-consent", "queue", "mine", "nonsense", ""]
)
def test_every_filter_opens(as_, cy, things, state):
    assert as_(cy).get(reverse("leads:index"), {"state": state}).status_code == 200


@pytest.mark.parametrize("show", ["", "coming", "answered", "network", "nonsense"])
def test_every_view_of_the_calls_opens(as_, cy, things, show):
    things["follow_up"].complete(by=cy, answer="not_reached")
    assert as_(cy).get(reverse("leads:follow_ups"), {"show": show}).status_code == 200


def test_a_handed_lead_leaves_the_giver(as_, ada, bo, things):
    answer = as_(ada).post(url("hand_over", things["lead"]), {"to": bo.ambassador.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("leads:index")
    assert as_(ada).get(url("lead", things["lead"])).status_code == 404
    assert as_(bo).get(url("lead", things["lead"])).status_code == 200


def test_contact_data_is_replaced_without_being_seen_and_forgotten_on_request(as_, ada, things):
    client, customer = as_(ada), things["customer"]
    client.post(
        url("customer_edit", customer), {"kind": "person", "nickname": "Frau M.", "email": "m@example.org"}
    )
    assert (Customer.objects.get().email, Customer.objects.get().phone) == ("m@example.org", NUMBER)
    assert "m@example.org" not in said(client.get(url("customer_edit", customer)))
    client.post(
        url("customer_edit", customer),
        {"kind": "person", "nickname": "Frau M.", "forget": ["phone", "email"]},
    )
    assert (Customer.objects.get().email, Customer.objects.get().phone) == ("", "")


def test_a_withdrawn_consent_is_gone_everywhere_at_once(as_, ada, things):
    client = as_(ada)
    client.post(url("withdrawal", things["consent"]))
    assert (Customer.objects.get().phone, FollowUp.objects.get().may_call) == ("", False)
    assert NUMBER not in said(client.post(url("contact", things["customer"])))


def test_a_solved_case_says_what_helped_and_is_asked_about(as_, ada, things):
    client = as_(ada)
    client.post(url("solution", things["case"]), {"what_helped": "A restart."})
    case = Case.objects.get()
    assert (case.state, case.what_helped, case.follow_ups.count()) == ("solved", "A restart.", 1)
    assert client.post(url("solution", things["case"]), {"what_helped": "Twice."}).status_code == 409


def test_the_capture_begins_where_the_last_encounter_was(as_, ada):
    make_encounter(ada, occasion="fair", opener="tie", place="Autumn fair")
    form = as_(ada).get(reverse("leads:encounter_new")).context["form"]
    assert (form["occasion"].value(), form["opener"].value(), form["place"].value()) == (
        "fair",
        "tie",
        "Autumn fair",
    )
    Encounter.objects.update(happened_at=Encounter.objects.get().happened_at - timedelta(days=2) + DAY)
    assert as_(ada).get(reverse("leads:encounter_new")).context["form"]["occasion"].value() is None


def test_a_call_to_somebody_else_is_no_reason_for_a_look(as_, ada, things):
    other = make_follow_up(make_lead(ada, customer=make_customer("Herr K.")))
    as_(ada).post(url("contact", things["customer"]), {"follow_up": other.pk})
    assert [look.purpose for look in Look.objects.at(things["customer"])] == ["look"]
