import os
import signal

from celery import Celery
from celery.signals import worker_process_init

from .embedded.privileges import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("werkstolz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def leave_with_the_worker(**_kwargs):
    """A pool process whose worker was killed would finish its task unseen; its row brings it back."""
    die_with_parent(signal.SIGKILL)()
