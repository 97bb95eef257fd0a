from celery import shared_task

from ledger import sweeps


@shared_task
def sweep():
    """Do everything that is due; may run anywhere, any number of times, at the same time."""
    sweeps.sweep_once()
