import uuid

from django.db import models
from django.utils import timezone


class Noun(models.Model):
    """A thing with a name that lasts and can't be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Submitted(models.Model):
    """Something sent by a form that may be sent twice and is kept once."""

    client_id = models.UUIDField(unique=True, null=True, blank=True, editable=False)

    class Meta:
        abstract = True
