"""The words that are spoken of uploaded files."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from ambassadors.imports import uploads


class UploadQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own; an admin looks after all but those of leads: there customers stand in them."""
        own = models.Q(owner=person)
        return self.filter(own | ~models.Q(kind="leads")) if person.has_role("admin") else self.filter(own)

    def of_client(self, client_id, person):
        return self.filter(client_id=client_id, owner=person).first() if client_id else None

    def of_job(self, job):
        return self.get(pk=job.data["upload"])

    def in_states(self, pk, *states):
        return self.filter(pk=pk, state__in=states)

    def with_file(self, pk):
        return self.filter(pk=pk).exclude(file="")

    def of_customers(self):
        """In which customers stand, or may stand as nobody has said yet what the file is."""
        return self.filter(models.Q(kind="leads") | models.Q(state="columns"))

    def with_jobs(self):
        return self.select_related("trial", "job")

    def their_jobs(self):
        """The keys of the jobs that looked at these and took them."""
        pairs = self.values_list("trial", "job")
        return sorted({key for pair in pairs for key in pair if key})

    def too_old(self):
        return self.exclude(file="").filter(
            created_at__lt=timezone.now() - timedelta(days=settings.UPLOAD_DAYS)
        )

    def newest_first(self):
        return self.select_related("owner", "trial", "job").order_by("-created_at", "-id")

    def known_files(self, names):
        return set(self.filter(file__in=names).values_list("file", flat=True))

    def date_back(self, upload, moment):
        """For the demo: as if it had been brought at that moment."""
        return self.filter(pk=upload.pk).update(created_at=moment)

    def sweep(self):
        """Throw away files whose days are over, and files that nobody knows; returns how many."""
        old = list(self.too_old()[:500])
        for upload in old:
            upload.discard(by=None)
        names = uploads.old_names()
        orphans = set(names) - self.known_files(names)
        for name in orphans:
            uploads.discard(name)
        return len(old) + len(orphans)
