"""The letter about due follow-ups: written once, made when it is sent."""

from django.core import mail

from leads.models import FollowUp
from ledger import letters
from ledger.models import Letter
from tests.leads.hands import DAY, NUMBER, make_customer, make_follow_up, make_lead


def remind_and_send():
    FollowUp.objects.due().remind()
    Letter.objects.send_due()
    return mail.outbox


def test_the_letter_tells_what_is_due_when_it_leaves_and_no_number(ada):
    lead = make_lead(ada, customer=make_customer("Frau <b>M.</b>"), consent="advertising", phone=NUMBER)
    make_follow_up(lead)
    FollowUp.objects.due().remind()
    make_follow_up(make_lead(ada, customer=make_customer("Familie K.")), purpose="advertising")
    Letter.objects.send_due()
    (sent,) = mail.outbox
    html = sent.alternatives[0].content
    assert (sent.to, sent.subject) == (["ada@example.org"], "2 people would like to hear from you")
    for text in (sent.body, html):
        assert "Familie K." in text and "ask when you meet" in text and NUMBER[3:] not in text
    assert "Frau <b>M.</b>" in sent.body and "Frau &lt;b&gt;" in html


def test_answered_before_it_left_the_letter_is_not_needed(ada):
    follow_up = make_follow_up(make_lead(ada))
    FollowUp.objects.due().remind()
    follow_up.complete(by=ada, answer="all_ok")
    Letter.objects.send_due()
    assert (len(mail.outbox), Letter.objects.get().state) == (0, "cancelled")


def test_the_letter_speaks_the_language_of_its_reader(ada):
    type(ada).objects.with_email(ada.email).update(language="de")
    make_follow_up(make_lead(ada))
    FollowUp.objects.due().remind()
    assert letters.compose(Letter.objects.get()).to == [ada.email]


def test_after_days_of_silence_there_is_one_letter_and_not_one_for_each_day(ada):
    for days in range(1, 6):
        make_follow_up(make_lead(ada), due_in=-days * DAY)
    assert len(remind_and_send()) == 1
    assert len(remind_and_send()) == 1
