from celery import shared_task

from ledger import sweeps
from ledger.models import Job


@shared_task
def sweep():
    """Do everything that is due; may run anywhere, any number of times, at the same time."""
    sweeps.sweep_once()


@shared_task
def work():
    """Do the jobs somebody waits for; may run anywhere, any number of times, at the same time."""
    Job.objects.work(seconds=60)
