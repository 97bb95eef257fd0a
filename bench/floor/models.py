import uuid

from django.db import models
from django.utils import timezone


class Row(models.Model):
    """One row of the floor's list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=160)
    place = models.CharField(max_length=80)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="row_newest")]


class Rollup(models.Model):
    """A sum that somebody has counted before."""

    key = models.CharField(max_length=40, primary_key=True)
    number = models.BigIntegerField()
