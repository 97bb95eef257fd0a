"""Calls that are promised by themselves because of what happened."""

from django.db import transaction
from django.utils import timezone

from leads import calendar
from leads.models.chain import Chain
from leads.models.due import working_morning

OF_A_CASE, OF_A_CALL = "case:", "call:"


class Chained:
    """Something that can be planned by the chain that holds on the day of its cause."""

    @classmethod
    @transaction.atomic
    def plan_chain(cls, lead, *, by):
        """Plan the calls after a sale, each on a working day at nine."""
        occurrence = cls.objects.of_lead(lead).chained().next_occurrence()
        cls._plan_steps("sale", lead.won_at, lead.owner, by=by, lead=lead, occurrence=occurrence)

    @classmethod
    @transaction.atomic
    def plan_for_case(cls, case, *, by):
        """Plan the questions whether what was solved stays solved."""
        occurrence = cls.objects.of_case(case).next_occurrence()
        cls._plan_steps(
            "help", timezone.now(), case.owner, by=by, prefix=OF_A_CASE, case=case, occurrence=occurrence
        )

    @classmethod
    @transaction.atomic
    def plan_after_call(cls, call_back, *, by):
        """Plan the calls after a call-back, about the customer's newest lead; nothing where they have none."""
        lead = call_back.customer.leads.all().looked_after_by(call_back.owner_id).newest_first().first()
        if lead is not None:
            occurrence = cls.objects.of_lead(lead).after_calls().next_occurrence()
            cls._plan_steps(
                "call_back",
                call_back.done_at,
                call_back.owner,
                by=by,
                prefix=OF_A_CALL,
                lead=lead,
                occurrence=occurrence,
            )

    @classmethod
    def _plan_steps(cls, kind, since, owner, *, by, prefix="", **about):
        """One call for each step of the chain that held on the day of its cause."""
        day = calendar.wall_at(since, owner.person.time_zone).day
        subject = about.get("lead") or about["case"]
        steps = [] if subject.customer.wants_no_contact else Chain.calls_on(kind, day)
        for step in steps:
            wall = working_morning(calendar.later(day, **step.span), owner)
            cls.plan(
                rule=f"{prefix}{step.rule}", purpose=step.purpose, owner=owner, by=by, wall=wall, **about
            )
