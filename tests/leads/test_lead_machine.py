"""A lead under any row of acts: it stands where the table says, and every step has left its word."""

import itertools
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from leads.models import FollowUp, Lead
from leads.models.lead import TRANSITIONS
from ledger.models import Event
from ledger.refusal import Refusal
from tests.cast import make_ambassador
from tests.leads.hands import make_lead

STATES = st.sampled_from(sorted(TRANSITIONS))


class LeadMachine(RuleBasedStateMachine):
    """Moves, hands, queues and puts back, from fresh and from stale pages; a model of ten lines says what must come of it."""

    def __init__(self, people):
        super().__init__()
        self.people, self.state, self.owner, self.moves, self.stale = people, "new", 0, 0, None

    @initialize()
    def begin(self):
        self.lead = make_lead(self.people[0])

    def now(self):
        return Lead.objects.with_people().get(pk=self.lead.pk)

    def may(self, to):
        return to in TRANSITIONS[self.state] and (to != "won" or self.owner is not None)

    @rule(to=STATES)
    def move(self, to):
        if self.may(to):
            self.now().move(to, by=self.people[0].person)
            self.state, self.moves = to, self.moves + 1
        else:
            with pytest.raises(Refusal):
                self.now().move(to, by=self.people[0].person)

    @rule()
    def leave_a_page_open(self):
        self.stale = self.now()

    @rule(to=STATES)
    def move_on_the_old_page(self, to):
        """What somebody sees there may be over by now; then nothing happens but a sentence."""
        if self.stale is None:
            return
        page, self.stale = self.stale, None
        if page.state == self.state and to in TRANSITIONS[self.state] and (to != "won" or page.owner_id):
            page.move(to, by=self.people[0].person, seen=page.state)
            self.state, self.moves = to, self.moves + 1
        else:
            with pytest.raises(Refusal):
                page.move(to, by=self.people[0].person, seen=page.state)

    @rule(to=STATES)
    def move_and_put_back(self, to):
        """As a batch does that is taken back: nothing is left of it but its words."""
        if not self.may(to) or self.state == "won":
            return
        before, lead = self.state, self.now()
        lead.move(to, by=self.people[0].person)
        lead = self.now()
        lead.put_back(before, seen=to, since=lead.state_since, by=self.people[0].person)
        self.moves += 3 if to == "won" and before != "offered" else 2

    @rule(to=STATES)
    def put_back_what_was_moved_since(self, to):
        lead = self.now()
        with pytest.raises(Refusal):
            lead.put_back(
                to, seen=self.state, since=lead.created_at.replace(year=2001), by=self.people[0].person
            )

    @rule(taker=st.sampled_from([0, 1]))
    def hand(self, taker):
        hand = partial(self.now().hand_to, self.people[taker], by=self.people[0].person)
        if taker == self.owner:
            with pytest.raises(Refusal):
                hand()
        else:
            hand()
            self.owner = taker

    @rule()
    def queue(self):
        queue = partial(self.now().put_into_queue, by=self.people[0].person)
        if self.owner is None:
            with pytest.raises(Refusal):
                queue()
        else:
            queue()
            self.owner = None

    @invariant()
    def it_stands_where_the_table_says(self):
        lead, owner = self.now(), self.owner if self.owner is None else self.people[self.owner]
        assert (lead.state, lead.owner, lead.won_at is not None) == (self.state, owner, self.state == "won")

    @invariant()
    def every_move_has_left_its_word_and_the_chain_holds(self):
        moved = list(Event.objects.about(self.lead).of_verb("moved").order_by("id"))
        assert len(moved) == self.moves
        assert (moved[-1].data["to"] if moved else "new") == self.state
        assert all(one.data["to"] == after.data["before"] for one, after in itertools.pairwise(moved))
        assert Event.objects.chain_holds(self.lead)

    @invariant()
    def calls_are_promised_only_while_it_is_won(self):
        """After a sale by whoever looks after it; taken back or left by its ambassador, nobody calls."""
        promised = FollowUp.objects.of_lead(self.lead).open()
        if self.state != "won" or self.owner is None:
            assert not promised.exists()
        else:
            assert set(promised.values_list("owner", flat=True)) <= {self.people[self.owner].pk}


@pytest.mark.parametrize(
    ("examples", "steps"), [(8, 15), pytest.param(100, 50, marks=pytest.mark.long, id="5000 steps")]
)
def test_a_lead_holds_under_any_row_of_acts(db, examples, steps):
    people = [make_ambassador(), make_ambassador()]
    few = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(lambda: LeadMachine(people), settings=few)
