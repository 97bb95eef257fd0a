"""The lists of calls: fifty on a page, the soonest first, and no call is left out between two pages."""

from datetime import timedelta

import pytest

from tests.leads import hands


@pytest.mark.parametrize(("show", "hours"), [("", -100), ("coming", 100)])
def test_every_open_call_stands_on_one_of_the_pages(as_, ada, show, hours):
    lead = hands.make_lead(ada)
    made = [
        hands.make_follow_up(lead, due_in=timedelta(hours=hours, minutes=number // 2)) for number in range(53)
    ]
    client, url, seen = as_(ada), f"/follow-ups/?show={show}", []
    while url:
        page = client.get(url).context["page"]
        seen += page.rows
        url = page.next_url
    assert [one.pk for one in seen] == [one.pk for one in sorted(made, key=lambda one: (one.due_at, one.pk))]
