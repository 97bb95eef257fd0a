"""One's own page."""

from home.own import Own
from ledger.models import Look
from tests.leads.hands import make_case, make_lead


def test_i_see_who_looked_at_the_customers_of_my_leads_and_of_my_cases(ada, bo, cy):
    mine = [make_lead(ada).customer, make_case(ada).customer]
    for customer in [*mine, make_lead(bo).customer, make_case(bo).customer]:
        Look.record(customer, by=cy, purpose="look")
    assert [look.subject_key for look in Own(ada).looks] == [str(customer.pk) for customer in reversed(mine)]
    assert [look.actor for look in Own(ada).looks] == [cy, cy]
