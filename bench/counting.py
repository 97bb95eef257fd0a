"""Counts the figures as the sweep does: `python -m bench.counting` prints how many seconds it took."""

import json
import time
from datetime import timedelta

import django


def main():
    django.setup()
    from django.utils import timezone

    from reports import counted
    from reports.models import Rollup

    Rollup.objects.update(at=timezone.now() - timedelta(days=1))
    began = time.perf_counter()
    counted.renew()
    print(json.dumps(round(time.perf_counter() - began, 2)))


if __name__ == "__main__":
    main()
