"""Files nobody knows any more: left by a process that died, or by a transaction that was taken back."""

import time

from django.conf import settings

from ambassadors.models import Picture
from ambassadors.pictures import desk


def sweep(shard=None):
    """Remove what is older than a day and has no row; each run looks at one shard of 256, so that a run stays short."""
    shard = int(time.time() / settings.SWEEP_SECONDS) % desk.SHARDS if shard is None else shard
    names = desk.old_names(shard)
    known = Picture.objects.known_folders(names)
    orphans = [name for name in names if name not in known]
    for name in orphans:
        desk.discard(name)
    trays = desk.forgotten_trays()
    for tray in trays:
        desk.clear(tray)
    return len(orphans) + len(trays)
