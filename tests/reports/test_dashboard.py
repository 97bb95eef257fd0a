import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.models import Event, Look
from reports.months import RUNNING
from tests.reports import hands

pytestmark = pytest.mark.django_db
URL = "/reports/"


def text(answer):
    """The page without its CSRF tokens, in which any two digits may stand by chance."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize("who", ["max", "noor"])
def test_managers_and_auditors_see_the_figures(as_, request, who):
    assert as_(request.getfixturevalue(who)).get(URL).status_code == 200


@pytest.mark.parametrize("who", ["ada", "dee", "cy", "hanne"])
def test_nobody_else_does(as_, request, who):
    hands.settle("DE-SN", 12)
    answer = as_(request.getfixturevalue(who)).get(URL)
    assert answer.status_code == 403
    assert "figure__n" not in text(answer)


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_figures_are_only_read(as_, max, method):
    assert getattr(as_(max), method)(URL).status_code == 405


def test_an_empty_network_is_told_kindly(as_, max):
    page = text(as_(max).get(URL))
    assert "Nothing to count yet" in page
    assert "figure__n" not in page


def test_a_network_of_nine_is_hidden_in_number_chart_and_table(as_, max):
    for who in hands.settle("DE-SN", 9):
        hands.meet(who, many=77)
        hands.lead(who)
        hands.solve(who)
        hands.call(who)
    page = text(as_(max).get(URL))
    assert "The network is not shown." in page
    assert page.count("not shown: fewer than 10 people") >= 6
    assert "figure__n" not in page
    assert not re.search(r"\b(77|693)\b", page)
    assert ">0<" not in without(page, "stories of four kinds")


def without(page, title):
    """The page without the chart of that title."""
    charts = re.findall(r'<figure class="chart.*?</figure>', page, flags=re.S)
    return page.replace(next(chart for chart in charts if title in chart), "")


def test_a_land_of_nine_is_hidden_in_page_and_table_and_ten_are_not(as_, max):
    saxony, berlin = hands.settle("DE-SN", 10), hands.settle("DE-BE", 9)
    hands.settle("DE-BY", 11)
    hands.meet(saxony[0], many=41)
    hands.meet(berlin[0], many=67)
    page = text(as_(max).get(URL))
    assert '<th scope="row">Berlin</th><td class="end">not shown: fewer than 10 people</td>' in page
    assert "67" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.S)
    asked = text(as_(max).get(URL, {"land": "DE-BE"}))
    assert "Berlin is not shown." in asked
    assert "figure__n" not in asked


def test_what_is_chosen_stays_in_the_form_and_needs_no_script(as_, max):
    hands.settle("DE-SN", 12)
    hands.meet(hands.settle("DE-BE", 12)[0])
    page = text(as_(max).get(URL, {"land": "DE-BE", "period": "quarter"}))
    assert '<option value="DE-BE" selected>Berlin</option>' in page
    assert '<option value="quarter" selected>' in page
    assert 'method="get"' in page


@pytest.mark.parametrize(
    "asked", [{"land": "XX"}, {"period": "day"}, {"land": "' OR 1=1", "period": "'"}, {"land": "None"}]
)
def test_a_choice_that_makes_no_sense_is_the_whole_network(as_, max, asked):
    hands.meet(hands.settle("DE-SN", 12)[0])
    page = text(as_(max).get(URL, asked))
    assert '<h1 id="alive">The network' in page
    assert '<option value="year" selected>' in page


def test_every_chart_has_its_sentence_and_its_table(as_, max):
    for who in hands.settle("DE-SN", 12):
        hands.meet(who)
        hands.call(who)
        hands.publish(who)
    page = text(as_(max).get(URL))
    charts = re.findall(r'<figure class="chart.*?</figure>', page, flags=re.S)
    assert len(charts) == 5
    for chart in charts:
        assert re.search(r'<svg[^>]* role="img" aria-label="[^"]{12,}"', chart)
        assert "<details" in chart
        assert '<th scope="row">' in chart


def test_drawings_hold_whole_numbers_in_every_language(as_, max):
    for who in hands.settle("DE-SN", 12):
        hands.meet(who, place=RUNNING - 1, many=3)
        hands.call(who)
        hands.publish(who)
    max.speak("de")
    page = text(as_(max).get(URL, headers={"accept-language": "de"}))
    for drawing in re.findall(r'<svg viewBox="0 0 (?:700|346|480|240).*?</svg>', page, flags=re.S):
        assert not re.search(r'(?:x|y|width|height|d|cx|cy)="[^"]*\d,\d', drawing)
        assert "None" not in drawing


def test_nobodys_name_stands_on_the_page_but_the_readers(as_, max):
    people = hands.settle("DE-SN", 12)
    for who in people:
        hands.meet(who)
        hands.lead(who)
        hands.publish(who)
    page = text(as_(max).get(URL))
    assert not [str(who.person) for who in people if str(who.person) in page]
    assert not [str(who.pk) for who in people if str(who.pk) in page]


def test_the_page_costs_the_same_for_one_row_and_for_three_and_at_most_twelve_queries(as_, max):
    people, client, costs = hands.settle("DE-SN", 12), as_(max), []
    client.get(URL)
    for who in people[:3]:
        hands.meet(who)
        hands.lead(who)
        hands.solve(who)
        hands.call(who)
        hands.publish(who)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        costs.append(len(asked))
    assert costs[0] == costs[2], asked.captured_queries
    assert costs[2] <= 12, [query["sql"][:90] for query in asked.captured_queries]


def test_reading_figures_leaves_no_trace(as_, max):
    hands.meet(hands.settle("DE-SN", 12)[0])
    before = Event.objects.count(), Look.objects.count()
    as_(max).get(URL)
    assert (Event.objects.count(), Look.objects.count()) == before
