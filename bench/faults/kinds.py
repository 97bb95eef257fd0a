"""The faults of the table, how many of a thousand are of each kind, and the drawing of a day's bad luck."""

import contextlib
import os
import random
import signal
import threading
import time
from collections import namedtuple

# needs: what must be there for it (an arm without Celery has no broker to kill)
Kind = namedtuple("Kind", "name weight strike needs", defaults=[""])
LEASE = 3
COPIES = 10  # of a message of the broker
PATIENCE = 4  # seconds until a letter comes by that the fault can meet


def _kill_one(ground, chance):
    if senders := ground.senders():
        _kill(chance.choice(senders), signal.SIGKILL)


def _kill_at_the_worst_moment(ground, _chance):
    """Whoever has just heard nothing yet: all senders, as nobody knows from outside whose letter it is."""
    victims = ground.senders()
    ground.sink.at_the_next_new_letter(
        lambda: [_kill(pid, signal.SIGKILL) for pid in victims], patience=PATIENCE
    )


def _kill_all(ground, _chance):
    for name in ground.running:
        ground.signal(name, signal.SIGKILL)


def _terminate(ground, chance):
    """A deploy: SIGTERM to one program, which has ten seconds."""
    name = chance.choice(list(ground.running))
    _kill(ground.running[name], signal.SIGTERM)


def _pause(ground, chance):
    """Longer than the lease, then CONT: the late finisher finds its row in other hands."""
    if not (senders := ground.senders()):
        return
    pid = chance.choice(senders)
    _kill(pid, signal.SIGSTOP)
    clock = threading.Timer(LEASE + 1.5, _kill, [pid, signal.SIGCONT])
    clock.daemon = True
    clock.start()


def _hang_redis(ground, _chance):
    ground.valkey.process.send_signal(signal.SIGSTOP)
    time.sleep(1)
    ground.valkey.process.send_signal(signal.SIGCONT)


def _hang_up_at_the_worst_moment(ground, _chance):
    ground.sink.at_the_next_new_letter(ground.hang_up, patience=PATIENCE)


def _second_sweepers(ground, _chance):
    """Three more sweepers beside the five, for a while."""
    more = {f"more{n}": ("sweeper",) for n in range(3)}
    kept = dict(ground.wanted)
    ground.run(kept | more)
    time.sleep(1)
    ground.run(kept)


def _repeat_messages(ground, _chance):
    """What lies in the broker is there ten times, and a sweep is asked for ten times."""
    with contextlib.suppress(Exception):  # the broker may be on its way back
        broker = ground.broker()
        for message in broker.lrange("celery", 0, -1)[:5]:
            broker.rpush("celery", *[message] * (COPIES - 1))


def _mail(order):
    return lambda ground, _chance: ground.sink.orders.append(order)


KINDS = [
    Kind("SIGKILL of one sender", 400, _kill_one),
    Kind("SIGKILL of everything that sends, with beat", 50, _kill_all),
    Kind("SIGKILL of all senders between acceptance and record", 10, _kill_at_the_worst_moment),
    Kind("SIGTERM under load", 50, _terminate),
    Kind("SIGSTOP longer than the lease, then CONT", 20, _pause),
    Kind("kill -9 of Redis, back empty", 50, lambda ground, _chance: ground.restart_valkey(), "broker"),
    Kind("Redis hangs for a second", 10, _hang_redis, "broker"),
    Kind("PostgreSQL restarted at once", 50, lambda ground, _chance: ground.restart_postgres(), "database"),
    Kind("a database connection cut", 130, lambda ground, _chance: ground.hang_up(most=1), "database"),
    Kind("all database connections cut", 30, lambda ground, _chance: ground.hang_up(), "database"),
    Kind("all cut between acceptance and record", 20, _hang_up_at_the_worst_moment, "database"),
    Kind("mail server refuses connections", 30, lambda ground, _chance: ground.sink.refuse_for(0.5)),
    Kind("mail server says 421", 30, _mail("421")),
    Kind("mail server says 451", 30, _mail("451")),
    Kind("mail server says 550", 20, _mail("550"), "own tries"),
    Kind("mail server hangs", 20, _mail("hang")),
    Kind("mail server drops the line after DATA", 30, _mail("drop")),
    Kind("mail server drops the line instead of its 250", 30, _mail("swallow")),
    Kind("three more sweepers at once", 10, _second_sweepers, "own tries"),
    Kind("messages of the broker delivered ten times", 10, _repeat_messages, "broker"),
]  # fmt: skip


def drawn(number, seed, has=("broker", "database", "own tries")):
    """`number` kinds in the order of a day: the shares of the table, shuffled by the seed."""
    kinds = [kind for kind in KINDS if not kind.needs or kind.needs in has]
    whole = sum(kind.weight for kind in kinds)
    shares = [(kind, number * kind.weight / whole) for kind in kinds]
    day = [kind for kind, share in shares for _ in range(int(share))]
    by_rest = sorted(shares, key=lambda each: each[1] - int(each[1]), reverse=True)
    day += [kind for kind, _share in by_rest[: number - len(day)]]
    random.Random(seed).shuffle(day)
    return day


def _kill(pid, how):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
