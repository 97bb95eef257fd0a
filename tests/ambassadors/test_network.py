from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ambassadors import domains
from ambassadors.models import Network
from ledger.models import Event
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def test_before_it_is_set_up_the_environment_says_what_it_is_called(settings):
    settings.NETWORK_NAME, settings.BRAND_HUE = "Ribbon", 200
    assert Network.now().look == ("Ribbon", 200)
    assert not Network.objects.exists(), "looking at it makes no row"


def test_once_changed_the_row_is_what_counts(hanne, settings):
    Network.change(by=hanne, name="Sash")
    settings.NETWORK_NAME, settings.BRAND_HUE = "Ribbon", 200
    assert Network.now().look == ("Sash", 10)


def test_a_change_says_which_words_changed_and_who_changed_them(hanne):
    Network.change(by=hanne, name="Sash", brand_hue=10, company_domains=["example.org"])
    Network.change(by=hanne, name="Sash", brand_hue=190)
    told = [(event.verb, event.actor, event.data) for event in Event.objects.about(Network.now())]
    assert told == [
        ("changed", hanne, {"fields": ["brand_hue"], "hue": 10}),
        ("changed", hanne, {"fields": ["company_domains", "name"]}),
    ]


def test_nothing_changed_is_nothing_told(hanne):
    Network.change(by=hanne, name="Werkstolz")
    assert not Event.objects.about(Network()).exists()


def test_there_is_one_network_and_the_database_holds_it(hanne):
    Network.change(by=hanne, name="Sash")
    for broken in ({"id": 2}, {"id": 1, "name": "Another"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Network(**broken).save(force_insert=True)
    for broken in ({"name": ""}, {"brand_hue": 361}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Network.objects.update(**broken)
    assert Network.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_begin_at_once_lose_no_word(hanne):
    outcomes = at_once(
        lambda: Network.change(by=hanne, name="Sash"),
        lambda: Network.change(by=hanne, brand_hue=190),
        lambda: Network.change(by=hanne, company_domains=["example.org"]),
    )
    assert [type(outcome).__name__ for outcome in outcomes] == ["Network"] * 3
    now = Network.now()
    assert (now.name, now.brand_hue, now.company_domains) == ("Sash", 190, ["example.org"])


def test_it_is_set_up_once(hanne, dee):
    Network.finish(by=hanne)
    first = Network.now().set_up_at
    Network.finish(by=dee)
    assert Network.now().set_up_at == first
    assert [(event.verb, event.actor) for event in Event.objects.about(Network.now())] == [("set_up", hanne)]


def test_every_page_costs_one_question_more_at_most(as_, ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        Network.now()
    visitor = as_(ada)
    visitor.get("/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        visitor.get("/")
    assert len([one for one in asked if "ambassadors_network" in one["sql"]]) == 1


def test_its_name_stands_on_every_page_and_the_hue_with_it(as_, client, hanne, ada):
    Network.change(by=hanne, name="Sash & Söhne", brand_hue=190)
    for page in (client.get(reverse("account_login")), as_(ada).get("/")):
        body = page.content.decode()
        assert "Sash &amp; Söhne" in body and "/brand.css?hue=190" in body and "Werkstolz" not in body
    assert "--brand-hue: 190;" in client.get(reverse("home:brand_css")).content.decode()


def test_a_code_is_mailed_in_the_networks_name(client, hanne, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Somebody <post@example.org>"
    Network.change(by=hanne, name="Sash, Söhne")
    client.post(reverse("account_request_login_code"), {"email": hanne.email})
    (code,) = mail.outbox
    name, address = parseaddr(code.message()["From"])
    assert (str(make_header(decode_header(name))), address) == ("Sash, Söhne", "post@example.org")
    assert "Sash, Söhne" in code.body and "Werkstolz" not in code.body


# Whose addresses belong to it ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org", "example.org"),
        (" @Example.ORG ", "example.org"),
        ("mail.example.co.uk.", "mail.example.co.uk"),
        ("Müller.example", "xn--mller-kva.example"),
        ("xn--mller-kva.example", "xn--mller-kva.example"),
    ],
)
def test_a_domain_is_kept_as_addresses_have_it(typed, kept):
    assert domains.tidy(typed) == kept
    domains.known(kept)


@pytest.mark.parametrize(
    "typed",
    ["", "@", "org", "localhost", "https://example.org", "ada@example.org", "example.org/path", "exa mple.org",
     "-example.org", "example..org", "127.0.0.1", "[::1]", "example.org:25", "a" * 64 + ".org", "exa_mple.org",
     "example.org\x00", "*.example.org", ("a" * 60 + ".") * 5 + "org"],
)  # fmt: skip
def test_what_is_no_domain_is_refused_with_what_to_do(typed):
    with pytest.raises(ValidationError, match=r"example\.org"):
        domains.tidy(typed)


def test_a_domain_is_shown_as_people_read_it():
    assert [domains.as_read(one) for one in ("xn--mller-kva.example", "example.org")] == [
        "müller.example",
        "example.org",
    ]
    assert domains.public(["gmail.com", "example.org"]) == ["gmail.com"]


def test_an_address_is_welcome_by_what_stands_behind_its_last_at():
    network = Network(company_domains=["example.org", "xn--mller-kva.example"])
    for address in ("ada@example.org", "ADA@EXAMPLE.ORG", "ada@Müller.example", '"a@b"@example.org'):
        assert network.welcomes(address), address
    for address in (
        "ada@example.org.evil.example",
        "ada@sub.example.org",
        "example.org@evil.example",
        "ada",
        "",
    ):
        assert not network.welcomes(address), address
