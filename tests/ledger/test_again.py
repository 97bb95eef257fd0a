"""A question that is made once answers like one that is made each time."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.db.models.functions import Now
from django.utils import timezone

from ambassadors.models import Person
from leads.models import FollowUp, Lead
from ledger import again as module
from ledger.again import again, counted_again, found_again
from ledger.counting import counted, found
from tests.leads.hands import make_lead
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def own(me):
    return Lead.objects.owned_by(me).with_people().with_chain().newest_first()


def parts(me):
    return {
        "own": Lead.objects.owned_by(me),
        "won": Lead.objects.owned_by(me).won(),
        "due": FollowUp.objects.owned_by(me).due(),
    }


def test_it_answers_like_one_that_is_made_each_time(ada, bo, dee):
    ask = again(own)
    for owner, number in ((ada, 3), (bo, 1), (dee, 0)):
        for _nth in range(number):
            make_lead(owner, consent="service")
    for person in (ada, bo, dee, ada):
        rows = ask(person)
        assert rows == list(own(person))
        assert [(row.has_consent, row.owner.person.first_name) for row in rows] == [
            (row.has_consent, row.owner.person.first_name) for row in own(person)
        ]


def test_what_happens_in_between_is_seen(ada):
    ask = again(own)
    lead = make_lead(ada, consent="service")
    assert ask(ada)[0].has_consent
    lead.customer.consents.get().withdraw(by=ada)
    assert not ask(ada)[0].has_consent


def test_counts_and_whether_there_is_any_are_the_same(ada, bo):
    make_lead(ada), make_lead(ada).win(by=ada)
    counts, finds = counted_again(parts), found_again(parts)
    for person in (ada, bo, ada):
        assert counts(person) == counted(parts(person))
        assert finds(person) == found(parts(person))


def test_it_is_made_once(ada, monkeypatch):
    made = []
    ask = again(lambda me: made.append(me) or own(me))
    assert ask(ada) == ask(ada) == []
    assert len(made) == 1


def test_a_constant_with_a_percent_sign_stays_what_it_is(ada):
    odd = "100 % 'odd' \\ %s"
    Person.objects.filter(pk=ada.pk).update(first_name=odd)
    ask = again(lambda pk: Person.objects.numbered(pk).filter(first_name=odd))
    assert ask(ada.pk) == [ada]


def test_a_moment_is_refused_and_the_databases_own_is_not(ada):
    make_lead(ada)
    with pytest.raises(ValueError, match="holds no moment"):
        again(lambda me: Lead.objects.owned_by(me).since(timezone.localdate()))(ada)
    ask = again(lambda me: Lead.objects.owned_by(me).filter(created_at__gt=Now() - timedelta(days=1)))
    assert len(ask(ada)) == 1


def test_a_day_may_be_given(ada):
    ask = again(lambda me, day: Lead.objects.owned_by(me).filter(created_at__date=day))
    ask.__wrapped__.__annotations__["day"] = models.DateField
    lead = make_lead(ada)
    dated = again(ask.__wrapped__)
    assert dated(ada, timezone.localdate(timezone=timezone.get_current_timezone())) == [lead]
    assert dated(ada, timezone.localdate() - timedelta(days=2)) == []


def test_who_is_no_ambassador_owns_nothing(ada, max):
    make_lead(ada)
    assert again(own)(max) == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(ada):
    make_lead(ada)
    ask = again(own)
    assert len(ask(ada)) == 1
    assert [len(rows) for rows in at_once(*[lambda: ask(ada) for _nth in range(3)])] == [1, 1, 1]
    connection.close()
    assert len(ask(ada)) == 1


def test_a_value_nobody_gave_is_told(ada):
    with pytest.raises(TypeError):
        list(Lead.objects.filter(owner=module.key("owner")))
