from django.db import models

from ambassadors.models.ambassador import Ambassador
from ledger.models import Noun


class OldHandleQuerySet(models.QuerySet):
    def called(self, handle):
        return self.filter(handle=handle)

    def of(self, ambassador):
        return self.filter(ambassador=ambassador)

    def of_others(self, ambassador):
        return self.exclude(ambassador=ambassador)

    def looking_like(self, skeleton):
        return self.filter(skeleton=skeleton)

    def with_stem(self, stem):
        return self.filter(handle__startswith=stem)


class OldHandle(Noun):
    """A handle somebody bore before: it leads to them still, and nobody else can take it."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="old_handles")
    handle = models.SlugField(max_length=80, unique=True)
    skeleton = models.CharField(max_length=80, db_index=True)

    objects = OldHandleQuerySet.as_manager()

    def __str__(self):
        return self.handle
