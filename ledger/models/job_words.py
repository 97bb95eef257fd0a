"""The words that are spoken of jobs."""

import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now

MOST_ATTEMPTS = 5  # at one chunk: what ends five workers is the chunk itself
MOVING = ("waiting", "running")


class JobQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own; an admin looks after all."""
        return self if person.has_role("admin") else self.filter(owner=person)

    def with_id(self, pk):
        return self.filter(pk=pk)

    def unended(self):
        return self.filter(state__in=MOVING)

    def newest_first(self):
        return self.select_related("owner").order_by("-created_at", "-id")

    def free(self):
        """Whom nobody works at: new ones, and those whose worker has ended."""
        return self.unended().filter(models.Q(lease_until=None) | models.Q(lease_until__lt=Now()))

    def in_turn(self):
        """Jobs of one queue are done one after the other, in the order they came."""
        before = models.Q(created_at__lt=models.OuterRef("created_at")) | models.Q(
            created_at=models.OuterRef("created_at"), pk__lt=models.OuterRef("pk")
        )
        ahead = self.model.objects.unended().filter(before, queue=models.OuterRef("queue"))
        return self.filter(models.Q(queue="") | ~models.Exists(ahead))

    def held(self, pk, token):
        return self.filter(pk=pk, token=token, state="running")

    def worn_out(self):
        return self.free().filter(attempts__gte=MOST_ATTEMPTS)

    def put_aside(self):
        from ledger.models.job import SAID_WORN_OUT

        return self.update(**self._end("failed"), last_error=SAID_WORN_OUT)

    def end(self, state, **columns):
        return self.update(**self._end(state), **columns)

    def change(self, **columns):
        """Write these columns and the next version, which tells a waiting page that there is news."""
        return self.update(version=models.F("version") + 1, **columns)

    def _end(self, state):
        return {
            "state": state,
            "ended_at": Now(),
            "lease_until": None,
            "token": None,
            "version": models.F("version") + 1,
        }

    @transaction.atomic
    def claim_one(self):
        """Lease the next free job for this process, or None; two processes never get the same one."""
        in_turn = self.free().in_turn().order_by("created_at", "pk")
        job = in_turn.select_for_update(skip_locked=True, of=("self",)).first()
        if job is None:
            return None
        self.filter(pk=job.pk).change(
            state="running", token=uuid.uuid4(), lease_until=lease(), attempts=models.F("attempts") + 1,
            begun_at=job.begun_at or Now(),
        )  # fmt: skip
        return self.select_related("owner").get(pk=job.pk)

    def work(self, *, seconds):
        """Do what waits until nothing is left or the time is over; returns how many jobs were taken in hand."""
        tried, until = 0, time.monotonic() + seconds
        while time.monotonic() < until and (job := self._next()):
            job.work(until=until)
            tried += 1
        return tried

    def _next(self):
        self.worn_out().put_aside()
        return self.claim_one()

    def forget_old(self):
        """Throw away what old jobs said about single lines: it may name people."""
        from ledger.models.job import JobNote

        return JobNote.objects.older_than_allowed().delete()[0]


def lease():
    return Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobNoteQuerySet(models.QuerySet):
    def of_kind(self, *what):
        return self.filter(what__in=what)

    def of_jobs(self, keys):
        return self.filter(job__in=[key for key in keys if key])

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def with_text(self):
        return self.exclude(text="")

    def forget(self):
        return self.delete()[0]

    def in_order(self):
        return self.order_by("line", "what")

    def first_of_each(self, many):
        """The first notes of each sort, in one question."""
        place = models.Window(models.functions.RowNumber(), partition_by="what", order_by="line")
        return self.annotate(place=place).filter(place__lte=many).order_by("what", "line")

    def older_than_allowed(self):
        return self.filter(job__ended_at__lt=Now() - timedelta(days=settings.UPLOAD_DAYS))
