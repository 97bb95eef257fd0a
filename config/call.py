"""`bin/manage`: manage.py on the running embedded servers, or on ones started for the call."""

import os
import signal
import sys

from . import local
from .embedded import servers


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # may arrive ignored from a background shell
    var = local.var()
    with servers.borrowed(var) as found:
        for name, value in {**local.environment(var), **found}.items():
            os.environ.setdefault(name, value)
        from django.core.management import execute_from_command_line

        execute_from_command_line(["bin/manage", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
