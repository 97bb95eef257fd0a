import imaplib
import ssl

import pytest
from django.core.cache import cache
from django.db import OperationalError

from config.service_desk import Imap
from leads.desk import mailbox
from leads.models import DeskReply, Referral
from ledger import sweeps
from tests import mailbox_server
from tests.leads.desk.test_mail import answer
from tests.leads.hands import make_case


@pytest.fixture
def box(desk, db):
    """An open mailbox, and the product reads it."""
    cache.delete("leads.desk.mailbox")
    with mailbox_server.opened() as box:
        desk(imap=at(box))
        yield box


def at(box, **other):
    imap = Imap("127.0.0.1", box.port, False, mailbox_server.USER, mailbox_server.PASSWORD, "INBOX")
    return imap._replace(**other)


def fetched():
    cache.delete("leads.desk.mailbox")
    return mailbox.fetch()


def test_what_is_unread_is_taken_in_once(ada, desk, box):
    referral = Referral.send(make_case(ada), by=ada)
    uid = box.bring(answer(referral, "accepted\nTicket: INC-1"))
    assert [fetched(), fetched()] == [1, 0]
    referral.refresh_from_db()
    assert (referral.state, referral.external_reference, box.flags[uid]) == ("accepted", "INC-1", {r"\Seen"})


def test_one_bad_mail_stops_no_other(ada, box, caplog):
    referral = Referral.send(make_case(ada), by=ada)
    bad = [
        b"", b"\x00\xff" * 500, b"From: \xff\xfe<x@service.example>\r\nSubject: =?x?Q?=\r\n\r\n\xff",
        answer(referral, "solved", sender="dee@elsewhere.example"), answer(referral, "solved", subject="no code"),
        answer(referral, "solved").replace(b'charset="utf-8"', b'charset="no-such-thing"'),
        answer(referral, "solved" + "x" * 300_000), b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x--",
    ]  # fmt: skip
    uids = [box.bring(raw) for raw in bad]
    good = box.bring(answer(referral, "in work"))
    assert fetched() == len(bad) + 1
    referral.refresh_from_db()
    assert (referral.state, DeskReply.objects.count(), box.unread()) == ("in_work", 1, [])
    assert [r"\Flagged" in box.flags[uid] for uid in [*uids, good]] == [True] * len(bad) + [False]
    assert "service.example" not in caplog.text


def test_a_mail_that_is_too_large_is_never_fetched(ada, box):
    box.bring(b"x" * (mailbox.LARGEST + 1))
    fetched()
    assert not [command for command in box.commands if "BODY" in command]


def test_garbage_is_bounded_in_number(ada, box):
    for _ in range(mailbox.MOST + 5):
        box.bring(b"garbage")
    assert [fetched(), fetched()] == [mailbox.MOST, 5]


@pytest.mark.parametrize("moment", ["LOGIN", "SELECT", "SEARCH", "RFC822.SIZE", "BODY", "STORE"])
def test_a_line_that_is_cut_loses_nothing_and_doubles_nothing(ada, box, moment):
    referral = Referral.send(make_case(ada), by=ada)
    box.bring(answer(referral, "solved"))
    box.cuts_at = moment
    with pytest.raises((OSError, imaplib.IMAP4.error)):
        fetched()
    box.cuts_at = ""
    assert fetched() == 1
    referral.refresh_from_db()
    assert (referral.state, DeskReply.objects.count(), box.unread()) == ("solved", 1, [])


def test_a_database_on_a_bad_day_leaves_the_mail_unread(ada, box, monkeypatch):
    from leads.desk import mail

    uid = box.bring(b"x")

    def hear(_raw):
        raise OperationalError("gone")

    monkeypatch.setattr(mail, "hear", hear)
    with pytest.raises(OperationalError):
        fetched()
    assert box.unread() == [uid]


def test_a_wrong_password_stops_no_other_sweep(ada, desk, box):
    desk(imap=at(box, password="wrong"))
    cache.delete("leads.desk.mailbox")
    done = sweeps.sweep_once()
    assert done["service desk"] is None and done["letters"] == 0


def test_it_is_asked_once_a_minute_however_many_sweep(ada, box):
    cache.delete("leads.desk.mailbox")
    box.bring(b"x")
    assert [mailbox.fetch(), mailbox.fetch()] == [1, 0]
    assert [command.split(" ")[0] for command in box.commands].count("LOGIN") == 1


def test_nobody_is_asked_without_a_mailbox(desk, db):
    assert fetched() == 0


def test_over_tls_only_a_certificate_that_is_trusted_is_believed(ada, desk, tmp_path, monkeypatch):
    certificate = mailbox_server.self_made_certificate(tmp_path)
    with mailbox_server.opened(certificate) as box:
        desk(imap=at(box, tls=True))
        with pytest.raises(ssl.SSLCertVerificationError):
            fetched()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        box.bring(b"x")
        assert fetched() == 1
        desk(imap=at(box, tls=True, host="127.0.0.2"))
        with pytest.raises((ssl.SSLCertVerificationError, ConnectionRefusedError)):
            fetched()
