import pytest

from trophies import places, route


@pytest.mark.parametrize(
    "towns, km",
    [(["Hamburg", "München"], 612), (["Berlin"], 0), ([], 0), (["Zwickau", "Nowhere", "Berlin"], 209)],
)
def test_kilometres_are_counted_from_town_to_town(towns, km):
    assert places.kilometres(towns) == pytest.approx(km, rel=0.01)


def test_a_town_is_found_without_umlaut_trouble():
    assert places.degrees("München") == places.degrees("MUENCHEN") == places.degrees(" münchen ")


def test_every_town_lies_on_the_drawing():
    for town in places._TOWNS:
        x, y = route.point(town)
        assert 0 < x < route.WIDTH
        assert 0 < y < route.HEIGHT


class Stay:
    def __init__(self, host_city, until=True):
        self.host_city, self.until = host_city, until


def test_no_label_lies_on_another_stop_or_label():
    towns = [
        "Köln",
        "Bonn",
        "Düsseldorf",
        "Darmstadt",
        "Frankfurt",
        "Mainz",
        "Stuttgart",
        "Berlin",
        "Potsdam",
    ]
    stops = route._stops([Stay(town) for town in towns])
    labels = {(stop.label.x, stop.label.y) for stop in stops}
    assert ([stop.town for stop in stops], len(labels)) == (towns, len(towns))


def test_a_town_visited_twice_is_one_stop_and_every_leg_is_drawn():
    drawn = route.drawn([Stay(town) for town in ("Berlin", "Bonn", "Berlin", "Berlin")])
    assert (len(drawn.stops), len(drawn.legs)) == (2, 2)
