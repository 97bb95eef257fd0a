"""The words customers hear: kept by version, so that every yes stays bound to what it was said to."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from leads.models import ConsentWording, NoticeWording
from leads.models.consent_wording import AT_FIRST, BY, in_force, read_aloud
from ledger.models import Event
from ledger.refusal import Refusal
from tests.leads.hands import DAY, make_consent, make_customer
from tests.racing import at_once

pytestmark = pytest.mark.django_db
NEW = "May we reach you {by}? You can say no later."


def taken(by, **how):
    return make_consent(make_customer(), by=by, purpose="service", given_at=timezone.now(), **how)


def test_a_consent_stays_bound_to_the_words_it_was_given_to(ada, hanne):
    before = taken(ada)
    assert ConsentWording.reword("service", "en", NEW, by=hanne)
    after, by_post = taken(ada), taken(ada, channel="post")
    before.wording.refresh_from_db()
    assert (before.wording.version, before.wording.text) == (
        1,
        AT_FIRST["service", "en"].format(by="by phone"),
    )
    assert (after.wording.version, after.wording.text) == (
        2,
        "May we reach you by phone? You can say no later.",
    )
    assert by_post.wording.text == "May we reach you by post? You can say no later."


def test_a_yes_said_before_the_change_and_written_down_after_it_keeps_the_old_words(ada, hanne):
    ConsentWording.reword("service", "en", NEW, by=hanne)
    late = make_consent(make_customer(), by=ada, purpose="service", given_at=timezone.now() - DAY)
    assert late.wording.version == 1


def test_what_is_read_aloud_is_the_newest_and_asks_once(hanne, django_assert_num_queries):
    ConsentWording.reword("service", "en", NEW, by=hanne)
    with django_assert_num_queries(1):
        aloud = read_aloud("en")
    assert aloud["service"] == "May we reach you by phone? You can say no later."
    assert aloud["advertising"] == AT_FIRST["advertising", "en"].format(by="by phone")
    assert read_aloud("de")["service"] == AT_FIRST["service", "de"].format(by="per Telefon")
    assert read_aloud("fr") == aloud


def test_the_same_words_again_are_no_new_version(hanne):
    assert not ConsentWording.reword("service", "en", AT_FIRST["service", "en"], by=hanne)
    assert ConsentWording.reword("service", "en", NEW, by=hanne)
    assert not ConsentWording.reword("service", "en", NEW, by=hanne)
    assert [(one.version, one.pattern) for one in ConsentWording.objects.versions()] == [
        (2, NEW),
        (1, AT_FIRST["service", "en"]),
    ]


def test_who_worded_it_anew_is_written_down(hanne):
    ConsentWording.reword("service", "de", NEW, by=hanne)
    NoticeWording.reword("de", "Kurz gesagt.", by=hanne)
    told = [(event.actor, event.verb, event.data) for event in Event.objects.of_verb("worded").order_by("id")]
    assert told == [
        (hanne, "worded", {"purpose": "service", "language": "de", "version": 2}),
        (hanne, "worded", {"language": "de", "version": 2}),
    ]


@pytest.mark.parametrize("pattern", ["", "No way named.", "{by} or {by}?"])
def test_words_without_the_way_are_refused_and_nothing_changes(hanne, pattern):
    with pytest.raises(Refusal, match="by"):
        ConsentWording.reword("service", "en", pattern, by=hanne)
    assert in_force() == AT_FIRST
    assert not ConsentWording.objects.exists()


def test_braces_somebody_typed_are_only_braces(hanne, ada):
    ConsentWording.reword("service", "en", "May we {by} {0} {x.__class__} %s?", by=hanne)
    assert taken(ada).wording.text == "May we by phone {0} {x.__class__} %s?"


@pytest.mark.parametrize("table", ["consentwording", "noticewording"])
@pytest.mark.parametrize("act", ["DELETE FROM leads_{}", "UPDATE leads_{} SET text = 'other'"])
def test_the_database_refuses_to_rewrite_a_wording(hanne, table, act):
    ConsentWording.reword("service", "en", NEW, by=hanne)
    NoticeWording.reword("en", "In short.", by=hanne)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table))


@pytest.mark.django_db(transaction=True)
def test_two_who_word_it_at_once_make_one_version_after_the_other(hanne):
    at_once(*[lambda text=text: NoticeWording.reword("en", text, by=hanne) for text in ("One.", "Two.")])
    at_once(
        *[
            lambda text=text: ConsentWording.reword("service", "en", text, by=hanne)
            for text in ("A {by}.", "B {by}.")
        ]
    )
    assert [notice.version for notice in NoticeWording.objects.in_language("en")] == [3, 2, 1]
    assert [wording.version for wording in ConsentWording.objects.versions()] == [3, 2, 1]


def test_the_notice_can_be_read_before_anybody_worded_it_and_makes_no_row():
    for language in BY:
        assert NoticeWording.shown(language).text == NoticeWording.shown(language, 1).text
        assert "Art. 6" in NoticeWording.shown(language).text
    assert NoticeWording.shown("en", 2) is None
    assert not NoticeWording.objects.exists()


def test_the_notice_handed_over_is_a_row_that_stays(hanne):
    first = NoticeWording.current("en")
    NoticeWording.reword("en", "In short.", by=hanne)
    first.refresh_from_db()
    assert (first.version, NoticeWording.current("en").version) == (1, 2)
    assert NoticeWording.shown("en", 1) == first
    assert NoticeWording.current("fr") == NoticeWording.current("en")


def test_a_notice_without_words_is_refused(hanne):
    with pytest.raises(Refusal, match="Write"):
        NoticeWording.reword("en", "", by=hanne)
