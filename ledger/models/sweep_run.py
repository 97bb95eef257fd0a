from django.db import models
from django.utils import timezone


class SweepRunQuerySet(models.QuerySet):
    def last_finished(self, name):
        """When this sweep was last done, or None."""
        return self.filter(name=name).values_list("last_finished", flat=True).first()

    def begin(self, name, *, not_since):
        """Whether it is ours to begin now: of many who ask, one hears yes, if nobody began since that moment."""
        self.bulk_create([self.model(name=name)], ignore_conflicts=True)
        waiting = models.Q(last_started=None) | models.Q(last_started__lt=not_since)
        return bool(self.filter(waiting, name=name).update(last_started=timezone.now()))

    def named(self, name):
        return self.filter(name=name).first()

    def last_of(self, names):
        """When one of these sweeps was done last, or None."""
        return self.filter(name__in=names).aggregate(at=models.Max("last_finished"))["at"]

    def done_since(self, name, moment):
        """How much of this sweep is done, where it was begun since then."""
        return (
            self.filter(name=name, last_started__gte=moment).values_list("last_done", flat=True).first() or 0
        )

    def silent(self, names, *, since):
        """Which of these sweeps have not finished since then."""
        heard = set(self.filter(last_finished__gte=since).values_list("name", flat=True))
        return [name for name in names if name not in heard]


class SweepRun(models.Model):
    """When a sweep last ran and what stopped it, so that silence is noticed."""

    name = models.CharField(max_length=60, primary_key=True)
    last_started = models.DateTimeField(null=True)
    last_finished = models.DateTimeField(null=True)
    last_done = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    objects = SweepRunQuerySet.as_manager()

    def __str__(self):
        return self.name

    @classmethod
    def started(cls, name):
        cls.objects.update_or_create(name=name, defaults={"last_started": timezone.now()})

    @classmethod
    def advanced(cls, name, done):
        """So much of it is done; whoever comes next goes on there."""
        cls.objects.update_or_create(name=name, defaults={"last_done": done})

    @classmethod
    def finished(cls, name, done):
        cls.objects.update_or_create(
            name=name, defaults={"last_finished": timezone.now(), "last_done": done, "last_error": ""}
        )

    @classmethod
    def failed(cls, name, error):
        cls.objects.update_or_create(name=name, defaults={"last_error": type(error).__name__})
