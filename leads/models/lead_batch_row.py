from django.db import models, transaction

from leads.models.lead_batch import LeadBatch
from ledger.refusal import Refusal


class LeadBatchRowQuerySet(models.QuerySet):
    def open(self):
        """Not tried yet, in the order of the list."""
        return self.filter(state="waiting").order_by("place")

    def done(self):
        return self.filter(state="done").order_by("place")

    def left(self):
        """What couldn't be done, or couldn't be taken back."""
        return self.filter(state__in=["left", "stayed"]).order_by("place")

    def with_leads(self):
        return self.select_related("lead__customer")

    def by_state(self):
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))


class LeadBatchRow(models.Model):
    """What was done with one lead of several: how it stood before and after, or why it was left alone."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        LEFT = "left"
        UNDONE = "undone"
        STAYED = "stayed"

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(LeadBatch, models.CASCADE, related_name="rows")
    lead = models.ForeignKey("leads.Lead", models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=300, blank=True)

    objects = LeadBatchRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="lead_batch_has_one_lead_at_a_place")
        ]

    def __str__(self):
        return f"{self.place}: {self.get_state_display()}"

    def do(self, act, lead, batch):
        self.before, self.after = act.do(lead, by=batch.by, **batch.facts)
        self.state = self.State.DONE

    def undo(self, act, lead, batch):
        act.undo(lead, by=batch.by, before=self.before, after=self.after)
        self.state = self.State.UNDONE

    def try_to(self, act):
        """Do something with the lead as it is now; a refusal is kept as its sentence."""
        refused = self.State.STAYED if self.state == self.State.DONE else self.State.LEFT
        try:
            with transaction.atomic():
                act(self._lead_now())
        except Refusal as sentence:
            self.state, self.why = refused, str(sentence)[:300]
        self.save(update_fields=["state", "before", "after", "why"])

    def _lead_now(self):
        from leads.models.lead import GONE, Lead

        leads = Lead.objects.all() if self._was_handed_away else Lead.objects.visible_to(self.batch.by)
        lead = leads.with_people().numbered([self.lead_id]).first()
        if lead is None:
            raise Refusal(GONE)
        return lead

    @property
    def _was_handed_away(self):
        """Whoever handed a lead away may not see it any more, and may take just that back."""
        return self.state == self.State.DONE and self.batch.act == LeadBatch.Act.HAND
