from django.db import models
from django.utils import timezone

from ledger.sealed import keyed_hash


class ErasureQuerySet(models.QuerySet):
    def untold(self):
        """Those that don't stand in the file outside the database yet."""
        return self.filter(told_at=None).order_by("id")

    def among(self, rows):
        return self.filter(pk__in=[row.pk for row in rows])

    def locked(self):
        return self.select_for_update(skip_locked=True)

    def keys(self):
        """{noun: the keyed ids of everything erased}"""
        found = {}
        for noun, key in self.values_list("noun", "key").iterator(chunk_size=5000):
            found.setdefault(noun, set()).add(key)
        return found


class Erasure(models.Model):
    """Something was erased: of which noun, under a keyed id, and when, so that a backup that comes back doesn't bring it back."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    noun = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["id"], name="erasure_untold", condition=models.Q(told_at=None))]

    def __str__(self):
        return f"{self.noun} {self.key[:8]}"

    @property
    def line(self):
        """How it stands in the file."""
        return f"{self.at.isoformat()} {self.noun} {self.key}\n"

    @classmethod
    def write(cls, model, keys):
        noun = model._meta.label_lower
        return cls.objects.bulk_create([cls(noun=noun, key=keyed_id(noun, key)) for key in keys])


def keyed_id(noun, key):
    """What an id is called where nobody may read it: without our key it can't be told whose it was."""
    return keyed_hash(f"{noun} {key}")
