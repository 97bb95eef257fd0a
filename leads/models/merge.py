from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads.models.customer import Customer
from leads.models.duplicate import Duplicate
from ledger.models import Event, Noun
from ledger.refusal import Refusal

# Nouns that nobody may rewrite, found with the other's through `of_customer`; and the pairs themselves.
STAY = {"leads.consent", "leads.notice", "leads.duplicate", "leads.merge", "leads.customer"}
FILLED = ["first_name", "last_name", "company", "nickname", "street", "zip_code", "city", "email", "phone"]


class MovedQuerySet(models.QuerySet):
    """Words for the rows of any noun that hangs on a customer: `MovedQuerySet(Lead)`."""

    def of_customer(self, customer):
        return self.filter(customer=customer)

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def besides_scopes(self, scopes):
        return self.exclude(scope__in=scopes, ended_at=None)


class MergeQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(kept__in=Customer.objects.visible_to(person))

    def in_force(self):
        return self.filter(undone_at=None)

    def into(self, customer):
        return self.filter(kept=customer)

    def only_this(self, merge):
        return self.filter(pk=merge.pk)

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def with_customers(self):
        return self.select_related("kept", "gone", "by")


class Merge(Noun):
    """Two customers were found to be one: which rows moved and what was filled in, so that it can be undone exactly."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField(default=dict)
    filled = ArrayField(models.CharField(max_length=20), default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kept", "-created_at"], name="merge_of_kept")]
        constraints = [
            models.CheckConstraint(
                name="nobody_is_merged_with_themselves", condition=~models.Q(kept=models.F("gone"))
            ),
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="one_merge_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.gone} → {self.kept}"

    @classmethod
    @transaction.atomic
    def of(cls, duplicate, *, keep, by):
        """Make the two one: `keep` stays, the other's leads, cases, calls and links become theirs, their consents count for both."""
        duplicate.settle(by=by)
        pair = _locked(duplicate.first_id, duplicate.second_id)
        kept = pair.pop(keep.pk, None)
        if kept is None:
            raise Refusal(_("Choose one of these two to stay."))
        (gone,) = pair.values()
        merge = cls.objects.create(kept=kept, gone=gone, by=by, moved=_move_all(gone, kept))
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        merge._fill(by=by)
        kept.leads.all().fold()
        kept.settle_what_to_tell()
        Event.record(
            merge, "merged", by=by, kept=kept.pk, gone=gone.pk, moved=merge.moved, filled=merge.filled
        )
        for customer, verb in ((kept, "merged"), (gone, "merged_away")):
            Event.record(customer, verb, by=by, merge=merge.pk)
        return merge

    def _fill(self, *, by):
        """What only the other was known to have; a number only where a consent of either allows it."""
        kept, gone = self.kept, self.gone
        lacking = {
            name: getattr(gone, name) for name in FILLED if getattr(gone, name) and not getattr(kept, name)
        }
        if not kept.may_be_called("service"):
            lacking.pop("phone", None)
        if "email" in lacking:
            lacking["email_state"] = gone.email_state
        kept.change(by=by, **lacking)
        self.filled = [name for name in lacking if name in FILLED]
        Merge.objects.only_this(self).update(filled=self.filled)

    @transaction.atomic
    def undo(self, *, by):
        """They are two after all: every row goes back where it was, and what was filled in is taken out again."""
        pair = _locked(self.kept_id, self.gone_id)
        kept, gone = pair[self.kept_id], pair[self.gone_id]
        self._refuse_if_it_cannot(kept, gone)
        if not Merge.objects.only_this(self).in_force().update(undone_at=timezone.now(), undone_by=by):
            raise Refusal(_("This was undone already. Open the list again."))
        gone.merged_into = gone.compared_at = None
        gone.save(update_fields=["merged_into", "compared_at"])
        _move_back(self.moved, gone, kept)
        taken_out = {name: "" for name in self.filled if getattr(kept, name)}
        if "email" in taken_out:
            taken_out["email_state"] = Customer.EmailState.OK
        kept.change(by=by, **taken_out)
        for customer in (kept, gone):
            customer.leads.all().fold()
            customer.settle_what_to_tell()
            Event.record(customer, "parted", by=by, merge=self.pk)
        Event.record(self, "undone", by=by, kept=kept.pk, gone=gone.pk)
        for duplicate in Duplicate.objects.of_customer(gone).of_customer(kept):
            duplicate.reopen()

    def _refuse_if_it_cannot(self, kept, gone):
        if kept.merged_into_id or gone.merged_into_id != kept.pk:
            raise Refusal(_("These two were merged with somebody else since. Undo that first, then this."))
        changed = [
            name for name in self.filled if getattr(kept, name) and getattr(kept, name) != getattr(gone, name)
        ]
        if changed:
            raise Refusal(
                _(
                    "What was filled in has been changed since, so nobody can tell whose it is. Correct it by hand."
                )
            )


def _locked(*keys):
    """{key: customer}, held until the transaction ends, always in the same order."""
    rows = Customer.objects.keyed(keys).select_for_update(of=("self",)).order_by("pk")
    return {customer.pk: customer for customer in rows}


def hanging_on_customers():
    """The nouns with a foreign key “customer” whose rows go along."""
    models_of = {relation.related_model for relation in Customer._meta.related_objects}
    return sorted(
        (model for model in models_of if model._meta.label_lower not in STAY),
        key=lambda model: model._meta.label_lower,
    )


def _move_all(gone, kept):
    """{noun: keys of its rows} that belong to the kept one from now on."""
    moved = {}
    for noun in hanging_on_customers():
        rows = MovedQuerySet(noun).of_customer(gone)
        if noun._meta.label_lower == "leads.objection":  # one of a kind stands at a time
            rows = rows.besides_scopes([one.scope for one in kept.objections.all().standing()])
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        if keys:
            MovedQuerySet(noun).numbered(keys).update(customer=kept)
            moved[noun._meta.label_lower] = keys
    return moved


def _move_back(moved, gone, kept):
    for noun in hanging_on_customers():
        keys = moved.get(noun._meta.label_lower, [])
        MovedQuerySet(noun).numbered(keys).of_customer(kept).update(customer=gone)
