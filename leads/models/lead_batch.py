from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models import lead_acts
from ledger.models import Event, Job, Noun, Submitted
from ledger.refusal import Refusal

MOST = 3000  # leads at once
AT_ONCE = 50  # more than a page of them is done by a worker while one waits
GOOD_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=14)
DO, UNDO = "leads.batch", "leads.batch_undoing"


class LeadBatchQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own."""
        return self.filter(by=person)

    def oldest_first(self):
        return self.order_by("created_at", "pk")

    def only_this(self, batch):
        return self.filter(pk=batch.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def forget_old(self):
        """Who did what to which lead stands in the events; the list of a batch isn't kept."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]

    def standing(self):
        """Done, and not taken back."""
        return self.filter(done_at__isnull=False, undone_at=None)

    def undone(self):
        return self.filter(undone_at__isnull=False)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()


class LeadBatch(Noun, Submitted):
    """One thing done with several leads at once; for ten minutes it can be taken back."""

    class Act(models.TextChoices):
        HAND = "hand", _("Hand to somebody")
        MOVE = "move", _("Change the state")
        LOSE = "lose", _("Mark as lost")
        CALL = "call", _("Call later")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    act = models.CharField(max_length=10, choices=Act)
    facts = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = LeadBatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="lead_batch_oldest")]

    def __str__(self):
        return self.get_act_display()

    def get_absolute_url(self):
        return reverse("leads:batch", args=[self.pk])

    @classmethod
    @transaction.atomic
    def begin(cls, leads, act, *, by, client_id=None, **facts):
        """Do it with all of these leads: (batch, job); the job is None when it is done already. Sent twice it is done once."""
        first = cls.objects.visible_to(by).sent_as(client_id).first()
        if first:
            return first, None
        keys = list(leads.order_by("-created_at", "-id").values_list("pk", flat=True)[: MOST + 1])
        if not keys:
            raise Refusal(_("No lead is chosen. Tick at least one."))
        if len(keys) > MOST:
            raise Refusal(
                _("These are more than %(most)s leads. Narrow the list, then do it in parts.")
                % {"most": MOST}
            )
        batch = cls.objects.create(by=by, act=act, facts=facts, client_id=client_id)
        batch.rows.model.objects.bulk_create(
            [batch.rows.model(batch=batch, lead_id=key, place=place) for place, key in enumerate(keys)]
        )
        Event.record(batch, "begun", by=by, act=act, leads=len(keys))
        return batch, batch._go(DO, len(keys))

    def undo(self, *, by):
        """Take it back within ten minutes; what somebody changed since then stays as it is. Returns the job, or None."""
        if not self.may_be_undone:
            raise Refusal(_("This can be taken back for ten minutes only. Change the leads one by one."))
        with transaction.atomic():
            if not LeadBatch.objects.only_this(self).standing().update(undone_at=timezone.now()):
                raise Refusal(_("This has been taken back already."))
            Event.record(self, "undone", by=by)
            self.refresh_from_db()
            return self._go(UNDO, self.rows.all().done().count())

    @property
    def may_be_undone(self):
        return bool(self.done_at) and self.undone_at is None and timezone.now() < self.done_at + GOOD_FOR

    @property
    def undo_until(self):
        return self.done_at + GOOD_FOR

    def do_some(self, rows):
        """Do it with these rows, each for itself: what can't be done says why and stops no other."""
        act = lead_acts.ACTS[self.act]
        for row in rows:
            row.try_to(lambda lead, row=row: row.do(act, lead, self))

    def undo_some(self, rows):
        act = lead_acts.ACTS[self.act]
        for row in rows:
            row.try_to(lambda lead, row=row: row.undo(act, lead, self))

    def finish(self):
        """All of them were tried; the words of a remark stand with the calls now and nowhere else."""
        self.facts = {name: said for name, said in self.facts.items() if name != "remark"}
        self.done_at = timezone.now()
        self.save(update_fields=["done_at", "facts"])

    def _go(self, kind, number):
        if number > AT_ONCE:
            return Job.begin(kind, by=self.by, total=number, queue=f"leads:{self.by_id}", batch=self.pk)
        if kind == DO:
            self.do_some(self.rows.all().open())
            self.finish()
        else:
            self.undo_some(self.rows.all().done())
        return None
