"""The lists of calls: fifty on a page, the soonest first, and no call is left out between two pages."""

from datetime import timedelta

import pytest

from tests.leads import hands

NASTY = "<script>x</script>\"'&%s"
SHOWN = "&lt;script&gt;x&lt;/script&gt;&quot;&#x27;&amp;%s"


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


@pytest.mark.parametrize("address", ["/", "/follow-ups/", "/follow-ups/?show=network"])
def test_words_about_a_call_are_shown_as_they_were_written(as_, ada, cy, address):
    met = hands.make_encounter(ada, place=f"Place {NASTY}")
    lead = hands.make_lead(ada, customer=hands.make_customer(f"Name {NASTY}"), encounter=met)
    hands.make_follow_up(lead, remark=f"Remark {NASTY}")
    page = as_(cy if "network" in address else ada).get(address).content.decode()
    assert f"Name {SHOWN}" in page and f"Remark {SHOWN}" in page
    assert "network" in address or f"Place {SHOWN}" in page
    assert "<script>x" not in page


def test_a_call_that_a_yes_allows_offers_the_number_and_another_does_not(as_, ada):
    allowed, silent = hands.make_lead(ada, phone="+4930123456"), hands.make_lead(ada)
    hands.make_consent(allowed.customer, by=ada)
    calls = [hands.make_follow_up(lead) for lead in (allowed, silent)]
    page = as_(ada).get("/follow-ups/").content.decode()
    offered = [f'name="follow_up" value="{call.pk}"' in page for call in calls]
    assert offered == [True, False] and page.count("don't call") == 1
