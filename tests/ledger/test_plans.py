"""The database plans anew for lists that are narrowed, and keeps its plans for pages that ask the same of everybody."""

import pytest
from django.db import connection

from ledger import plans
from tests import cast

pytestmark = pytest.mark.django_db


def mode():
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return cursor.fetchone()[0]


def test_a_new_connection_plans_anew():
    assert mode() == plans.ANEW


@pytest.mark.django_db(transaction=True)
def test_a_connection_is_told_once():
    plans.plan(plans.KEPT)
    told = connection.connection
    assert (plans._mode(), mode()) == (plans.KEPT, plans.KEPT)
    plans.plan(plans.ANEW)
    assert (plans._mode(), mode()) == (plans.ANEW, plans.ANEW)
    assert connection.connection is told


@pytest.mark.parametrize(
    "path", ["/", "/leads/", "/leads/?after=nowhere", "/follow-ups/", "/stories/", "/ambassadors/"]
)
def test_plans_of_a_whole_list_are_kept(as_, ada, path):
    as_(ada).get(path)
    assert mode() == plans.KEPT


@pytest.mark.parametrize("path", ["/leads/?q=meier", "/leads/?state=won", "/stories/?kind=help", "/cases/"])
def test_plans_of_a_narrowed_list_are_not(as_, ada, path):
    as_(ada).get("/")
    as_(ada).get(path)
    assert mode() == plans.ANEW


def test_a_coordinator_of_one_land_is_planned_for_anew(as_):
    as_(cast.make_coordinator("Eve", scope_kind="region", scope_value="DE-SH")).get("/leads/")
    assert mode() == plans.ANEW


def test_without_prepared_statements_nothing_is_said_of_plans(as_, ada, settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {})
    as_(ada).get("/")
    assert mode() == plans.ANEW
