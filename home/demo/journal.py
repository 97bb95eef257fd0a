"""Rows of the past and what happened to them, collected first and written together: all of it or nothing."""

from django.db import transaction

from home.demo import proofs
from leads.models import (
    Case,
    Consent,
    ConsentUse,
    ConsentWithdrawal,
    Customer,
    Encounter,
    FollowUp,
    Lead,
    Notice,
)
from ledger.models import Event, Happened

ORDER = (Encounter, Customer, Notice, Lead, Consent, ConsentWithdrawal)


class Journal:
    """What one part of the demo brings."""

    def __init__(self):
        self._rows = {}
        self._happened = []

    def add(self, row):
        self._rows.setdefault(type(row), []).append(row)
        return row

    def tell(self, subject, verb, at, by=None, **data):
        self._happened.append(Happened(subject, verb, by, at, data))

    def of(self, model):
        return self._rows.get(model, [])

    @transaction.atomic
    def keep(self):
        proofs.hand_over_notices(self)
        for model in ORDER:
            model.objects.bulk_create(self.of(model))
        self._keep_cases()
        ConsentUse.objects.bulk_create(self.of(ConsentUse))
        happened = proofs.sealed(self, self._happened)
        Event.record_firsts(sorted(happened, key=lambda happened: happened.at))

    def _keep_cases(self):
        """A case may come from a follow-up, and a follow-up from a case."""
        of_leads = [follow_up for follow_up in self.of(FollowUp) if follow_up.lead_id]
        of_cases = [follow_up for follow_up in self.of(FollowUp) if follow_up.case_id]
        FollowUp.objects.bulk_create(of_leads)
        Case.objects.bulk_create(self.of(Case))
        FollowUp.objects.bulk_create(of_cases)
