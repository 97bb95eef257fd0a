"""Two things measured in turn, so that whatever else the machine does meets both."""

import threading
import time
from collections import namedtuple
from statistics import median, quantiles

WARM_UP, TURNS = 12, 120
CLIENTS, SECONDS, ROUNDS = 8, 2.5, 3

Times = namedtuple("Times", "median p95 bytes")  # milliseconds
Crowd = namedtuple("Crowd", "per_second p95")


def in_turn(ours, floors, *, turns=TURNS, advance=lambda: None):
    """(Times, Times) of two functions that each fetch a page, called A B A B …"""
    taken, sizes = ([], []), [0, 0]
    for _nth in range(WARM_UP):
        sizes = [len(ours()), len(floors())]
    for _nth in range(turns):
        for place, fetch in enumerate((ours, floors)):
            began = time.perf_counter()
            fetch()
            taken[place].append((time.perf_counter() - began) * 1000)
        advance()
    return tuple(_times(each, size) for each, size in zip(taken, sizes, strict=True))


def _times(taken, size):
    return Times(round(median(taken), 2), round(quantiles(taken, n=20)[-1], 2), size)


def crowds_in_turn(our_fetchers, floor_fetchers, *, seconds=SECONDS, rounds=ROUNDS, advance=lambda: None):
    """(Crowd, Crowd): eight clients at once, first on the one, then on the other, some rounds of it."""
    taken, spent = ([], []), [0.0, 0.0]
    for _nth in range(rounds):
        for place, fetchers in enumerate((our_fetchers, floor_fetchers)):
            more, lasted = _all_at_once(fetchers, seconds)
            taken[place].extend(more)
            spent[place] += lasted
            advance()
    return tuple(
        Crowd(round(len(each) / lasted, 1), round(quantiles(each, n=20)[-1] * 1000, 2))
        for each, lasted in zip(taken, spent, strict=True)
    )


def _all_at_once(fetchers, seconds):
    """([seconds of each answer], how long it lasted) of threads that fetch until the time is over."""
    taken, began = [], time.perf_counter()

    def fetch_on(fetch):
        while time.perf_counter() - began < seconds:
            asked = time.perf_counter()
            fetch()
            taken.append(time.perf_counter() - asked)

    threads = [threading.Thread(target=fetch_on, args=[fetch]) for fetch in fetchers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, time.perf_counter() - began
