"""The programs under fault, as the nursery forks them: the product's own senders, and those of the reference arms."""


def sweeper():
    """`manage.py sweep --loop`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", "sweep", "--loop"])


def worker(name, app="config.celery"):
    """`celery -A config worker -c 1`."""
    options = ["--without-gossip", "--without-mingle", "-l", "CRITICAL", "-c", "1", "-n", f"{name}@%h"]
    _celery(app).start(argv=["worker", *options])


def beat():
    """`celery -A config beat`."""
    options = ["-S", "celery.beat:Scheduler", "--pidfile=", "-l", "CRITICAL"]
    _celery("config.celery").start(argv=["beat", *options])


def marker():
    """The third reference arm."""
    from bench.faults import arms

    arms.mark_then_send()


def _celery(name):
    from importlib import import_module

    return import_module(name).app
