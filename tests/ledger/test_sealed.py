"""What reaches a customer: unreadable in a copy of the database, found again, and readable after the keys have changed."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Value

from leads.models import Customer
from ledger import sealed
from ledger.copying import copy_in
from ledger.resealing import add_hash
from tests.leads.hands import NUMBER, make_customer

pytestmark = pytest.mark.django_db

REACHED = {
    "email": "elke.canary@example.org",
    "phone": NUMBER,
    "street": "Canarystraße 3",
    "zip_code": "08056",
}
OLD, NEW = "old" * 20 + "xyz123", "new" * 20 + "abc456"


def columns():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM leads_customer")
        return [str(value) for row in cursor.fetchall() for value in row]


def test_the_database_never_sees_what_reaches_somebody():
    Customer.objects.create(nickname="the lady", **REACHED)
    kept = " ".join(columns())
    assert [text for text in REACHED.values() if text in kept] == []
    found = Customer.objects.get()
    assert {name: getattr(found, name) for name in REACHED} == REACHED


@pytest.mark.parametrize("many", [Customer.objects.bulk_create, lambda rows: copy_in(Customer, rows)])
def test_many_at_once_are_sealed_and_found_too(many):
    many([Customer(**REACHED), Customer(nickname="nobody")])
    assert REACHED["street"] not in " ".join(columns())
    found = Customer.objects.with_email(" Elke.Canary@Example.org").get()
    assert (found.street, found) == (REACHED["street"], Customer.objects.with_phone(NUMBER).get())


def test_nothing_finds_nobody():
    make_customer()
    assert list(Customer.objects.with_email("")) == list(Customer.objects.with_phone(" ")) == []


def test_the_same_address_looks_different_each_time():
    assert sealed.sealed("a@example.org") != sealed.sealed("a@example.org")


@pytest.mark.parametrize("name", REACHED)
def test_the_database_refuses_what_is_not_sealed(name):
    customer = make_customer()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE leads_customer SET {name} = 'open' WHERE id = %s", [customer.pk])
    assert getattr(Customer.objects.get(), name) == ""


def test_a_new_address_is_found_and_the_old_one_is_not(ada):
    customer = make_customer(email="old@example.org")
    customer.change(by=ada, email="new@example.org")
    assert [Customer.objects.with_email(f"{age}@example.org").count() for age in ("old", "new")] == [0, 1]


def test_a_list_opens_no_column_it_does_not_show():
    Customer.objects.create(**REACHED)
    customer = Customer.objects.get()
    assert {type(customer.__dict__[name]) for name in REACHED} == {sealed.Sealed}
    assert (customer.phone, type(customer.__dict__["phone"])) == (NUMBER, str)


def test_new_keys_read_what_old_ones_sealed_and_the_old_may_go_after_a_new_seal(settings, capsys):
    settings.DATA_KEYS = [OLD]
    Customer.objects.bulk_create(Customer(**REACHED) for _number in range(3))
    settings.DATA_KEYS = [NEW, OLD]
    assert Customer.objects.with_phone(NUMBER).count() == 3
    call_command("reseal")
    call_command("reseal")
    assert [line for line in capsys.readouterr().out.splitlines() if "Customer" in line] == [
        "leads.Customer: 3",
        "leads.Customer: 0",
    ]
    settings.DATA_KEYS = [NEW]
    assert {customer.email for customer in Customer.objects.with_phone(NUMBER)} == {REACHED["email"]}


def test_last_digits_are_hashed_anew_with_a_new_key(settings):
    settings.DATA_KEYS = [OLD]
    before = Customer.objects.create(**REACHED).phone_end
    settings.DATA_KEYS = [NEW, OLD]
    call_command("reseal")
    now = Customer.objects.get().phone_end
    assert (before == now, now) == (False, sealed.keyed_hash("…" + REACHED["phone"][-4:]))


def test_rows_of_before_get_the_hash_of_their_last_digits_and_keep_their_seal():
    Customer.objects.bulk_create([*(Customer(**REACHED) for _number in range(3)), Customer()])
    Customer.objects.update(phone_end="")
    kept = columns()
    assert [add_hash(Customer, "phone_end"), add_hash(Customer, "phone_end")] == [3, 0]
    assert {row.phone_end for row in Customer.objects.all()} == {
        "",
        sealed.keyed_hash("…" + REACHED["phone"][-4:]),
    }
    assert set(kept) <= set(columns())


@pytest.mark.parametrize(
    ("number", "found"), [("", ""), ("123", ""), ("1234", "…1234"), ("+4912345", "…2345")]
)
def test_an_ending_is_made_of_enough_characters_or_not_at_all(number, found):
    assert sealed.ending(number, 4) == found


def test_a_lost_key_says_so(settings):
    settings.DATA_KEYS = [OLD]
    Customer.objects.create(**REACHED)
    settings.DATA_KEYS = [NEW]
    with pytest.raises(sealed.KeyLost, match="Add the old one"):
        _read = Customer.objects.get().phone


def test_an_unsealed_row_of_before_is_sealed():
    customer = make_customer()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE leads_customer DROP CONSTRAINT what_reaches_a_customer_is_sealed")
        cursor.execute("UPDATE leads_customer SET phone = %s", [NUMBER])
    assert (Customer.objects.get().phone, Customer.objects.with_phone(NUMBER).count()) == (NUMBER, 0)
    call_command("reseal")
    assert Customer.objects.with_phone(NUMBER).get() == customer
    assert NUMBER not in " ".join(columns())


def test_an_update_of_many_rows_is_sealed_too():
    make_customer()
    Customer.objects.update(street="Canarystraße 3", city=Value("Aue"))
    assert "Canarystraße 3" not in columns()
    assert Customer.objects.get().street == "Canarystraße 3"
