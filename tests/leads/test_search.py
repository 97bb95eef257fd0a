"""Searching leads: umlauts either way, a slip of the finger forgiven, and a number only where it may be kept."""

import logging

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.models import Customer, Lead
from leads.models.lead_spelling import nearly
from leads.search import Search
from ledger.copying import copy_in
from ledger.sealed import ending, keyed_hashes
from ledger.text import folded
from ledger.typos import slips
from tests.leads.hands import NUMBER, make_customer, make_encounter, make_lead

INDEX = reverse("leads:index")


def found(words, *, nearly=False):
    leads = Lead.objects.found_nearly(words) if nearly else Lead.objects.found_by(words)
    return [lead.customer.called for lead in leads.with_people().newest_first()]


def named(owner, nickname, **fields):
    return make_lead(owner, customer=make_customer(nickname, city="", **fields))


@pytest.mark.parametrize("typed", ["jäckel", "jaeckel", "jackel", "JÄCK", "Frau jack"])
def test_umlauts_are_found_either_way(ada, typed):
    named(ada, "Frau Jäckel")
    named(ada, "Herr Brandt")
    assert found(typed) == ["Frau Jäckel"]


def test_a_lead_is_found_by_name_place_note_provider_and_sentence(ada):
    encounter = make_encounter(ada, place="Herbstmesse", sentence="She liked the rucksack.")
    lead = make_lead(ada, encounter=encounter, note="Router blinks red", former_provider="Anderswo Telekom")
    for word in ("zwickau", "herbst", "rucksack", "blinks", "anderswo"):
        assert list(Lead.objects.found_by(word)) == [lead]


@pytest.mark.parametrize("typed", ["Quitenbaum", "Quittenbaumm", "Qiuttenbaum", "Quittenbaun"])
def test_one_slip_of_the_finger_is_forgiven_in_every_database(ada, typed):
    named(ada, "Quittenbaum")
    named(ada, "Apfelbaum")
    assert (found(typed), found(typed, nearly=True)) == ([], ["Quittenbaum"])


@pytest.mark.parametrize(
    ("said", "typed"), [("Meyer", "Maier"), ("Schmidt", "Schmitt"), ("Philipp", "Filip")]
)
def test_who_sounds_alike_is_found(ada, said, typed):
    named(ada, said)
    named(ada, "Wójcik")
    assert found(typed, nearly=True) == [said]


@given(st.text(alphabet="abcxyzäöüß", min_size=4, max_size=16), st.data())
def test_a_slip_of_a_slip_may_be_the_word_again(typed, data):
    word = folded(typed)
    meant = slips(word)
    assert word not in meant
    if meant:
        assert word in slips(data.draw(st.sampled_from(sorted(meant)))) or len(word) in (4, 16)


@pytest.mark.parametrize("word", ["abc", "x" * 17, "", "weg12", "дом1", "0302", "a'b:"])
def test_what_is_no_word_to_mistype_has_no_slips(word):
    assert slips(word) == set()


def test_a_question_holds_only_slips_that_stand_in_some_lead(ada):
    named(ada, "Quittenbaum")
    assert nearly("Quitenbaum xyzzyq") == "(quitenbaum:* | quittenbaum) & (xyzzyq:*)"
    assert nearly("!!!") == ""


def test_the_database_plans_as_before_afterwards(ada):
    nearly("Quitenbaum")
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=90))
def test_whatever_is_typed_is_a_question_the_database_understands(db, typed):
    typed = typed.replace("\0", "")
    list(Lead.objects.found_by(typed)[:1])
    list(Lead.objects.found_nearly(typed)[:1])


@pytest.mark.parametrize(
    "typed", ["0", "'", "a & b", "!!!", ":*", "ab\\", "%", "\U0001f600", "x" * 80, "ß" * 40, "٣٤٥"]
)
def test_odd_words_are_searched_without_a_fault(as_, ada, typed):
    make_lead(ada)
    assert as_(ada).get(INDEX, {"q": typed}).status_code == 200


def test_a_page_widens_by_itself_and_says_so(as_, ada):
    named(ada, "Quittenbaum")
    page = as_(ada).get(INDEX, {"q": "Quitenbaum"}).content.decode()
    assert "Quittenbaum" in page
    assert "Nearly" in page


def test_a_page_offers_to_widen_where_something_was_found(as_, ada):
    named(ada, "Maier")
    named(ada, "Meyer")
    narrow = as_(ada).get(INDEX, {"q": "Maier"}).content.decode()
    wide = as_(ada).get(INDEX, {"q": "Maier", "like": "1"}).content.decode()
    assert ("Meyer" in narrow, "like=1" in narrow, "Meyer" in wide) == (False, True, True)


def test_an_empty_result_says_what_was_searched_and_offers_more(as_, ada):
    make_lead(ada)
    alone = as_(ada).get(INDEX, {"q": "xyzzyq"}).content.decode()
    narrowed = as_(ada).get(INDEX, {"q": "xyzzyq", "state": "won"}).content.decode()
    assert "Names, places, sentences and notes were searched" in alone
    assert "?q=xyzzyq" in narrowed
    assert "Search without filters" in narrowed


def test_nobody_finds_somebody_elses_lead(as_, ada, dee, max, noor):
    named(ada, "Quittenbaum")
    assert "Quittenbaum" not in as_(dee).get(INDEX, {"q": "quittenbaum"}).content.decode()
    for official in (max, noor):
        assert as_(official).get(INDEX, {"q": "quittenbaum"}).status_code == 403


# By number


@pytest.mark.parametrize(
    "typed", ["+4930230125999", "030 230125999", "030/230125-999", "0049 30 230125999", "(030) 23 01 25 999"]
)
def test_a_number_is_found_in_any_notation(ada, typed):
    lead = make_lead(ada, phone=NUMBER, consent="service")
    make_lead(ada)
    assert list(Search(typed).rows(Lead.objects.all())) == [lead]


def test_a_number_is_found_only_while_a_call_is_allowed(ada):
    lead = make_lead(ada, phone=NUMBER, consent="service")
    lead.customer.consents.get().withdraw(by=ada)
    assert [Lead.objects.reached_at(typed) for typed in (NUMBER, "5999")] == [[], []]


def test_a_number_finds_nothing_of_others(as_, ada, dee):
    make_lead(ada, phone=NUMBER, consent="service")
    assert "Frau M." in as_(ada).get(INDEX, {"q": NUMBER}).content.decode()
    assert "Frau M." not in as_(dee).get(INDEX, {"q": NUMBER}).content.decode()


@pytest.mark.parametrize(
    "typed", ["5999", "25 999", "125999", "0125-999", "230125999", "30230125999", " 5999 "]
)
def test_a_number_is_found_by_its_last_digits_four_at_least(ada, typed):
    lead = make_lead(ada, phone=NUMBER, consent="service")
    make_lead(ada, phone="+4930230125998", consent="service"), make_lead(ada)
    assert list(Search(typed).rows(Lead.objects.all())) == [lead]


@pytest.mark.parametrize("typed", ["999", "3023", "2301", "135999", "0999", "٥٩٩٩", "5999x", "Weg 5999"])
def test_no_other_digits_find_it(ada, typed):
    make_lead(ada, phone=NUMBER, consent="service")
    assert not Search(typed).rows(Lead.objects.all()).exists()


def test_digits_are_words_too(ada):
    told = make_lead(ada, note="Their number there is 5999")
    left = make_lead(ada, phone=NUMBER, consent="service")
    make_lead(ada)
    assert set(Lead.objects.found_by("5999")) == {told, left}
    assert list(Lead.objects.found_by("Their 5999")) == [told]


def test_the_last_digits_find_nothing_of_others(as_, ada, dee):
    make_lead(ada, phone=NUMBER, consent="service")
    assert "Frau M." in as_(ada).get(INDEX, {"q": "5999"}).content.decode()
    assert "Frau M." not in as_(dee).get(INDEX, {"q": "5999"}).content.decode()
    assert Lead.objects.visible_to(dee).reached_at("125999") == []


def test_the_last_digits_of_a_new_number_are_found_and_those_of_the_old_are_not(ada):
    lead = make_lead(ada, phone=NUMBER, consent="service")
    lead.customer.keep_contact(by=ada, phone="+4930230124711")
    assert [len(Lead.objects.reached_at(typed)) for typed in ("5999", "4711")] == [0, 1]


def test_the_database_keeps_no_end_of_a_number_that_is_gone(ada):
    lead = make_lead(ada, phone=NUMBER, consent="service")
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.update(phone="")
    lead.customer.forget("phone", by=ada, why="withdrawn")
    assert (Customer.objects.get().phone, Customer.objects.get().phone_end) == ("", "")


def test_an_index_finds_the_last_digits(ada):
    customers = [Customer(nickname=f"Frau {n}", phone=f"+4930{7_000_000 + n * 37}") for n in range(3000)]
    copy_in(Customer, customers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE leads_customer")
    assert (
        "customer_by_last_digits"
        in Customer.objects.filter(phone_end__in=keyed_hashes(ending("4711", 4))).explain()
    )


def test_what_was_searched_stands_in_no_log(as_, ada, caplog, capfd):
    make_lead(ada)
    with caplog.at_level(logging.DEBUG, logger="leads"), caplog.at_level(logging.INFO):
        as_(ada).get(INDEX, {"q": "verschwiegen"})
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in said if "verschwiegen" in line]
    assert "verschwiegen" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "query", [{"q": "frau"}, {"q": "quxx"}, {"q": NUMBER}, {"q": "5999"}, {"q": "frau", "like": "1"}]
)
def test_a_search_costs_the_same_for_one_lead_and_for_three(as_, ada, query, django_assert_max_num_queries):
    def cost():
        client = as_(ada)
        with django_assert_max_num_queries(12) as asked:
            client.get(INDEX, query)
        return len(asked)

    make_lead(ada, phone=NUMBER, consent="service")
    as_(ada).get(INDEX, query)
    one = cost()
    make_lead(ada), make_lead(ada)
    assert cost() == one
