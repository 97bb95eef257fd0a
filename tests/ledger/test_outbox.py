import pytest
from django.urls import reverse
from django.utils import timezone

from ledger.models import Event, Letter
from ledger.post import Post
from ledger.refusal import Refusal
from tests.cast import DAY, make_coordinator


def page_of(letter):
    return reverse("ledger:letter", args=[letter.pk])


def test_the_outbox_masks_the_links_of_letters(ada, cy, as_, letter_to):
    said = as_(cy).get(page_of(letter_to(ada))).content.decode()
    assert "Good morning Ada" in said
    assert "http://localhost/a/…" in said
    assert "a-secret-token" not in said


def test_the_demos_outbox_shows_them(ada, cy, as_, letter_to, settings):
    settings.DEMO = True
    assert "a-secret-token" in as_(cy).get(page_of(letter_to(ada))).content.decode()


def test_a_letter_nobody_needs_says_so(ada, cy, as_, greeting, letter_to):
    letter = letter_to(ada)
    greeting.page = None
    assert "would not be sent now" in as_(cy).get(page_of(letter)).content.decode()


def test_a_letter_that_cannot_be_written_is_still_a_page(ada, cy, as_):
    letter = Letter.write("of_a_room_that_is_gone", recipient=ada, dedup_key="x")
    assert as_(cy).get(page_of(letter)).status_code == 200


@pytest.mark.parametrize(
    ("state", "shown"),
    [("dead", ["dead"]), ("due", ["due"]), ("", ["dead", "due"]), ("nonsense", ["dead", "due"])],
)
def test_the_outbox_is_read_by_state(ada, cy, as_, letter_to, state, shown):
    letter_to(ada)
    Letter.objects.filter(pk=letter_to(ada).pk).update(state="dead")
    page = as_(cy).get(reverse("ledger:outbox"), {"state": state}).context["page"]
    assert sorted(letter.state for letter in page.rows) == shown


def test_a_list_of_three_costs_the_queries_of_one(ada, cy, as_, letter_to, django_assert_num_queries, bo):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = as_(cy), reverse("ledger:outbox")
    letter_to(ada)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    letter_to(bo), letter_to(cy)
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_a_coordinator_sends_a_dead_letter_again(ada, cy, as_, letter_to):
    letter = letter_to(ada)
    Letter.objects.filter(pk=letter.pk).update(state="dead")
    answer = as_(cy).post(reverse("ledger:send_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert (answer.url, letter.state) == (page_of(letter), "due")
    assert [(event.verb, event.actor) for event in Event.objects.about(letter)] == [("sent_again", cy)]


def test_a_coordinator_cancels_a_letter_that_waits_and_can_take_that_back(ada, cy, as_, letter_to, office):
    letter, client = letter_to(ada), as_(cy)
    assert "Cancel the letter" in client.get(page_of(letter)).content.decode()
    client.post(reverse("ledger:cancel_letter", args=[letter.pk]))
    Letter.objects.send_due()
    assert office.arrived == []
    assert "Cancel the letter" not in client.get(page_of(letter)).content.decode()
    client.post(reverse("ledger:send_again", args=[letter.pk]))
    Letter.objects.send_due()
    assert office.recipients() == [ada.email]
    assert [(event.verb, event.actor) for event in Event.objects.about(letter)] == [
        ("sent_again", cy),
        ("cancelled", cy),
    ]


@pytest.mark.parametrize("state", ["sending", "sent", "dead", "uncertain", "cancelled"])
def test_only_what_waits_is_cancelled(ada, cy, letter_to, state):
    letter = letter_to(ada)
    extra = {
        "sending": {"lease_until": timezone.now(), "token": letter.pk},
        "sent": {"sent_at": timezone.now()},
    }
    Letter.objects.filter(pk=letter.pk).update(state=state, **extra.get(state, {}))
    with pytest.raises(Refusal, match="doesn’t wait any more"):
        letter.cancel(by=cy)
    letter.refresh_from_db()
    assert (letter.state, list(Event.objects.about(letter))) == (state, [])


def test_a_letter_that_is_cancelled_or_sent_at_once_is_one_of_both(ada, cy, letter_to, office):
    letter = letter_to(ada)
    taken = Letter.objects.claim_one()
    with pytest.raises(Refusal):
        letter.cancel(by=cy)
    with Post() as post:
        assert taken.send(connection=post)
    assert office.recipients() == [ada.email]


def test_a_refusal_is_shown_on_the_page_somebody_came_from(ada, cy, as_, letter_to, office):
    letter = letter_to(ada)
    Letter.objects.send_due()
    url, back = reverse("ledger:send_again", args=[letter.pk]), f"http://localhost{page_of(letter)}"
    answer = as_(cy).post(url, headers={"Referer": back, "Host": "localhost"})
    assert (answer.status_code, answer.url) == (302, back)
    assert "is on its way or has left" in as_(cy).get(back, headers={"Host": "localhost"}).content.decode()


@pytest.mark.parametrize(
    "referer", [{}, {"Referer": "https://elsewhere.example/x"}, {"Referer": "//elsewhere.example"}]
)
def test_a_refusal_without_a_page_of_ours_to_go_back_to_is_a_page(ada, cy, as_, letter_to, office, referer):
    letter = letter_to(ada)
    Letter.objects.send_due()
    answer = as_(cy).post(reverse("ledger:send_again", args=[letter.pk]), headers=referer)
    assert (answer.status_code, answer.templates[0].name) == (409, "refused.html")
    assert "elsewhere" not in answer.content.decode()


def test_letters_that_should_have_left_are_counted(ada, letter_to):
    letter_to(ada, due_at=timezone.now() - DAY)
    letter_to(ada)
    assert Letter.objects.overdue(by=DAY / 2).count() == 1


@pytest.mark.parametrize(
    ("scope_kind", "scope_value"), [("region", "DE-SN"), ("unit", "T-DE-S-HOT")], ids=["land", "unit"]
)
def test_a_coordinator_of_a_part_reads_the_letters_to_its_people_alone(
    ada, bo, as_, letter_to, scope_kind, scope_value
):
    own, foreign = letter_to(ada), letter_to(bo)
    eva = make_coordinator("Eva", scope_kind=scope_kind, scope_value=scope_value).person
    client = as_(eva)
    assert list(client.get(reverse("ledger:outbox")).context["page"].rows) == [own]
    assert [client.get(page_of(letter)).status_code for letter in (own, foreign)] == [200, 404]
    Letter.objects.filter(pk=foreign.pk).update(state="dead")
    for act in ("send_again", "cancel_letter"):
        assert client.post(reverse(f"ledger:{act}", args=[foreign.pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "dead"
