import hashlib
import json
from collections import namedtuple
from datetime import UTC

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from ledger import wholes
from ledger.copying import copy_in


def as_stored(data):
    """The data as it comes back from the database: ids and days are text there."""
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


Happened = namedtuple("Happened", "subject verb by at data", defaults=(None, None, {}))


class EventQuerySet(models.QuerySet):
    def about(self, subject):
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk)).order_by(
            "-id"
        )

    def about_any(self, *nouns):
        """Of every row of these nouns (as “room.noun”), newest first."""
        return self.filter(subject_type__in=nouns).order_by("-id")

    def about_rows(self, keyed):
        """About any of these rows, [(label, id)] as of `ledger.counting.keyed`: each is looked up in the index.

        Joined instead, a planner that expects many of them reads every event there is.
        """
        labels, keys = {label for label, _key in keyed}, {str(key) for _label, key in keyed}
        return self.filter(subject_type__in=sorted(labels), subject_key__in=sorted(keys))

    def saying(self, name, value):
        """That carry this value in what they say."""
        return self.filter(**{f"data__{name}": value})

    def with_actors(self):
        return self.select_related("actor")

    def by(self, person):
        return self.filter(actor=person)

    def of_kinds(self, *labels):
        """What happened to subjects of these models, by their labels."""
        return self.filter(subject_type__in=labels)

    def newest_first(self):
        return self.order_by("-at", "-id")

    def of_verb(self, *verbs):
        return self.filter(verb__in=verbs)

    def subjects_since(self, moment, labels):
        """{label: keys} of what something happened to since then."""
        found = {}
        rows = self.filter(subject_type__in=labels, at__gte=moment).order_by()
        for label, key in rows.values_list("subject_type", "subject_key").distinct():
            found.setdefault(label, []).append(key)
        return found

    def since(self, moment):
        return self.filter(at__gte=moment)

    def last_digest(self, subject_type, subject_key):
        chain = self.filter(subject_type=subject_type, subject_key=subject_key)
        return chain.order_by("-id").values_list("digest", flat=True).first() or ""

    def last_digests(self, subject_type, subject_keys):
        """{key: the digest of its last event}"""
        chains = self.filter(subject_type=subject_type, subject_key__in=subject_keys)
        last = chains.order_by("subject_key", "-id").distinct("subject_key")
        return dict(last.values_list("subject_key", "digest"))

    def chain_holds(self, subject):
        """Whether every event about the subject still follows from the one before it."""
        previous = ""
        for event in self.about(subject).order_by("id"):
            if event.previous != previous or event.digest != event.computed_digest():
                return False
            previous = event.digest
        return True


class Event(models.Model):
    """One thing that happened: who did what to which subject, in the unit and region of that day."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=10, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_key", "-id"], name="event_about"),
            models.Index(fields=["verb", "at"], name="event_verb_at"),
            models.Index(fields=["subject_type", "-at", "-id"], name="event_of_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_key", "previous"], name="events_form_one_chain"
            ),
        ]

    def __str__(self):
        return f"{self.subject_type} {self.verb}"

    @classmethod
    @transaction.atomic(
        savepoint=False
    )  # without its event nothing has happened: there is nothing to go back to
    def record(cls, subject, verb, *, by=None, at=None, **data):
        """Write what happened (now, or `at`); `data` holds ids, codes and salted digests, never names or numbers."""
        event = cls._of(Happened(subject, verb, by, at, data))
        chain = event.subject_type, event.subject_key
        event.previous = wholes.last_digest(chain) or cls._last_digest(event)
        event.digest = event.computed_digest()
        wholes.insert(event)
        wholes.note(chain, event.digest)
        return event

    @classmethod
    def record_first(cls, subject, verb, *, by=None, at=None, **data):
        """The same for a subject that is new in this transaction: no chain to look up, and nobody to wait for.

        Raises IntegrityError when something has happened to it before.
        """
        event = cls._of(Happened(subject, verb, by, at, data))
        event.digest = event.computed_digest()
        wholes.insert(event)
        wholes.note((event.subject_type, event.subject_key), event.digest, is_new=True)
        return event

    @classmethod
    def record_firsts(cls, happenings):
        """Write what happened to subjects that are new, in one query; the database refuses any that are not.

        `happenings` are `Happened`, for each subject in their order; one of the past says `at`.
        """
        last, events = {}, []
        for happened in happenings:
            event = cls._of(happened)
            chain = event.subject_type, event.subject_key
            event.previous = last.get(chain, "")
            event.digest = last[chain] = event.computed_digest()
            events.append(event)
        copy_in(cls, events)
        return events

    @classmethod
    def record_many(cls, happenings):
        """Write one thing each about many subjects; another writer at the same moment makes the database refuse them all."""
        events = [cls._of(happened) for happened in happenings]
        last = (
            cls.objects.last_digests(events[0].subject_type, [event.subject_key for event in events])
            if events
            else {}
        )
        for event in events:
            event.previous = last.get(event.subject_key, "")
            event.digest = event.computed_digest()
        return cls.objects.bulk_create(events, batch_size=2000)

    @classmethod
    def _of(cls, happened):
        unit, region = happened.by.standing() if happened.by else ("", "")
        return cls(
            at=(happened.at or timezone.now()).astimezone(UTC),
            verb=happened.verb,
            actor=happened.by,
            unit=unit,
            region=region,
            data=as_stored(happened.data),
            subject_type=happened.subject._meta.label_lower,
            subject_key=str(happened.subject.pk),
        )

    @classmethod
    def _last_digest(cls, event):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [event.subject_type + event.subject_key],
            )
        return cls.objects.last_digest(event.subject_type, event.subject_key)

    def computed_digest(self):
        """SHA-256 (hex) over everything the event says and the digest before it."""
        said = [
            self.previous,
            self.at.isoformat(),
            self.actor_id,
            self.verb,
            self.subject_type,
            self.subject_key,
            self.unit,
            self.region,
            self.data,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
