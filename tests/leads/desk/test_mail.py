from email.message import EmailMessage

import pytest

from leads.desk import mail, saying
from leads.models import DeskReply, Referral
from tests.leads.hands import make_case


@pytest.fixture
def referral(ada, desk):
    return Referral.send(make_case(ada), by=ada)


def answer(referral, text, *, sender="Desk <jo@service.example>", subject=None, html=False, **headers):
    said = EmailMessage()
    said["From"], said["To"] = "who@from.test", "answers@example.org"
    said["Subject"] = f"Re: [{referral.code}] Please help" if subject is None else subject
    for name, value in headers.items():
        said[name.replace("_", "-")] = value
    said.set_content(text, subtype="html" if html else "plain")
    return said.as_bytes().replace(b"who@from.test", sender.encode())


def heard(referral, raw):
    became = mail.hear(raw)
    referral.refresh_from_db()
    return became, referral.state


@pytest.mark.parametrize(
    ("line", "state"),
    [("solved", "solved"), ("Gelöst.", "solved"), ("GELOEST", "solved"), ("Angenommen", "accepted"), ("accepted!", "accepted"),
     ("In Arbeit", "in_work"), ("in_work", "in_work"), ("abgelehnt", "declined"), ("Declined", "declined"), ("beantwortet:", "answered"),
     ("not solved", "sent"), ("Hallo, gelöst", "sent"), ("", "sent")],
)  # fmt: skip
def test_a_first_line_that_is_one_word_moves_it(referral, line, state):
    became, now = heard(
        referral, answer(referral, f"{line}\nSince noon.\n\nOn Monday Ada wrote:\n> solved\n")
    )
    reply = DeskReply.objects.get()
    assert (became, now) == ("kept", state)
    assert reply.remark == ("Since noon." if state != "sent" or not line else f"{line}\nSince noon.")


def test_its_own_number_is_kept(referral):
    heard(referral, answer(referral, "accepted\nTicket: INC-4711\n"))
    assert referral.external_reference == "INC-4711"


def test_it_is_found_by_the_letter_that_is_answered(referral):
    raw = answer(referral, "solved", subject="Your mail", In_Reply_To=referral.letter().message_id)
    assert heard(referral, raw) == ("kept", "solved")
    raw = answer(
        referral,
        "x",
        subject="",
        References=f"<a@b> {referral.letter().message_id} <c@d>",
        Message_ID="<2@x>",
    )
    assert mail.hear(raw) == "kept"


@pytest.mark.parametrize(
    "sender",
    ["dee@elsewhere.example", "jo@service.example.evil.test", "jo@notservice.example", "", "jo@service.example <dee@elsewhere.example>",
     '"jo@service.example" <dee@elsewhere.example>'],
)  # fmt: skip
def test_only_the_desks_own_domain_is_believed(referral, sender):
    assert heard(referral, answer(referral, "solved", sender=sender)) == ("stranger", "sent")
    assert not DeskReply.objects.exists()


def test_a_part_of_its_domain_is_the_desk(referral):
    assert heard(referral, answer(referral, "solved", sender="x@mail.service.example"))[0] == "kept"


def test_the_same_mail_twice_is_one_reply(referral):
    raw = answer(referral, "accepted", Message_ID="<1@service.example>")
    assert [mail.hear(raw), mail.hear(raw)] == ["kept", "known"]
    assert DeskReply.objects.count() == 1


def test_a_mail_about_nothing_of_ours_is_unknown(referral):
    assert heard(referral, answer(referral, "solved", subject="Re: [TS-2222-2222]")) == ("unknown", "sent")


def test_html_is_read_as_text(referral):
    text = "<style>x</style><p>solved</p><script>alert(1)</script><div>A <b>new</b> port &amp; cable</div>"
    heard(referral, answer(referral, text, html=True))
    assert (referral.state, DeskReply.objects.get().remark) == ("solved", "A new port & cable")


def test_no_end_of_words_is_kept(referral):
    heard(referral, answer(referral, "x" * 900 + "\n" + "word \x00\u202e" * 5000))
    kept = DeskReply.objects.get().remark
    assert len(kept) <= saying.LONGEST and "\x00" not in kept and "\u202e" not in kept
