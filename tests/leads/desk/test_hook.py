import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from standardwebhooks import Webhook

from leads.models import DeskReply, Referral
from tests.leads.desk.conftest import SECRET
from tests.leads.hands import make_case
from tests.racing import at_once


@pytest.fixture
def referral(ada, desk):
    desk(secrets=[SECRET])
    return Referral.send(make_case(ada), by=ada)


def post(client, data, *, secret=SECRET, message_id=None, age=timedelta(), body=None, **headers):
    body = json.dumps({"type": "referral.changed", "data": data}) if body is None else body
    message_id, at = message_id or f"msg_{uuid.uuid4().hex}", datetime.now(UTC) - age
    text = body if isinstance(body, str) else body.decode("latin-1")
    marks = {"webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())),
             "webhook-signature": Webhook(secret).sign(message_id, at, text)}  # fmt: skip
    return client.post(
        reverse("leads:desk_hook"), body, content_type="application/json", headers={**marks, **headers}
    )


def test_a_signed_word_moves_it_without_a_login(client, referral):
    answer = post(
        client,
        {"reference": referral.code, "state": "in_work", "remark": "Soon.", "external_reference": "INC-1"},
    )
    referral.refresh_from_db()
    assert (answer.status_code, referral.state, referral.external_reference) == (200, "in_work", "INC-1")
    assert (DeskReply.objects.get().remark, DeskReply.objects.get().channel) == ("Soon.", "webhook")


def test_the_same_id_again_changes_nothing(client, referral):
    for state in ("accepted", "solved"):
        assert (
            post(client, {"reference": referral.code, "state": state}, message_id="msg_1").status_code == 200
        )
    referral.refresh_from_db()
    assert referral.state == "accepted"


@pytest.mark.parametrize("state", ["accepted", ""])
def test_an_older_secret_is_still_believed(client, referral, desk, state):
    desk(secrets=["whsec_bmV3IHNlY3JldCBuZXcgc2VjcmV0IG5ldw==", SECRET])
    assert post(client, {"reference": referral.code, "state": state}).status_code == 200


@pytest.mark.parametrize(
    "how",
    [{"secret": "whsec_YW5vdGhlciBzZWNyZXQgb2YgYSBzdHJhbmdlcg=="}, {"age": timedelta(minutes=6)}, {"age": timedelta(minutes=-6)},
     {"webhook-signature": ""}, {"webhook-signature": "v1,x"}, {"webhook-signature": "nonsense"}, {"webhook-timestamp": "soon"},
     {"webhook-id": ""}, {"body": b"\xff\xfe"}],
)  # fmt: skip
def test_what_is_not_signed_now_by_the_desk_is_refused(client, referral, how):
    answer = post(client, {"reference": referral.code, "state": "solved"}, **how)
    referral.refresh_from_db()
    assert (answer.status_code, referral.state) == (401, "sent")


def test_without_a_secret_nobody_is_believed(client, referral, desk):
    desk(secrets=[])
    assert post(client, {"reference": referral.code, "state": "solved"}).status_code == 401


def test_an_unknown_reference_is_not_found(client, referral):
    for reference in ("TS-2222-2222", "", "x" * 300, "INC-1"):
        answer = post(client, {"reference": reference, "state": "solved"})
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found."})


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "{", '{"data": 1}', '{"data": []}', '{"data": {"reference": 4}}', "[" * 5000,
             '{"data": {"reference": "TS-2222-2222", "state": "cooked"}}', '{"data": {"remark": {"a": 1}}}'],
)  # fmt: skip
def test_bad_words_get_a_clear_answer(client, referral, body):
    answer = post(client, None, body=body)
    assert answer.status_code == 400 and "Send" in answer.json()["error"]


def test_nul_and_endless_words_are_cut(client, referral):
    answer = post(
        client,
        {"reference": referral.code, "remark": "a\x00b\u202e" * 900, "external_reference": "I\nN" * 90},
    )
    assert answer.status_code == 200
    assert (
        len(DeskReply.objects.get().remark) <= 2000 and len(DeskReply.objects.get().external_reference) <= 80
    )


def test_a_flood_is_refused_before_it_is_read(client, referral):
    assert post(client, None, body="x" * 70_000).status_code == 413


def test_a_get_shows_nothing(client, referral):
    assert client.get(reverse("leads:desk_hook")).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_are_one(client, referral):
    from leads.desk import hook

    body = json.dumps({"data": {"reference": referral.code, "state": "accepted"}}).encode()
    assert at_once(*[lambda: hook.hear(body, "msg_1")] * 5) == [True] * 5
    assert DeskReply.objects.count() == 1
