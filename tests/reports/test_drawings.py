import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.drawings import bars, columns, dots, funnel, gauge, journey, line

numbers = st.integers(0, 10**7)


def coordinates(path):
    return [int(found) for found in re.findall(r"-?\d+", path)]


@given(st.lists(st.none() | numbers, min_size=12, max_size=12))
def test_a_line_stays_on_its_paper(values):
    found = line.drawn(values, ["x"] * 12, {11: "mark"})
    assert all(-1 <= n <= found.width for n in coordinates(found.path + found.area))
    assert len(found.knots) == (values[11] is not None)


def test_a_line_of_hidden_months_is_no_line():
    found = line.drawn([None] * 12, ["x"] * 12, {})
    assert (found.path, found.area, found.knots) == ("", "", [])


@given(st.lists(st.tuples(st.just("Q"), st.dictionaries(st.sampled_from("abcd"), numbers)), max_size=4))
def test_columns_stand_on_their_base_and_are_as_high_as_their_sum(stacks):
    for (_label, parts), column in zip(stacks, columns.drawn(stacks).columns, strict=True):
        assert column.total == sum(parts.values())
        assert sum(part.height for part in column.parts) == columns.BASE - column.total_y - 8
        assert all(part.y >= columns.TOP and part.height >= 0 for part in column.parts)


@given(st.lists(st.tuples(numbers, st.just("step")), min_size=1, max_size=4))
def test_the_ribbon_is_widest_where_the_number_is_largest(steps):
    found = funnel.drawn(steps)
    widths = [abs(int(band.split("H")[1].split("V")[0]) - int(band[1:].split()[0])) for band in found.bands]
    most = max(range(len(steps)), key=lambda place: steps[place][0])
    assert widths[most] == max(widths)


def test_no_steps_are_no_ribbon():
    assert funnel.drawn([]) is None


@pytest.mark.parametrize(("percent", "end"), [(100, "232 122"), (50, "120 10"), (1, "8 118")])
def test_the_gauge_ends_where_the_share_does(percent, end):
    assert f"A112 112 0 0 1 {end}L" in gauge.drawn(percent, "").part


def test_an_empty_gauge_is_empty():
    assert gauge.drawn(0, "0 %").part == ""


def test_a_hidden_bar_has_no_width_of_its_own():
    shown, small, hidden = bars.drawn([("A", 64), ("B", 0), ("C", None)]).bars
    assert (shown.width, small.width, hidden.width) == (bars.LONGEST, 3, None)
    assert hidden.end == bars.HATCHED + 12


@pytest.mark.parametrize("stations", [0, 1, 2, 8])
def test_a_journey_has_a_stop_for_every_station(stations):
    found = journey.drawn([("Town", "May")] * stations)
    assert len(found.stops) == stations
    assert [stop.is_last for stop in found.stops].count(True) == min(1, stations)
    assert bool(found.path) == (stations > 1)


@given(st.integers(0, 400), st.integers(0, 400))
def test_dots_are_on_for_the_share_that_is_there(number, more):
    on = [dot.is_on for dot in dots.drawn(number, number + more)].count(True)
    assert (on == 50) if number and not more else 0 <= on <= 50
