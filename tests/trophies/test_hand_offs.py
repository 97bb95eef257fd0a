import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ledger import letters
from ledger.models import Event, Letter
from ledger.refusal import Refusal
from tests.cast import make_ambassador, make_coordinator
from tests.racing import at_once
from tests.trophies.hands import make_trophy, offer, pass_on
from trophies.models import Custody, HandOff, Trophy


@pytest.fixture
def cup(ada):
    """A trophy that Ada keeps."""
    return make_trophy(ada)


def keepers(trophy):
    """Who keeps the trophy now, as the database has it."""
    return [str(custody.keeper) for custody in Custody.objects.current() if custody.trophy_id == trophy.pk]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def verbs(subject):
    return list(Event.objects.about(subject).values_list("verb", flat=True))


def test_a_trophy_changes_hands_when_the_taker_says_yes(cup, bo, cy):
    hand_off = offer(cup, bo, by=cy)
    assert keepers(cup) == ["Ada Brandt"]
    hand_off.confirm(by=bo)
    assert keepers(cup) == ["Bo Lindqvist"]
    first, second = Custody.objects.order_by("since")
    assert (first.until, second.since, second.host_city) == (second.since, hand_off.confirmed_at, "Berlin")
    assert (verbs(cup), verbs(hand_off)) == (["handed_on", "begun"], ["offered"])


def test_the_taker_says_where_it_stands_and_as_whose_guest(cup, bo, cy):
    unit = cy.ambassador.unit
    custody = pass_on(cup, bo, by=cy, host_city="München", host_unit=unit)
    assert (custody.host_city, custody.host_unit) == ("München", unit)


def test_the_taker_may_say_no_and_nobody_asks_why(cup, bo, cy):
    hand_off = offer(cup, bo, by=cy)
    hand_off.decline(by=bo)
    assert (keepers(cup), verbs(hand_off)) == (["Ada Brandt"], ["declined", "offered"])
    assert Event.objects.about(hand_off).of_verb("declined").get().data == {}
    assert offer(cup, bo, by=cy).is_open


def test_a_coordinator_takes_an_offer_back(cup, bo, cy):
    hand_off = offer(cup, bo, by=cy)
    hand_off.cancel(by=cy)
    assert (hand_off.cancelled_by, keepers(cup)) == (cy, ["Ada Brandt"])
    with pytest.raises(Refusal, match="closed already"):
        hand_off.confirm(by=bo)


@pytest.mark.parametrize("end", ["confirm", "decline", "cancel"])
@pytest.mark.parametrize("again", ["confirm", "decline", "cancel"])
def test_a_hand_over_ends_once(cup, bo, cy, end, again):
    by = {"confirm": bo, "decline": bo, "cancel": cy}
    hand_off = offer(cup, bo, by=cy)
    getattr(hand_off, end)(by=by[end])
    before = HandOff.objects.values().get()
    with pytest.raises(Refusal, match="This hand-over is closed already"):
        getattr(hand_off, again)(by=by[again])
    assert HandOff.objects.values().get() == before


def test_only_the_taker_confirms_or_declines(cup, ada, bo, cy, dee):
    hand_off = offer(cup, bo, by=cy)
    for who in (ada, cy, dee):
        for verb in (hand_off.confirm, hand_off.decline):
            with pytest.raises(Refusal, match="Only Bo Lindqvist can answer this"):
                verb(by=who)
    with pytest.raises(Refusal, match="Only a coordinator"):
        hand_off.cancel(by=ada)
    assert HandOff.objects.get().is_open


def test_a_trophy_does_not_go_to_its_keeper_nor_to_somebody_who_is_not_active(cup, ada, cy):
    with pytest.raises(Refusal, match="keeps this trophy already"):
        offer(cup, ada, by=cy)
    for state in ("invited", "alumnus"):
        with pytest.raises(Refusal, match="is not an active ambassador"):
            offer(cup, make_ambassador(state=state).person, by=cy)
    assert not HandOff.objects.exists()


def test_a_trophy_is_offered_to_one_at_a_time(cup, bo, cy, dee):
    offer(cup, bo, by=cy)
    with pytest.raises(Refusal, match="on its way to somebody already"):
        offer(cup, dee, by=cy)
    assert HandOff.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_hand_over_and_one_letter(cup, bo, cy):
    client_id = uuid.uuid4()
    first, second = offer(cup, bo, by=cy, client_id=client_id), offer(cup, bo, by=cy, client_id=client_id)
    assert (first, HandOff.objects.count(), Letter.objects.of_kind("trophy_waiting").count()) == (
        second,
        1,
        1,
    )


def test_somebody_elses_form_is_not_taken(cup, bo, cy):
    client_id = uuid.uuid4()
    offer(cup, bo, by=cy, client_id=client_id).cancel(by=cy)
    with pytest.raises(Refusal, match="sent by somebody else"):
        offer(cup, bo, by=make_coordinator("Zoe").person, client_id=client_id)


def test_the_database_itself_refuses_a_second_keeper_and_a_second_offer(cup, ada, bo, cy):
    with pytest.raises(IntegrityError, match="trophy_has_one_keeper"), transaction.atomic():
        Custody.begin(cup, bo.ambassador)
    hand_off = offer(cup, bo, by=cy)
    fields = {
        "trophy": cup,
        "giver": ada.ambassador,
        "taker": bo.ambassador,
        "offered_by": cy,
        "reason": "again",
    }
    with pytest.raises(IntegrityError, match="trophy_has_one_open_hand_off"), transaction.atomic():
        HandOff.objects.create(**fields)
    hand_off.cancel(by=cy)
    with pytest.raises(IntegrityError, match="hand_off_needs_two_people"), transaction.atomic():
        HandOff.objects.create(**{**fields, "taker": ada.ambassador})
    now = timezone.now()
    with pytest.raises(IntegrityError, match="hand_off_ends_once"), transaction.atomic():
        HandOff.objects.create(**fields, confirmed_at=now, declined_at=now)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_hands_at_once_leave_one_keeper(cup, cy):
    for _round in range(5):
        takers = [make_ambassador().person for _taker in range(20)]
        at_once(*[partial(offer, Trophy.objects.get(pk=cup.pk), to, by=cy) for to in takers])
        hand_off = HandOff.objects.open().with_people().get()
        acts = (
            [("confirm", hand_off.taker.person)] * 10
            + [("decline", hand_off.taker.person)] * 5
            + [("cancel", cy)] * 5
        )
        outcomes = at_once(*[partial(answer, hand_off.pk, verb, by) for verb, by in acts])
        assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Refusal] * 19
        assert len(keepers(cup)) == 1
    stays = list(Custody.objects.order_by("since").values_list("since", "until"))
    assert [until for _since, until in stays] == [since for since, _until in stays[1:]] + [None]


def answer(pk, verb, by):
    return getattr(HandOff.objects.get(pk=pk), verb)(by=by)


def test_the_taker_gets_a_letter_that_says_from_whom_and_why(cup, bo, cy):
    hand_off = offer(cup, bo, by=cy, reason="You & your <rucksack>.")
    letter = Letter.objects.of_kind("trophy_waiting").get()
    mail = letters.compose(letter)
    assert (letter.recipient, mail.subject) == (bo, "Wanderpokal 1 is on its way to you")
    assert "Hello Bo, Wanderpokal 1 is to travel from Ada Brandt to you." in mail.body
    assert "You & your <rucksack>." in mail.body
    assert reverse("trophies:confirm", args=[hand_off.pk]) in mail.body
    assert "You &amp; your &lt;rucksack&gt;." in mail.alternatives[0].content


def test_no_letter_leaves_once_the_hand_over_is_closed(cup, bo, cy):
    offer(cup, bo, by=cy).cancel(by=cy)
    assert letters.compose(Letter.objects.of_kind("trophy_waiting").get()) is None


# The pages ---------------------------------------------------------------------------------------


def hand_on_url(trophy):
    return reverse("trophies:hand_on", args=[trophy.slug])


def filled_in(taker, **fields):
    return {"to": taker.ambassador.pk, "reason": "The summer was yours.", "client_id": uuid.uuid4(), **fields}


def test_a_coordinator_hands_a_trophy_on(as_, cup, bo, cy):
    form = filled_in(bo)
    for _twice in range(2):
        response = as_(cy).post(hand_on_url(cup), form)
        assert (response.status_code, response["Location"]) == (302, "/trophies/wanderpokal-1/")
    hand_off = HandOff.objects.get()
    assert (hand_off.taker, hand_off.reason, hand_off.offered_by) == (
        bo.ambassador,
        "The summer was yours.",
        cy,
    )


def test_the_acts_on_the_trophys_page_carry_their_token(as_, cup, bo, cy):
    cup.hand_on(to=bo.ambassador, by=cy, reason="For the fair")
    for who, act in ((bo, "decline"), (cy, "cancel")):
        page = as_(who).get(cup.get_absolute_url()).content.decode()
        assert reverse(f"trophies:{act}", args=[cup.open_hand_off.pk]) in page
        assert page.count('method="post"') == page.count("csrfmiddlewaretoken")


def test_people_are_found_by_name_and_town(as_, cup, bo, cy, dee):
    def found(wanted):
        return [
            str(taker) for taker in as_(cy).get(hand_on_url(cup), {"q": wanted}).context["form"].candidates
        ]

    assert found("lindq") == found("berlin") == ["Bo Lindqvist"]
    assert found("") == ["Bo Lindqvist", "Cy Peters", "Dee Fremd"]  # not Ada, who keeps it
    assert found("nobody of that name") == []


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max", "noor", "hanne"])
def test_nobody_but_a_coordinator_hands_on_or_takes_back(as_, request, cup, bo, cy, who):
    who, hand_off = request.getfixturevalue(who), offer(cup, bo, by=cy)
    answers = [
        as_(who).post(hand_on_url(cup), filled_in(bo)),
        as_(who).post(reverse("trophies:cancel", args=[hand_off.pk])),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert (HandOff.objects.count(), HandOff.objects.get().is_open) == (1, True)


@pytest.mark.parametrize("route", ["trophies:confirm", "trophies:decline"])
def test_a_hand_over_of_others_does_not_exist_for_dee_and_max(as_, cup, bo, cy, dee, max, route):
    url = reverse(route, args=[offer(cup, bo, by=cy).pk])
    assert [as_(dee).post(url).status_code, as_(max).post(url).status_code] == [404, 403]
    assert (keepers(cup), HandOff.objects.get().is_open) == (["Ada Brandt"], True)


def test_the_taker_confirms_on_the_page(as_, cup, bo, cy):
    hand_off = offer(cup, bo, by=cy)
    page = as_(bo).get(hand_off.get_absolute_url())
    assert page.context["form"]["host_city"].value() == "Berlin"
    as_(bo).post(
        hand_off.get_absolute_url(), {"host_city": "Potsdam", "host_unit": cy.ambassador.unit.spans.get().pk}
    )
    custody = Custody.objects.current().get()
    assert (custody.keeper, custody.host_city, custody.host_unit) == (
        bo.ambassador,
        "Potsdam",
        cy.ambassador.unit,
    )


def test_the_taker_declines_on_the_page(as_, cup, bo, cy):
    hand_off = offer(cup, bo, by=cy)
    response = as_(bo).post(reverse("trophies:decline", args=[hand_off.pk]), {"reason": "ignored"})
    assert said(response) == ["All right. The trophy stays where it is, and nobody asks why."]
    assert keepers(cup) == ["Ada Brandt"]


def test_a_second_confirmation_is_told_in_a_sentence(as_, cup, bo, cy):
    hand_off = offer(cup, bo, by=cy)
    url = hand_off.get_absolute_url()
    as_(bo).post(url, {"host_city": "Berlin"})
    response = as_(bo).post(url, {"host_city": "Berlin"})
    assert response.status_code == 409
    assert "This hand-over is closed already." in response.content.decode()


BAD = {
    "nobody": ({"to": ""}, "Choose who gets it."),
    "no id": ({"to": "x' OR 1=1"}, "This person is not an active ambassador."),
    "a foreign id": ({"to": uuid.uuid4()}, "This person is not an active ambassador."),
    "no reason": ({"reason": "  "}, "Say in a sentence why."),
    "too long": ({"reason": "ä" * 601}, "at most 600 characters"),
    "control characters": ({"reason": "so\x00so"}, "Null characters are not allowed"),
    "unseen characters": ({"reason": "so\u202eso"}, "There is a character in it that nobody can see."),
    "a broken number of the form": ({"client_id": "7"}, "Enter a valid UUID"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_in_a_sentence_and_nothing_typed_is_lost(as_, cup, bo, cy, what):
    bad, sentence = BAD[what]
    response = as_(cy).post(hand_on_url(cup), filled_in(bo, **bad))
    assert (response.status_code, HandOff.objects.count()) == (200, 0)
    page = response.content.decode()
    assert sentence in page
    if "reason" not in bad:
        assert "The summer was yours." in page
    if "to" not in bad:
        assert f'value="{bo.ambassador.pk}" required checked' in page


def test_an_unknown_unit_is_told_in_a_sentence(as_, cup, bo, cy):
    response = as_(bo).post(
        offer(cup, bo, by=cy).get_absolute_url(), {"host_city": "Bonn\nBerlin", "host_unit": "nowhere"}
    )
    assert response.status_code == 200
    page = response.content.decode()
    assert "This unit doesn&#x27;t exist today." in page
    assert "This has to fit on one line" in page
    assert keepers(cup) == ["Ada Brandt"]


def test_what_was_typed_survives_an_expired_session(client, as_, cup, bo, cy):
    response = client.post(hand_on_url(cup), filled_in(bo))
    assert response["Location"].endswith(f"?next={hand_on_url(cup)}")
    page = as_(cy).get(hand_on_url(cup)).content.decode()
    assert "The summer was yours." in page
    assert f'value="{bo.ambassador.pk}" required checked' in page


def test_how_long_it_stays_is_counted_in_days(cup):
    custody = Custody.objects.get()
    custody.since = timezone.now() - timedelta(days=3, hours=1)
    assert custody.days == 3
