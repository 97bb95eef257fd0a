"""An invitation opens the network once, within 72 hours, for whom it is for; whatever else is tried is a sentence."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors import sessions
from ambassadors.models import Ambassador, Invitation, OldHandle, Person
from ledger import letters
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from stories.models import Story
from tests import cast
from tests.racing import at_once
from tests.stories import hands as stories

LIST = "/invitations/"
INA = {"first_name": "Ina", "last_name": "Neu", "password": "a tie and a rucksack"}


def invited(by, address="ina@example.org"):
    return Invitation.invite(address, by=by)


def link(invitation):
    return reverse("ambassadors:invitation", args=[invitation.token])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_somebody_invited_joins_and_lands_on_today(client, cy):
    url = link(invited(cy))
    assert "Cy Peters" in client.get(url).content.decode()
    assert client.post(url, INA).url == "/"
    ina = Person.objects.get(email="ina@example.org")
    assert (str(ina), ina.ambassador.state, ina.ambassador.handle) == ("Ina Neu", "active", "ina-neu")
    assert client.get("/").context["person"] == ina
    assert ina.check_password(INA["password"])


def test_a_password_may_be_left_out(client, cy):
    client.post(link(invited(cy)), INA | {"password": ""})
    assert not Person.objects.get(email="ina@example.org").has_usable_password()


def test_a_weak_password_is_refused_and_the_link_stays_good(client, cy):
    invitation = invited(cy)
    answer = client.post(link(invitation), INA | {"password": "short"})
    assert answer.status_code == 200
    assert "Ina" in answer.content.decode()
    assert fresh(invitation).is_open


def test_the_token_is_kept_nowhere(cy):
    invitation = invited(cy)
    kept = [str(row) for model in (Invitation, Letter, Event) for row in model.objects.values()]
    assert not any(invitation.token in row for row in kept)
    assert letters.masked(f"http://x/invitations/{invitation.token}/") == "http://x/invitations/…/"


def test_the_letter_carries_the_link_to_the_address_it_is_for(cy):
    invitation = invited(cy)
    mail = letters.compose(Letter.objects.of_kind("invitation").get())
    assert (mail.to, link(invitation) in mail.body) == (["ina@example.org"], True)


@pytest.mark.parametrize("ended", ["used", "expired", "revoked"])
def test_a_link_that_is_over_says_why_and_changes_nothing(client, cy, time_machine, ended):
    invitation = invited(cy)
    if ended == "used":
        client.post(link(invitation), INA)
        client.logout()
    if ended == "revoked":
        invitation.revoke(by=cy)
    if ended == "expired":
        time_machine.move_to(timezone.now() + timedelta(hours=72, seconds=1))
    before = (
        list(Person.objects.values()),
        list(Ambassador.objects.values()),
        list(Invitation.objects.values()),
    )
    for answer in (client.get(link(invitation)), client.post(link(invitation), INA | {"first_name": "Eve"})):
        assert answer.status_code == 409
        words = {"used": "has been used", "expired": "72 hours", "revoked": "taken back"}
        assert words[ended] in answer.content.decode()
    assert before == (
        list(Person.objects.values()), list(Ambassador.objects.values()), list(Invitation.objects.values()),
    )  # fmt: skip


def test_somebody_else_cannot_use_it(as_, cy, ada):
    invitation = invited(cy)
    for answer in (as_(ada).get(link(invitation)), as_(ada).post(link(invitation), INA)):
        assert answer.status_code == 409
        assert "somebody else" in answer.content.decode()
    assert fresh(invitation).is_open
    assert fresh(invitation.ambassador).state == "invited"


def test_a_guessed_link_is_no_page(client, db):
    assert client.get("/invitations/guessed-by-nobody/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_use_it_at_once_make_one_ambassador(cy):
    invitation = invited(cy)
    named = {"first_name": "Ina", "last_name": "Neu"}
    outcomes = at_once(*[lambda: fresh(invitation).accept(**named) for _ in range(4)])
    assert sorted(type(one).__name__ for one in outcomes) == ["Person", "Refusal", "Refusal", "Refusal"]


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 403), ("dee", 403), ("max", 403), ("noor", 403), ("cy", 200), ("hanne", 200)]
)
def test_coordinators_and_admins_invite(as_, request, who, status):
    assert as_(request.getfixturevalue(who)).get(LIST).status_code == status


def test_several_pasted_addresses_are_invited_and_bad_ones_say_so(as_, cy, ada):
    client = as_(cy)
    answer = client.post(LIST, {"addresses": "One <one@example.org>; two@example.org,\nnobody"})
    assert answer.status_code == 302
    assert {one.address for one in Invitation.objects.all()} == {"one@example.org", "two@example.org"}
    broken = client.post(LIST, {"addresses": "three@example.org four@@example"})
    assert "four@@example" in broken.content.decode()
    told = client.post(LIST, {"addresses": "ada@example.org one@example.org"}, follow=True).content.decode()
    assert "in the network already" in told and "still good" in told
    assert Invitation.objects.count() == 2


def test_imported_people_are_written_to_by_one_act_and_not_twice(as_, cy, time_machine):
    for _ in range(3):
        cast.make_ambassador(state="invited")
    cast.make_ambassador(state="alumnus")
    client = as_(cy)
    assert "3 people" in client.get(LIST).content.decode()
    assert not Letter.objects.of_kind("invitation").exists()
    assert "3 invitations" in client.post("/invitations/sending/", follow=True).content.decode()
    assert client.post("/invitations/sending/").status_code == 409
    assert Letter.objects.of_kind("invitation").count() == 3
    time_machine.move_to(timezone.now() + timedelta(hours=73))
    client = as_(cy)
    client.post("/invitations/sending/")
    assert Invitation.objects.open().count() == 3
    assert Letter.objects.of_kind("invitation").count() == 6


def test_as_many_as_fit_go_at_once_and_the_rest_waits(cy):
    for _ in range(3):
        cast.make_ambassador(state="invited")
    assert Invitation.send_all(Ambassador.objects.invited(), by=cy, most=2) == 2
    assert Invitation.objects.uninvited(Ambassador.objects.invited()).count() == 1


def test_a_coordinator_of_a_land_invites_there_alone(as_, cy, db):
    cora = cast.make_coordinator("Cora", scope_kind="region", scope_value="DE-BE", region="DE-BE").person
    near = cast.make_ambassador("Near", state="invited", region="DE-BE")
    far = cast.make_ambassador("Far", state="invited", region="DE-SN")
    as_(cora).post("/invitations/sending/")
    assert [one.ambassador for one in Invitation.objects.all()] == [near]
    with pytest.raises(Refusal, match="somebody else coordinates"):
        Invitation.invite(far.person.email, by=cora)
    assert Invitation.invite("new@example.org", by=cora).ambassador.region == "DE-BE"
    of_cy = Invitation.invite("far@example.com", by=cy)
    assert as_(cora).post(f"/invitations/{of_cy.pk}/revocation/").status_code == 404


def test_another_letter_takes_the_place_of_the_first(as_, cy):
    first = invited(cy)
    as_(cy).post(f"/invitations/{first.pk}/sending/")
    second = Invitation.objects.open().get()
    assert (fresh(first).state, second.address) == ("revoked", first.address)
    assert as_(cy).post(f"/invitations/{first.pk}/revocation/").status_code == 409


def test_an_alumna_comes_back_at_a_new_address_as_who_she_was(client, as_, ada, cy):
    story = stories.publish(ada, by=cy)
    ada.ambassador.take_handle("ada-of-zwickau", by=ada)
    ada.ambassador.leave(by=ada, stays_as="gone").carry_on()
    as_(cy).post("/ambassadors/ada-of-zwickau/invitation/", {"address": "Ada@Home.example"})
    assert {letter.kind for letter in Letter.objects.of_kind("invited_elsewhere")} == {"invited_elsewhere"}
    client.logout()
    answer = client.post(link(Invitation.objects.open().get()))
    assert answer.url.startswith("/accounts/login/")
    back = Person.objects.get(email="ada@home.example")
    assert (back, back.is_active, back.ambassador.state) == (ada, True, "active")
    assert back.ambassador.handle == "ada-of-zwickau"
    assert Story.objects.get(pk=story.pk).teller == back.ambassador
    assert OldHandle.objects.of(back.ambassador).get().handle == "ada-brandt"


def test_an_address_of_somebody_here_is_not_taken_over(client, cy, ada, bo):
    ada.ambassador.leave(by=ada).carry_on()
    invitation = Invitation.send(fresh(ada.ambassador), by=cy, address=bo.email)
    assert client.post(link(invitation)).status_code == 409
    assert (fresh(ada).email, fresh(bo).email) == ("ada@example.org", "bo@example.org")
    assert fresh(invitation).is_open


def test_the_list_costs_the_same_for_one_and_for_three(as_, cy, django_assert_max_num_queries):
    client = as_(cy)
    invited(cy)
    client.get(LIST)
    with django_assert_max_num_queries(12) as one:
        client.get(LIST)
    invited(cy, "b@example.org"), invited(cy, "c@example.org")
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


@pytest.mark.parametrize("role", ["auditor", "admin", "manager"])
def test_nobody_gets_at_a_role_by_a_mailbox_of_their_own(client, cy, hanne, noor, role):
    alma = cast.make_ambassador("Alma", state="alumnus")
    cast.give_role(alma.person, role)
    with pytest.raises(Refusal, match="holds a role"):
        Invitation.send(alma, by=cy, address="mine@example.org")
    assert client.post(link(Invitation.send(alma, by=cy))).status_code == 302
    assert fresh(alma.person).email == "alma.test@example.org"


def test_a_role_given_after_the_invitation_stays_at_its_address_too(client, cy):
    alma = cast.make_ambassador("Alma", state="alumnus")
    invitation = Invitation.send(alma, by=cy, address="mine@example.org")
    cast.give_role(alma.person, "manager")
    assert client.post(link(invitation)).status_code == 409
    assert (fresh(alma.person).email, fresh(alma).state) == ("alma.test@example.org", "alumnus")


def test_whoever_came_by_a_link_sees_the_session_and_can_end_it_everywhere(client, cy):
    client.post(link(invited(cy)), INA)
    ina = Person.objects.get(email="ina@example.org")
    assert [each.is_here for each in sessions.open_of(ina, client.session.session_key)] == [True]
    assert sessions.rows().of(ina).end()
    assert client.get("/me/").status_code == 302
