from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.models.kept import Kept
from ledger.retention import moment_after


def ends():
    return moment_after(timezone.now(), "look")


class LookQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at_time", "-id")

    def at(self, subject):
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk)).order_by(
            "-id"
        )

    def at_any(self, label, keys):
        """Looks at any of these subjects, newest first; `keys` are their ids."""
        return self.filter(subject_type=label, subject_key__in=[str(key) for key in keys]).order_by("-id")

    def by(self, person):
        return self.filter(actor=person)

    def at_these(self, keys_by_label):
        """Looks at any of these, as {label: the keys of its subjects}."""
        found = models.Q(pk__in=[])
        for label, keys in keys_by_label.items():
            found |= models.Q(subject_type=label, subject_key__in=[str(key) for key in keys])
        return self.filter(found)

    def since(self, moment):
        return self.filter(at_time__gte=moment)

    def of_purpose(self, purpose):
        return self.filter(purpose=purpose)

    def with_actors(self):
        return self.select_related("actor")


class Look(Kept):
    """Somebody looked at contact data: who, whose, why and when."""

    id = models.BigAutoField(primary_key=True)
    at_time = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    delete_after = models.DateTimeField(
        _("kept until"), default=ends, editable=False, db_index=True
    )  # at once: what is never rewritten gets no other date

    objects = LookQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_key", "-id"], name="look_at"),
            models.Index(fields=["-at_time", "-id"], name="look_newest"),
        ]

    def __str__(self):
        return f"{self.subject_type} {self.purpose}"

    @classmethod
    def record(cls, subject, *, by, purpose):
        """Write the look down before anything is shown."""
        return cls.objects.create(
            subject_type=subject._meta.label_lower, subject_key=str(subject.pk), actor=by, purpose=purpose
        )
