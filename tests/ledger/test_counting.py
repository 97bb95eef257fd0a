"""Many counts cost one question."""

import pytest

from ledger.counting import counted
from ledger.models import Look, MailboxMessage, Salt

pytestmark = pytest.mark.django_db


def test_every_key_has_its_count_also_none(ada, django_assert_num_queries):
    Salt.digest(ada, "something")
    with django_assert_num_queries(1):
        found = counted(
            {
                "salts": Salt.objects.of(ada),
                "looks": Look.objects.at(ada),
                "mail": MailboxMessage.objects.none(),
            }
        )
    assert found == {"salts": 1, "looks": 0, "mail": 0}


def test_nothing_asked_is_nothing_counted():
    assert counted({}) == {}
