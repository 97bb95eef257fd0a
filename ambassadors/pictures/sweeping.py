"""Files nobody knows any more: left by a process that died, or by a transaction that was taken back."""

import time

from django.conf import settings

from ambassadors.models import Picture
from ambassadors.pictures import desk

_keepers = [Picture.objects.known_folders]


def register(known_folders):
    """`known_folders(names)` returns those of these folders that a room keeps as something else than a Picture."""
    _keepers.append(known_folders)


def sweep(shard=None):
    """Remove what is older than a day and has no row; each run looks at one shard of 256, so that a run stays short."""
    shard = int(time.time() / settings.SWEEP_SECONDS) % desk.SHARDS if shard is None else shard
    names = desk.old_names(shard)
    known = set().union(*(known_folders(names) for known_folders in _keepers))
    orphans = [name for name in names if name not in known]
    for name in orphans:
        desk.discard(name)
    trays = desk.forgotten_trays()
    for tray in trays:
        desk.clear(tray)
    return len(orphans) + len(trays)
