"""One run: letters, faults while they leave, and what was lost, doubled or stuck in the end."""

import json
import random
import time
from collections import Counter, namedtuple
from statistics import quantiles

from bench.faults import kinds
from bench.faults.ground import OURS
from bench.terminal import bar

Due = namedtuple("Due", "first step")  # when the first letter is due, and the seconds from one to the next
RATE, CALM_RATE = (
    100,
    40,
)  # letters that become due in a second: under faults more than leave in it, so that all senders are always busy
SETTLING = 180  # seconds after the last fault
CALM = (
    16  # seconds without a letter after which an arm of Celery is finished: more than its visibility timeout
)
ARMS = {
    "celery_eta": ("eta", ("broker",)),
    "celery_acks_late": ("acks_late", ("broker",)),
    "celery_acks_late_broker_untouched": ("acks_late_calm", ()),
    "mark_then_send": ("mark_then_send", ("database",)),
}


def ours(ground, name, letters, faults, *, seed, seconds, over=None):
    """The product itself: every letter a row, two workers, beat and two sweeping loops."""
    spread = letters / RATE if over is None else over
    ground.run({})
    said = ground.program("-m", "bench.faults.seeding", name, str(letters), str(spread))
    before, began = Counter(ground.sink.accepted), time.monotonic()
    ground.run(OURS)
    struck = _through(
        ground, f"{name}: {letters} letters", kinds.drawn(faults, seed), letters, began + seconds, seed
    )
    ground.wait(lambda: not _unsent(ground, name), seconds=SETTLING)
    due = Due(json.loads(said.splitlines()[-1])["first"], spread / letters)
    result = _told(ground, name, letters, before, due)
    return {
        **result,
        "faults": sum(struck.values()),
        "by_kind": struck,
        "seconds": round(time.monotonic() - began),
    }


def reference(ground, name, letters, faults, *, seed, seconds):
    """One of the arms, under faults of the same table; CALM seconds without a letter end it."""
    arm, has = ARMS[name]
    programs = dict.fromkeys(("one", "two"), ("marker",))
    if arm != "mark_then_send":
        programs = {n: ("worker", n, "bench.faults.arms") for n in ("one", "two")}
    ground.run({})
    ground.broker().flushall()
    spread = letters / RATE
    ground.program("-m", "bench.faults.arms", arm, str(letters), str(spread))
    before, began = Counter(ground.sink.accepted), time.monotonic()
    ground.run(programs)
    struck = _through(
        ground, f"{name}: {letters} letters", kinds.drawn(faults, seed, has), letters, began + seconds, seed
    )
    _until_calm(ground, letters)
    copies = _copies(ground, before, [f"<{arm}-{n}@bench>" for n in range(letters)])
    ground.run({})
    return {"reminders": letters, "faults": sum(struck.values()), **_summed(copies)}


def _through(ground, what, day, letters, until, seed):
    """Strike by progress, so that every fault meets letters on their way; {kind: how often}."""
    chance, struck, sink = random.Random(seed + 1), Counter(), ground.sink
    begin = len(sink.accepted)
    with bar(what, len(day) or 1) as advance:
        for place, kind in enumerate(day, 1):
            goal = begin + letters * place / (len(day) + 1)
            patience = max(0.3, 2 * (until - time.monotonic()) / (len(day) + 1 - place))
            ground.wait(lambda goal=goal: len(sink.accepted) >= goal, seconds=min(patience, 10))
            time.sleep(chance.uniform(0, 0.05))
            kind.strike(ground, chance)
            struck[kind.name] += 1
            ground.restart()
            advance()
        sink.orders.clear()
        ground.wait(
            lambda: len(sink.accepted) >= begin + letters,
            seconds=max(1, until - time.monotonic()) if not day else 1,
        )
    return dict(struck)


def _until_calm(ground, letters):
    seen, since, until = -1, time.monotonic(), time.monotonic() + SETTLING
    while time.monotonic() < min(since + CALM, until):
        if (now := sum(ground.sink.accepted.values())) != seen:
            seen, since = now, time.monotonic()
        ground.restart()
        time.sleep(0.2)


def _unsent(ground, name):
    return ground.rows.execute(
        "SELECT count(*) FROM ledger_letter WHERE dedup_key LIKE %s AND state IN ('due', 'sending')",
        [f"{name}-%"],
    ).fetchone()[0]


def _told(ground, name, letters, before, due):
    rows = ground.rows.execute(
        "SELECT l.message_id, l.state, p.email, split_part(l.dedup_key, '-', 2)::int FROM ledger_letter l "
        "JOIN ambassadors_person p ON p.id = l.recipient_id WHERE l.dedup_key LIKE %s", [f"{name}-%"],
    ).fetchall()  # fmt: skip
    copies = _copies(ground, before, [row[0] for row in rows])
    refused = {row[0] for row in rows if row[1] == "dead" and row[2] in ground.sink.refused}
    wrong = [row[0] for row in rows if (row[1] == "sent") != bool(copies[row[0]]) and row[0] not in refused]
    return {
        "reminders": letters,
        **_summed({key: number for key, number in copies.items() if key not in refused}),
        "refused_for_good": len(refused),
        "stuck": sum(row[1] not in ("sent", "dead") for row in rows),
        "database_and_sink_disagree": len(wrong),
        **_lateness(ground, rows, due),
    }


def _lateness(ground, rows, due):
    """Seconds from when it was due to its first acceptance."""
    first = ground.sink.first
    late = [first[key] - due.first - due.step * place for key, _state, _to, place in rows if key in first]
    if len(late) < 2:
        return {}
    cuts = quantiles(late, n=100)
    return {"late_p50": round(cuts[49], 2), "late_p99": round(cuts[98], 2), "late_max": round(max(late), 2)}


def _copies(ground, before, keys):
    return {key: ground.sink.accepted[key] - before[key] for key in keys}


def _summed(copies):
    return {
        "lost": sum(not number for number in copies.values()),
        "doubles": sum(max(0, number - 1) for number in copies.values()),
        "max_copies": max(copies.values(), default=0),
    }
