from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leads.desk import saying
from leads.models import Case, DeskReply, Referral
from leads.models.referral import ENDS, FOLLOWING
from leads.models.referral_words import code_in, new_code
from ledger.models import Event, Letter, Look
from ledger.refusal import Refusal
from tests.leads.hands import NUMBER, make_case, make_consent, make_customer, make_lead


def say(referral, said="", *, key="1", channel="mail", **more):
    return referral.hear(saying.reply(key, channel, said=said, **more))


def sent(office):
    Letter.objects.send_due()
    return office.arrived


def test_a_case_goes_to_the_desk_by_mail_under_a_code(ada, desk, office):
    case = make_case(ada, tried="The hotline, twice")
    referral = Referral.send(case, by=ada, remark="Since the storm.")
    (mail,) = sent(office)
    text = mail.get_body(("plain",)).get_content()
    assert (mail["To"], mail["Subject"]) == (
        "desk@service.example", f"[{referral.code}] Please help: No line for four days",
    )  # fmt: skip
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("answers@example.org", "auto-generated")
    assert mail["Message-ID"] == referral.letter().message_id
    assert [
        words in text for words in ("The hotline, twice", "Since the storm.", referral.code, "solved")
    ] == [True] * 4
    case.refresh_from_db()
    assert (case.state, case.reference, referral.state) == ("handed_on", referral.code, "sent")
    assert [event.verb for event in Event.objects.about(referral)] == ["sent"]


def test_a_lead_goes_there_too(ada, desk, office):
    lead = make_lead(ada, interest="fibre", former_provider="Elsewhere")
    Referral.send(lead, by=ada)
    text = sent(office)[0].get_body(("plain",)).get_content()
    assert "Fibre" in text and "Elsewhere" in text


def test_without_a_yes_neither_name_nor_number_goes_along(ada, desk, office):
    customer = make_customer(nickname="", first_name="Erika", last_name="Mustermann", phone="")
    referral = Referral.send(make_case(ada, customer=customer), by=ada, with_contact=True)
    mail = sent(office)[0].as_string()
    assert (referral.with_contact, "Erika" in mail, "Mustermann" in mail) == (False, False, False)
    assert not Look.objects.at(customer).exists()


def test_with_a_yes_and_a_tick_they_do_and_the_look_is_written_down(ada, desk, office):
    lead = make_lead(ada, phone=NUMBER, consent="advertising")
    Referral.send(lead, by=ada, with_contact=True)
    assert NUMBER in sent(office)[0].get_body(("plain",)).get_content()
    assert [look.purpose for look in Look.objects.at(lead.customer)] == ["referral"]


def test_with_a_yes_but_without_the_tick_they_stay(ada, desk, office):
    Referral.send(make_lead(ada, phone=NUMBER, consent="advertising"), by=ada)
    assert NUMBER not in sent(office)[0].as_string()


def test_a_yes_taken_back_before_the_letter_left_keeps_the_number_here(ada, desk, office):
    lead = make_lead(ada, consent="advertising", phone=NUMBER)
    Referral.send(lead, by=ada, with_contact=True)
    lead.customer.consents.get().withdraw(by=ada)
    assert NUMBER not in sent(office)[0].as_string()


def test_what_was_closed_before_it_left_is_not_sent(ada, desk, office):
    referral = Referral.send(make_case(ada), by=ada)
    referral.close(by=ada)
    assert sent(office) == []


def test_the_outbox_tells_nothing_of_the_matter(ada, cy, as_, desk):
    make_consent(customer := make_customer(first_name="Erika"), by=ada)
    customer.keep_contact(by=ada, phone=NUMBER)
    referral = Referral.send(
        make_case(ada, customer=customer), by=ada, with_contact=True, remark="Call after five"
    )
    page = as_(cy).get(reverse("ledger:letter", args=[referral.letter().pk])).content.decode()
    assert [words in page for words in (referral.code, NUMBER, "Erika", "Call after five", "four days")] == \
           [True, False, False, False, False]  # fmt: skip


def test_the_same_form_twice_sends_once(ada, desk):
    import uuid

    case, key = make_case(ada), uuid.uuid4()
    assert Referral.send(case, by=ada, client_id=key) == Referral.send(case, by=ada, client_id=key)
    assert Letter.objects.of_kind("referral").count() == 1


def test_what_the_desk_has_is_not_handed_there_again(ada, desk):
    case = make_case(ada)
    Referral.send(case, by=ada)
    with pytest.raises(Refusal, match="has this already"):
        Referral.send(case, by=ada)


@pytest.mark.parametrize("before", FOLLOWING)
@pytest.mark.parametrize("said", [*FOLLOWING, ""])
def test_every_word_moves_it_only_where_the_table_says(ada, desk, before, said):
    referral = Referral.send(make_lead(ada), by=ada)
    Referral.objects.filter(pk=referral.pk).update(
        state=before, ended_at=timezone.now() if before in ENDS else None
    )
    assert say(referral, said, remark="x") is True
    assert referral.state == (said if said in FOLLOWING[before] else before)
    assert DeskReply.objects.get().remark == "x"


def test_the_same_word_twice_is_one_word(ada, desk):
    referral = Referral.send(make_lead(ada), by=ada)
    assert [say(referral, "accepted"), say(referral, "solved")] == [True, False]
    assert (referral.state, DeskReply.objects.count()) == ("accepted", 1)


def test_what_the_desk_declines_is_the_owners_again(ada, desk):
    case = make_case(ada)
    referral = Referral.send(case, by=ada)
    say(referral, "declined", remark="Not ours.")
    case.refresh_from_db()
    assert (case.state, referral.waits_for_its_owner) == ("open", True)
    assert Referral.send(case, by=ada).code != referral.code


def test_what_the_desk_solved_waits_for_who_asks_the_customer(ada, desk):
    case = make_case(ada)
    referral = Referral.send(case, by=ada)
    say(referral, "solved", external_reference="INC-1")
    case.refresh_from_db()
    assert (case.state, referral.external_reference) == ("handed_on", "INC-1")
    case.solve(by=ada, what_helped="A new port.")
    referral.refresh_from_db()
    assert referral.closed_at is not None


def test_the_owner_gets_one_letter_on_the_next_working_morning(ada, desk, office):
    first, second = (Referral.send(make_case(ada), by=ada) for _ in range(2))
    say(first, "accepted", key="1")
    say(second, "solved", key="2")
    letter = Letter.objects.of_kind("desk_replied").get()
    assert timezone.now() < letter.due_at < timezone.now() + timedelta(days=6)
    assert timezone.localtime(letter.due_at).hour == 9
    Letter.objects.update(due_at=timezone.now())
    mail = next(mail for mail in sent(office) if mail["To"] == "ada@example.org")
    assert mail["Subject"] == "Trouble-Shooter has answered you 2 times"
    text = mail.get_body(("plain",)).get_content()
    assert first.code in text and second.code in text


def test_what_one_wrote_down_oneself_is_no_news(ada, cy, desk):
    referral = Referral.send(make_case(ada), by=ada)
    say(referral, "accepted", channel="hand", by=ada)
    assert not Letter.objects.of_kind("desk_replied").exists()
    say(referral, "in_work", key="2", channel="hand", by=cy)
    assert Letter.objects.of_kind("desk_replied").exists()


def test_a_letter_is_not_for_who_handed_the_case_on(ada, bo, desk, office):
    case = make_case(ada)
    say(Referral.send(case, by=ada), "accepted")
    Case.objects.filter(pk=case.pk).update(owner=bo.ambassador)
    Letter.objects.update(due_at=timezone.now())
    assert "ada@example.org" not in [mail["To"] for mail in sent(office)]


def test_today_shows_it_until_it_was_read(ada, as_, desk):
    referral = Referral.send(make_lead(ada), by=ada)
    say(referral, "answered", remark="From March on.")
    client = as_(ada)
    assert referral.code in client.get(reverse("home:today")).content.decode()
    client.post(reverse("leads:referral_closing", args=[referral.pk]))
    assert referral.code not in client.get(reverse("home:today")).content.decode()


def test_a_case_is_handed_on_by_its_page(ada, as_, desk):
    case = make_case(ada)
    client, url = as_(ada), reverse("leads:referral", args=[case.pk])
    page = client.get(url).content.decode()
    assert "This goes along" in page and "No name and no number" in page
    client.post(url, {"remark": "Please hurry"}, follow=True)
    referral = Referral.objects.get()
    page = client.get(referral.get_absolute_url()).content.decode()
    assert [words in page for words in (referral.code, "Please hurry", "waiting")] == [True] * 3
    assert referral.code in client.get(case.get_absolute_url()).content.decode()


def test_before_it_is_sent_the_number_is_only_hinted_at(ada, as_, desk):
    lead = make_lead(ada, phone=NUMBER, consent="advertising")
    page = as_(ada).get(reverse("leads:lead_referral", args=[lead.pk])).content.decode()
    assert (NUMBER in page, f"… {NUMBER[-2:]}" in page) == (False, True)


def test_a_leads_story_tells_of_it(ada, as_, desk):
    lead = make_lead(ada)
    referral = Referral.send(lead, by=ada)
    assert referral.code in as_(ada).get(lead.get_absolute_url()).content.decode()


def test_what_they_told_by_telephone_is_written_down(ada, as_, desk):
    referral = Referral.send(make_case(ada), by=ada)
    url = reverse("leads:desk_reply", args=[referral.pk])
    client = as_(ada)
    assert "at least one thing" in client.post(url, {}).content.decode()
    client.post(url, {"said": "in_work", "external_reference": "INC-7", "remark": "A technician comes."})
    referral.refresh_from_db()
    reply = DeskReply.objects.get()
    assert (referral.state, referral.external_reference, reply.by, reply.channel) == (
        "in_work",
        "INC-7",
        ada,
        "hand",
    )


@pytest.mark.parametrize("name", ["desk_reply", "referral_closing"])
def test_a_stranger_and_a_manager_change_nothing(ada, dee, max, as_, desk, name):
    referral = Referral.send(make_case(ada), by=ada)
    url = reverse(f"leads:{name}", args=[referral.pk])
    assert [as_(who).post(url, {"said": "solved"}).status_code for who in (dee, max)] == [404, 403]
    referral.refresh_from_db()
    assert (referral.state, referral.closed_at) == ("sent", None)


def test_without_a_desk_in_the_settings_it_goes_by_hand(ada, as_, desk):
    desk(mail="")
    case = make_case(ada)
    client, url = as_(ada), reverse("leads:referral", args=[case.pk])
    assert "Write the number" in client.post(url, {"reference": ""}).content.decode()
    client.post(url, {"reference": "INC-4711"})
    referral = Referral.objects.get()
    assert (referral.channel, referral.external_reference, referral.letter()) == ("hand", "INC-4711", None)


@pytest.mark.parametrize("wrong", [{"state": "solved"}, {"ended_at": timezone.now()}, {"case": None}])
def test_the_database_keeps_it_honest(ada, desk, wrong):
    referral = Referral.send(make_case(ada), by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**wrong)


@pytest.mark.parametrize("text", ["{}", "Re: [{}] x", "our code: {}!", "{}\n"])
def test_a_code_is_found_however_it_is_written(text):
    code = new_code()
    assert code_in(text.format(code.lower())) == code == code_in(text.format(code.replace("-", "")))
    assert code_in("TS-12") == code_in("") == code_in("XTS-7K3FQ2MD") == ""
