"""The erasure ledger: a file beside the database knows under keyed ids what was erased, and a backup that comes back is cleared by it."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ledger import dating, erasing, retention
from ledger.models import Erasure, KeptQuerySet, keyed_id
from ledger.sealed import keyed_hashes

BITE = 200
TOO_LONG = timedelta(hours=24)


def path():
    return Path(settings.ERASURES_FILE)


def tell(*, most=10_000):
    """Write into the file what it doesn't know yet; a kill in between writes a line twice, which does no harm."""
    with transaction.atomic():
        rows = list(Erasure.objects.untold().locked()[:most])
        if rows:
            _append("".join(row.line for row in rows))
            Erasure.objects.among(rows).update(told_at=timezone.now())
    return len(rows)


def _append(text):
    path().parent.mkdir(parents=True, exist_ok=True)
    with open(path(), "a", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read(file):
    """{noun: keyed ids} of such a file; a line that was cut off by a kill is passed over."""
    found = {}
    for line in Path(file).read_text("ascii").splitlines():
        parts = line.split()
        if len(parts) == 3 and len(parts[2]) == 64:
            found.setdefault(parts[1], set()).add(parts[2])
    return found


def replay(*sources):
    """Erase again whatever a backup has brought back, by {noun: keyed ids} of each source; returns {noun: how many}."""
    wanted = {}
    for source in sources:
        for noun, keys in source.items():
            wanted.setdefault(noun, set()).update(keys)
    return {
        rule.model._meta.label_lower: _replay(rule.model, wanted[rule.model._meta.label_lower])
        for rule in retention.rules()
        if rule.model._meta.label_lower in wanted
    }


def _replay(model, wanted):
    noun = model._meta.label_lower
    everything = model._default_manager.order_by().values_list("pk", flat=True)
    back = [key for key in everything.iterator(chunk_size=5000) if _is_among(noun, key, wanted)]
    done = 0
    for first in range(0, len(back), BITE):
        done += erasing.erase(model, back[first : first + BITE], why=erasing.AGAIN)
    return done


def _is_among(noun, key, wanted):
    """Also under the keys of before, where they are being changed."""
    return keyed_id(noun, key) in wanted or any(one in wanted for one in keyed_hashes(f"{noun} {key}"))


def nothing_is_kept_too_long():
    """No row, and nothing that ends before its row, is there a day after its date."""
    oldest = [
        (moment, rule.model)
        for rule in retention.dated()
        if (moment := KeptQuerySet.first_date(dating.past(rule, by=TOO_LONG), rule.column))
    ]
    if not oldest:
        return True, _("Nothing personal is kept a day longer than its time.")
    moment, model = min(oldest, key=lambda each: each[0])
    return False, _(
        "%(noun)s: a row should have been erased on %(day)s. Look at the log of the sweep “retention”."
    ) % {"noun": model._meta.verbose_name, "day": moment.date()}
