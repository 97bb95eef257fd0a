from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Person, Reveal
from ledger.models import Event, Letter, Look
from ledger.pseudonyms import bearer, pseudonym
from ledger.refusal import Refusal
from tests.cast import make_official
from tests.racing import at_once

WHY = "Somebody looked at forty customers in one night."


@pytest.fixture
def nadja(noor):
    """A second auditor."""
    return make_official("Nadja", "auditor", email="nadja@example.org")


def ask(about, *, by):
    return Reveal.ask(about, by=by, reason=WHY)


@pytest.mark.parametrize("second", ["nadja", "hanne"])
def test_a_second_person_agrees_and_whoever_asked_sees_the_name(request, noor, nadja, ada, hanne, second):
    reveal = ask(ada, by=noor)
    with pytest.raises(Refusal, match="nobody has agreed yet"):
        reveal.show_name(by=noor)
    second = request.getfixturevalue(second)
    reveal.agree(by=second)
    assert reveal.show_name(by=noor) == ada
    (look,) = Look.objects.at(ada)
    assert (look.actor, look.purpose) == (noor, "reveal")
    happened = [(event.verb, event.actor) for event in Event.objects.about(reveal)]
    assert happened == [("shown", noor), ("agreed", second), ("asked", noor)]


def test_it_is_shown_for_three_days_and_to_nobody_else(noor, nadja, ada, hanne, time_machine):
    reveal = ask(ada, by=noor)
    reveal.agree(by=hanne)
    for other in (hanne, nadja, ada):
        with pytest.raises(Refusal, match="to nobody else"):
            reveal.show_name(by=other)
    time_machine.move_to(timezone.now() + timedelta(hours=72, seconds=1))
    with pytest.raises(Refusal, match="three days are over"):
        Reveal.objects.get().show_name(by=noor)
    assert not Look.objects.at(ada).exists()
    assert Reveal.objects.get().state == "closed"


def test_neither_who_asked_nor_whom_it_is_about_agrees(noor, nadja, hanne, cy, max):
    reveal = ask(nadja, by=noor)
    for nobody in (noor, nadja, cy, max):
        for act in (reveal.agree, reveal.decline):
            with pytest.raises(Refusal, match="Somebody else has to answer"):
                act(by=nobody)
    assert Reveal.objects.open().count() == 1


@pytest.mark.parametrize("second", ["noor", "nadja"])
def test_the_database_holds_that_too(request, noor, nadja, second):
    reveal = ask(nadja, by=noor)
    how = {"agreed_by": request.getfixturevalue(second), "agreed_at": timezone.now()}
    with pytest.raises(IntegrityError, match="reveal_needs_a_second_person"), transaction.atomic():
        Reveal.objects.numbered(reveal.pk).update(**how)


@pytest.mark.parametrize("who", ["ada", "cy", "max", "hanne", "dee"])
def test_only_an_auditor_asks(request, bo, who):
    with pytest.raises(Refusal, match="Only an auditor"):
        ask(bo, by=request.getfixturevalue(who))


def test_one_question_at_a_time_not_without_a_reason_and_not_for_oneself(noor, ada, bo):
    ask(ada, by=noor)
    for about, reason, sentence in [
        (ada, WHY, "have asked"),
        (noor, WHY, "is your own"),
        (bo, "", "why the name"),
    ]:
        with pytest.raises(Refusal, match=sentence):
            Reveal.ask(about, by=noor, reason=reason)
    assert Reveal.objects.count() == 1


def test_a_no_leaves_the_pseudonym_one(noor, ada, hanne):
    reveal = ask(ada, by=noor)
    reveal.decline(by=hanne)
    for act in (lambda: reveal.agree(by=hanne), lambda: reveal.show_name(by=noor)):
        with pytest.raises(Refusal):
            act()
    assert Reveal.objects.get().state == "declined"


def test_a_question_nobody_answered_lapses_and_can_be_asked_anew(noor, ada, hanne, time_machine):
    reveal = ask(ada, by=noor)
    time_machine.move_to(timezone.now() + timedelta(days=14, minutes=1))
    with pytest.raises(Refusal, match="too old"):
        reveal.agree(by=hanne)
    ask(ada, by=noor).agree(by=hanne)
    assert [each.state for each in Reveal.objects.newest_first()] == ["agreed", "expired"]


def test_whoever_asked_gets_a_letter_without_name_pseudonym_or_reason(noor, ada, hanne):
    from ledger import letters

    reveal = ask(ada, by=noor)
    reveal.agree(by=hanne)
    (letter,) = Letter.objects.of_kind("reveal_answered")
    mail = letters.compose(letter)
    said = mail.subject + mail.body + mail.alternatives[0].content
    assert letter.recipient == noor and reveal.get_absolute_url() in mail.body
    assert [word for word in ("Ada", "Brandt", reveal.pseudonym, "forty") if word in said] == []


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_no_at_once_are_one_answer():
    noor, hanne = make_official("Noor", "auditor"), make_official("Hanne", "admin")
    ida, ada = make_official("Ida", "admin"), make_official("Ada", "manager")
    reveal = ask(ada, by=noor)
    yes, no = (Reveal.objects.get(pk=reveal.pk) for _ in range(2))
    outcomes = at_once(lambda: yes.agree(by=hanne), lambda: no.decline(by=ida))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Refusal"]
    assert Reveal.objects.get().state in ("agreed", "declined")


# Pages -------------------------------------------------------------------------------------------
def asked_with(client, noor, **fields):
    client.force_login(noor)
    return client.post("/reveals/new/", fields)


def test_a_pseudonym_from_the_log_is_asked_for_agreed_to_and_shown(as_, client, noor, hanne, ada):
    code = pseudonym("P", ada.pk)
    page = as_(noor).get("/reveals/new/", {"of": code}).content.decode()
    assert f'value="{code}"' in page
    address = asked_with(client, noor, pseudonym=code.lower(), reason=WHY).url
    assert "Ada" not in client.get(address).content.decode()
    seen_by_the_second = as_(hanne).get(address).content.decode()
    assert WHY in seen_by_the_second and code in seen_by_the_second and "Ada" not in seen_by_the_second
    as_(hanne).post(f"{address}agreement/")
    assert as_(hanne).post(f"{address}name/").status_code == 403
    shown = as_(noor).post(f"{address}name/")
    assert f"{code} is Ada Brandt" in shown.content.decode() and "no-store" in shown["Cache-Control"]
    told = as_(ada).get("/me/").content.decode()
    assert WHY in told and "asked by Noor Haddad, agreed by Hanne Voss" in told
    assert WHY not in as_(Person.objects.get(email="noor@example.org")).get("/me/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"pseudonym": "P-AAAA-AAAA", "reason": WHY}, "Nobody goes by this pseudonym"),
        ({"pseudonym": "' OR 1=1 --", "reason": WHY}, "Nobody goes by this pseudonym"),
        ({"pseudonym": "", "reason": WHY}, "Which one? Copy it from the log."),
        ({"pseudonym": "P-AAAA-AAAA", "reason": ""}, "Say in a sentence why the name is needed."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, noor, ada, fields, sentence):
    page = asked_with(client, noor, **fields).content.decode()
    assert sentence in page and (fields["reason"] in page)
    assert not Reveal.objects.exists()


def test_the_person_concerned_learns_of_it_on_their_own_page_alone_and_only_when_it_was_shown(
    as_, noor, nadja, hanne
):
    reveal = ask(nadja, by=noor)
    for path in (reveal.get_absolute_url(), f"{reveal.get_absolute_url()}agreement/"):
        client = as_(nadja)
        assert (client.post if "agreement" in path else client.get)(path).status_code == 404
    assert reveal.pseudonym not in as_(nadja).get("/roles/log/").content.decode().split("<table")[0]
    assert WHY not in as_(nadja).get("/me/").content.decode()
    reveal.agree(by=hanne)
    assert WHY in as_(nadja).get("/me/").content.decode()


@pytest.mark.parametrize("act", ["", "agreement/", "refusal/", "name/"])
@pytest.mark.parametrize("who", ["ada", "bo", "cy", "max", "dee"])
def test_others_find_nothing(as_, request, noor, bo, act, who):
    reveal = ask(bo, by=noor)
    client = as_(request.getfixturevalue(who))
    answer = (client.post if act else client.get)(f"{reveal.get_absolute_url()}{act}")
    assert answer.status_code == 403 and Reveal.objects.get().is_open


def test_a_pseudonym_leads_back_only_by_trying_everybody():
    keys = range(1000)
    assert [bearer(pseudonym("P", key), keys) for key in (0, 500, 999)] == [0, 500, 999]
    assert bearer(pseudonym("C", 5), keys) == 5  # another kind, another name
    assert [bearer(wrong, keys) for wrong in ("", "P-", "P-AAAA-AAAA", "x" * 500)] == [None] * 4
