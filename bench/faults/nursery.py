"""Run as a program: has Django and Celery in memory and forks a program per line, so that a thousand of them may die in minutes.

Reads `name argument …` from stdin and answers the process number. Every program is the head of a process group of its own.
"""

import os
import signal
import sys
import warnings

import django

from config.embedded.privileges import die_with_parent


def main():
    warnings.simplefilter("ignore")
    django.setup()
    import kombu.transport.redis  # noqa: F401

    from bench.faults import programs
    from config.celery import app

    app.finalize()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: they are there to be killed
    settle = die_with_parent(signal.SIGKILL)
    for line in sys.stdin:
        name, *words = line.split()
        pid = os.fork()
        if not pid:
            _be(getattr(programs, name), words, settle)
        print(pid, flush=True)


def _be(program, words, settle):
    settle()
    os.setsid()
    for name in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    code = 1
    try:
        program(*words)
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException as error:
        print(type(error).__name__, error, file=sys.stderr, flush=True)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
