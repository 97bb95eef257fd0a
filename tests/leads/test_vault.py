"""The vault: auditors open a proof for a reason; for anybody else it isn't there."""

import pytest

from leads.models import Customer, VaultedProof
from ledger.models import Look
from tests.leads import hands

pytestmark = pytest.mark.django_db
URL = "/vault/"


@pytest.fixture
def proof(ada):
    customer = Customer.objects.create(first_name="Hannelore", last_name="Kranich", city="Aue")
    lead = hands.make_lead(ada, customer=customer, consent="advertising", phone=hands.NUMBER)
    hands.make_follow_up(lead).complete(by=ada, answer="all_ok")
    customer.erase(by=ada)
    return VaultedProof.objects.get()


@pytest.mark.parametrize("who", ["ada", "bo", "cy", "max", "hanne", "dee"])
def test_nobody_but_auditors_comes_in(as_, request, proof, who):
    client = as_(request.getfixturevalue(who))
    answers = [
        client.get(URL),
        client.get(proof.get_absolute_url()),
        client.post(proof.get_absolute_url(), {"reason": "vault_check"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not any("Kranich" in answer.content.decode() for answer in answers) and not Look.objects.exists()


def test_a_proof_is_closed_until_a_reason_is_given(as_, noor, proof):
    client = as_(noor)
    closed = client.get(proof.get_absolute_url()).content.decode()
    without = client.post(proof.get_absolute_url(), {}).content.decode()
    assert "Kranich" not in closed + without
    assert "Say why" in without
    assert not Look.objects.exists()
    opened = client.post(proof.get_absolute_url(), {"reason": "vault_complaint"}).content.decode()
    assert "Hannelore Kranich" in opened and hands.NUMBER in opened and "still holds" in opened
    assert [(look.actor, look.purpose) for look in Look.objects.at(proof)] == [(noor, "vault_complaint")]
    assert "because they say they never allowed it" in client.get("/reports/looks/").content.decode()


def test_the_list_names_nobody_and_finds_by_the_very_number(as_, noor, proof):
    client = as_(noor)
    listed = client.get(URL).content.decode()
    assert proof.pseudonym in listed and "Kranich" not in listed
    assert proof.pseudonym in client.post(URL, {"text": hands.NUMBER}).content.decode()
    assert proof.pseudonym in client.post(URL, {"text": "kranich"}).content.decode()
    assert "No proof is known by that" in client.post(URL, {"text": "Kran"}).content.decode()
    assert "Type the number" in client.post(URL, {"text": ""}).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(as_, noor, ada, proof, django_assert_max_num_queries):
    for _ in range(2):
        lead = hands.make_lead(ada, consent="service")
        lead.customer.erase(by=ada)
    client = as_(noor)
    client.get(URL)
    with django_assert_max_num_queries(12):
        client.get(URL)


def test_an_empty_vault_says_so(as_, noor):
    assert "The vault is empty" in as_(noor).get(URL).content.decode()


# Erasing by hand


def test_whoever_looks_after_a_customer_erases_them_after_one_question(as_, ada, dee, max):
    lead = hands.make_lead(ada, note="Two routers.")
    url = f"/customers/{lead.customer_id}/erasure/"
    assert [as_(who).post(url).status_code for who in (dee, max)] == [404, 403]
    assert "Erase this customer?" in as_(ada).get(url).content.decode()
    assert Customer.objects.count() == 1
    page = as_(ada).post(url, follow=True).content.decode()
    assert "Nothing about them is left here" in page and Customer.objects.count() == 0
    assert as_(ada).post(url).status_code == 404


def test_a_coordinator_erases_in_their_scope(as_, ada, cy):
    lead = hands.make_lead(ada)
    as_(cy).post(f"/customers/{lead.customer_id}/erasure/")
    assert Customer.objects.count() == 0
