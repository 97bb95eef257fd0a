"""The first set-up: five steps that can wait, be changed, and never lose what was typed."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ambassadors.models import FirstAdmin, Network, Person, Picture
from home import steps
from leads.models import ConsentWording, NoticeWording
from leads.models.consent_wording import AT_FIRST, in_force
from ledger.models import Event

pytestmark = pytest.mark.django_db
ROUTES = [step.route for step in steps.STEPS]
LOOK = {"name": "Sash", "colour": "190", "hue": "10"}
ANSWERS = {
    "controller_name": "Example Ltd",
    "controller_address": "Ribbon Street 1\r\n\r\n 53113 Bonn ",
    "controller_email": "post@example.org",
    "controller_phone": "+49 228 181 0",
    "privacy_name": "Data protection",
    "privacy_email": "privacy@example.org",
    "privacy_phone": "",
}


def a_logo(name="logo.png", colour=(200, 0, 80, 128)):
    buffer = BytesIO()
    Image.new("RGBA", (40, 20), colour).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def wordings(**changed):
    said = {f"{purpose}_{language}": text for (purpose, language), text in in_force().items()}
    notices = {f"notice_{language}": NoticeWording.shown(language).text for language in ("en", "de")}
    return {name: text.replace("\n", "\r\n") for name, text in (said | notices | changed).items()}


# The way through ------------------------------------------------------------------------------------
def test_the_link_leads_through_five_steps_to_today(client, db):
    me = {
        "email": "hanne@example.org",
        "password": "a tie and a rucksack",
        "first_name": "Hanne",
        "last_name": "Voss",
    }
    here = client.post(reverse("ambassadors:first_admin", args=[FirstAdmin.invite()]), me).url
    assert here == reverse("home:setup")
    here = re.search(r'href="(/setup/look/)"', client.get(here).content.decode())[1]
    typed = [
        LOOK,
        {"company_domains": "example.org"},
        ANSWERS,
        wordings(),
        {"imprint_en": "", "imprint_de": ""},
    ]
    for fields in typed:
        assert client.get(here).status_code == 200
        here = client.post(here, fields).url
    assert here == reverse("home:setup")
    assert client.post(reverse("home:completion")).url == reverse("home:today")
    network = Network.now()
    assert (network.name, network.brand_hue, network.is_set_up) == ("Sash", 190, True)
    assert (network.company_domains, network.controller_address) == (
        ["example.org"],
        "Ribbon Street 1\n53113 Bonn",
    )
    assert steps.missing(network) == {}
    assert Person.objects.get().is_admin


def test_every_step_can_wait(as_, hanne):
    visitor = as_(hanne)
    for step in steps.STEPS:
        way_on = reverse(step.next.route) if step.next else reverse("home:setup")
        assert f'href="{way_on}"' in visitor.get(reverse(step.route)).content.decode()
    visitor.post(reverse("home:completion"))
    assert Network.now().is_set_up and Network.now().name == "Werkstolz"


def test_once_set_up_a_step_comes_back_to_where_one_chose_it(as_, hanne):
    Network.finish(by=hanne)
    assert as_(hanne).post(reverse("home:setup_look"), LOOK).url == reverse("home:setup")


def test_what_is_missing_is_said_until_it_is_there(as_, hanne):
    page = as_(hanne).get(reverse("home:setup")).content.decode()
    assert "by invitation only" in page and "the imprint needs them" in page
    Network.change(by=hanne, company_domains=["example.org"], controller_name="E", controller_address="A",
                   controller_email="e@example.org", privacy_phone="1")  # fmt: skip
    page = as_(hanne).get(reverse("home:setup")).content.decode()
    assert "by invitation only" not in page and "setup__lack" not in page


def test_who_changed_what_is_told_newest_first_and_costs_the_same_for_one_and_three(
    as_, hanne, django_assert_max_num_queries
):
    visitor = as_(hanne)
    visitor.post(reverse("home:setup_look"), LOOK)
    visitor.get(reverse("home:setup"))
    with django_assert_max_num_queries(12):
        visitor.get(reverse("home:setup"))
    visitor.post(reverse("home:setup_wordings"), wordings(service_de="Darf ich {by}?"))
    visitor.post(reverse("home:completion"))
    with django_assert_max_num_queries(12):
        page = visitor.get(reverse("home:setup")).content.decode()
    told = [
        " ".join(re.sub("<[^>]+>", "", line).split())
        for line in re.findall(r"<li>\s*(<strong>.*?)<span class=\"small", page, re.S)
    ]
    assert told == [
        "Hanne Voss · finished the set-up",
        "Hanne Voss · consent for this matter (de), version 2",
        "Hanne Voss · colour, name",
    ]


# Who comes in ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("route", [*ROUTES, "home:setup", "home:completion"])
def test_nobody_but_an_admin_sets_up(client, as_, ada, cy, max, noor, dee, route):
    assert client.get(reverse(route)).status_code == 302
    for person in (ada, cy, max, noor, dee):
        assert as_(person).post(reverse(route), LOOK | ANSWERS).status_code in (403, 405)
        assert as_(person).get(reverse(route)).status_code in (403, 405)
    assert not Network.objects.exists()


@pytest.mark.parametrize("route", [*ROUTES, "home:setup"])
def test_looking_changes_nothing(as_, hanne, route):
    assert as_(hanne).get(reverse(route)).status_code == 200
    assert not (Network.objects.exists() or ConsentWording.objects.exists() or NoticeWording.objects.exists())


# Name, colour, logo -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "hue"),
    [
        ({"colour": "own", "hue": "222"}, 222),
        ({"colour": "262", "hue": "222"}, 262),
        ({"colour": "own", "hue": "0"}, 0),
    ],
)
def test_a_colour_has_a_name_or_a_place_on_the_wheel(as_, hanne, fields, hue):
    as_(hanne).post(reverse("home:setup_look"), LOOK | fields)
    assert Network.now().brand_hue == hue


@pytest.mark.parametrize(
    "broken",
    [{"name": ""}, {"name": "x" * 61}, {"name": "a\u202eb"}, {"colour": ""}, {"colour": "#b3174a"}, {"colour": "11"},
     {"colour": "own", "hue": ""}, {"colour": "own", "hue": "361"}, {"colour": "own", "hue": "-1"}, {"colour": "own", "hue": "red"}],
)  # fmt: skip
def test_what_is_no_name_or_colour_is_refused_and_stays_typed(as_, hanne, broken):
    page = as_(hanne).post(
        reverse("home:setup_look"), {"name": "Kept typed", "colour": "190", "hue": "7"} | broken
    )
    assert page.status_code == 200 and "field__error" in page.content.decode()
    assert "name" in broken or "Kept typed" in page.content.decode()
    assert not Network.objects.exists()


def test_the_logo_stands_on_every_page_and_keeps_what_shows_through(as_, client, hanne, ada):
    as_(hanne).post(reverse("home:setup_look"), LOOK | {"logo": a_logo()})
    logo = Network.now().logo
    address = f"{reverse('home:logo')}?v={logo.pk}"
    client.logout()
    assert address in client.get(reverse("account_login")).content.decode()
    answer = client.get(address)
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/webp", "sandbox")
    shown = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert (shown.mode, shown.size) == ("RGBA", (40, 20))
    assert address in as_(ada).get("/").content.decode()


def test_a_logo_can_go_again(as_, client, hanne):
    visitor = as_(hanne)
    visitor.post(reverse("home:setup_look"), LOOK | {"logo": a_logo()})
    visitor.post(reverse("home:setup_look"), LOOK | {"remove_logo": "on"})
    assert Network.now().logo is None
    assert client.get(reverse("home:logo")).status_code == 404


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_is_no_picture_is_no_logo_and_the_name_stays_typed(as_, hanne, data):
    upload = SimpleUploadedFile("logo.png", data, "image/png")
    page = (
        as_(hanne)
        .post(reverse("home:setup_look"), LOOK | {"name": "Kept typed", "logo": upload})
        .content.decode()
    )
    assert "Kept typed" in page and "field__error" in page
    assert not Network.objects.exists() and not Picture.objects.exists()


# Domains ------------------------------------------------------------------------------------------------
def test_domains_are_kept_tidy_and_once(as_, hanne):
    as_(hanne).post(
        reverse("home:setup_domains"),
        {"company_domains": " @Example.org, example.org\r\nmüller.example;a.example "},
    )
    assert Network.now().company_domains == ["example.org", "xn--mller-kva.example", "a.example"]
    assert "müller.example" in as_(hanne).get(reverse("home:setup_domains")).content.decode()


def test_each_wrong_domain_is_named_and_nothing_is_kept(as_, hanne):
    typed = "example.org\nhttps://other.example\nada@third.example"
    page = as_(hanne).post(reverse("home:setup_domains"), {"company_domains": typed}).content.decode()
    assert "“https://other.example” is more than a domain" in page and "“ada@third.example” is more" in page
    assert typed in page.replace("\r\n", "\n")
    assert Network.now().company_domains == []


def test_too_many_domains_are_none(as_, hanne):
    typed = "\n".join(f"d{number}.example" for number in range(51))
    assert (
        "more than 50"
        in as_(hanne).post(reverse("home:setup_domains"), {"company_domains": typed}).content.decode()
    )


def test_a_domain_of_everybody_is_kept_and_warned_of(as_, hanne):
    page = (
        as_(hanne)
        .post(reverse("home:setup_domains"), {"company_domains": "gmail.com"}, follow=True)
        .content.decode()
    )
    assert "at gmail.com, so anybody could join" in page
    assert Network.now().company_domains == ["gmail.com"]
    assert "gets an address at gmail.com" in as_(hanne).get(reverse("home:setup")).content.decode()


# Who answers --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "broken",
    [{"controller_email": "post@"}, {"privacy_email": "nobody"}, {"controller_phone": "call me"}, {"privacy_phone": "1"},
     {"controller_name": "a\nb"}, {"controller_address": "x" * 401}],
)  # fmt: skip
def test_a_contact_that_reaches_nobody_is_refused_and_stays_typed(as_, hanne, broken):
    page = as_(hanne).post(reverse("home:setup_controller"), ANSWERS | broken).content.decode()
    assert ("field__error" in page and "privacy@example.org" in page) or "privacy_email" in broken
    assert not Network.objects.exists()


# What customers hear ------------------------------------------------------------------------------------
def test_words_sent_back_unchanged_make_no_version(as_, hanne):
    as_(hanne).post(reverse("home:setup_wordings"), wordings())
    assert not Event.objects.of_verb("worded").exists()
    assert in_force() == AT_FIRST


def test_changed_words_make_a_version_of_their_own(as_, hanne):
    as_(hanne).post(
        reverse("home:setup_wordings"),
        wordings(advertising_en="May we {by}?", notice_de="Kurz\n\ngesagt."),
    )
    assert in_force() == AT_FIRST | {("advertising", "en"): "May we {by}?"}
    assert (NoticeWording.shown("de").version, NoticeWording.shown("de").text) == (2, "Kurz\n\ngesagt.")


@pytest.mark.parametrize(
    "broken",
    [{"service_en": "No way."}, {"service_de": "{by} {by}"}, {"notice_en": ""}, {"notice_en": "a\u202eb"}],
)
def test_words_that_miss_something_are_refused_together_and_stay_typed(as_, hanne, broken):
    page = as_(hanne).post(
        reverse("home:setup_wordings"), wordings(advertising_de="Darf ich {by} fragen?", **broken)
    )
    assert "field__error" in page.content.decode() and "Darf ich {by} fragen?" in page.content.decode()
    assert not ConsentWording.objects.exists() and not NoticeWording.objects.exists()
