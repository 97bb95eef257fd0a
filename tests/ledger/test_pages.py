from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ledger.models import MailboxMessage
from ledger.pages import ROWS, page_of

NOW = timezone.now()


@pytest.fixture
def many(db):
    """Enough for three pages; ten at a time share one moment."""
    rows = [
        MailboxMessage(
            created_at=NOW - timedelta(seconds=number // 10),
            subject=str(number),
            recipient="a@example.org",
            text="",
        )
        for number in range(2 * ROWS + 7)
    ]
    MailboxMessage.objects.bulk_create(rows)


def read(rf, url="/"):
    return page_of(MailboxMessage.objects.newest_first(), rf.get(url), time="created_at")


def all_pages(rf):
    page = read(rf)
    yield page
    while page.next_url:
        page = read(rf, page.next_url)
        yield page


def test_pages_show_every_row_once_and_in_order(rf, many):
    pages = list(all_pages(rf))
    assert [len(page.rows) for page in pages] == [ROWS, ROWS, 7]
    assert [row for page in pages for row in page.rows] == list(MailboxMessage.objects.newest_first())
    assert [page.is_first for page in pages] == [True, False, False]


def test_a_row_that_arrives_meanwhile_moves_nothing(rf, many):
    first = read(rf)
    MailboxMessage.objects.create(
        created_at=NOW + timedelta(hours=1), subject="new", recipient="a@example.org", text=""
    )
    second = read(rf, first.next_url)
    assert not set(first.rows) & set(second.rows)
    assert len(second.rows) == ROWS


def test_every_page_costs_one_query(rf, many):
    url = "/"
    while url:
        with CaptureQueriesContext(connection) as asked:
            url = read(rf, url).next_url
        assert len(asked) == 1


def test_the_address_of_the_next_page_keeps_the_filter(rf, many):
    assert read(rf, "/?state=dead&q=J%C3%A4ckel").next_url.startswith("/?state=dead&q=J%C3%A4ckel&after=")


@pytest.mark.parametrize(
    "after",
    [
        "",
        "yesterday",
        "2026-01-01_",
        "_",
        "2026-01-01T00:00:00_7",
        "\x00",
        "2026-01-01T00:00:00+00:00_' OR 1=1",
    ],
)
def test_a_place_that_makes_no_sense_is_the_first_page(rf, many, after):
    assert (
        len(
            page_of(
                MailboxMessage.objects.newest_first(), rf.get("/", {"after": after}), time="created_at"
            ).rows
        )
        == ROWS
    )


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-01T00:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+23:59",
        "0001-01-01T00:00:00-23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-01-01T00:00:00+23:59",
    ],
)
def test_an_odd_moment_is_no_error(rf, many, moment):
    url = {"after": f"{moment}_00000000-0000-0000-0000-000000000000"}
    page_of(MailboxMessage.objects.newest_first(), rf.get("/", url), time="created_at")


def test_an_empty_list_is_a_page(rf, db):
    assert read(rf) == ([], None, True)
