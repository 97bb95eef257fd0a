"""Switches off one guard after the other and sees that a knock at its own doors notices each of them."""

import logging

import pytest
from django.conf import settings
from django.db import transaction

from tests.access import guards, probes
from tests.access.calls import Matrix

KINDS = [guards.of_querysets, guards.of_lines, guards.of_middlewares, guards.of_the_inside]


@pytest.fixture
def matrix(db):
    logging.disable()
    yield Matrix()
    logging.disable(logging.NOTSET)


def noticed(matrix, guard, monkeypatch, *, off=True):
    """The first fault that a knock finds with this guard switched off, or None."""
    with monkeypatch.context() as patch, transaction.atomic():
        if off:
            guard.switch_off(patch)
        fault = next(iter(guard.knocks(matrix)), None)
        transaction.set_rollback(True)
    return fault


def survivors(matrix, kind, monkeypatch):
    return [guard.name for guard in kind() if not noticed(matrix, guard, monkeypatch)]


class TestQuerysets:
    @pytest.mark.long
    def test_a_queryset_that_guards_nothing_is_noticed(self, matrix, monkeypatch):
        assert survivors(matrix, guards.of_querysets, monkeypatch) == []


class TestLines:
    @pytest.mark.long
    def test_a_line_of_the_access_list_that_lets_everybody_in_is_noticed(self, matrix, monkeypatch):
        assert survivors(matrix, guards.of_lines, monkeypatch) == []


class TestTheRest:
    @pytest.mark.long
    def test_a_middleware_that_is_missing_is_noticed(self, matrix, monkeypatch):
        assert survivors(matrix, guards.of_middlewares, monkeypatch) == []

    @pytest.mark.long
    def test_a_guard_inside_that_sleeps_is_noticed(self, matrix, monkeypatch):
        assert survivors(matrix, guards.of_the_inside, monkeypatch) == []

    def test_with_every_guard_in_its_place_no_probe_complains(self, matrix, monkeypatch):
        watched = [*guards.of_middlewares(), *guards.of_the_inside()]
        faults = {guard.name: noticed(matrix, guard, monkeypatch, off=False) for guard in watched}
        assert {name: fault for name, fault in faults.items() if fault} == {}


def test_every_middleware_has_a_probe():
    missing = sorted(set(settings.MIDDLEWARE) - set(probes.of_middlewares))
    assert not missing, f"Write a knock that notices when {missing} is missing into tests/access/probes.py."


def test_no_word_is_called_open_that_does_not_exist():
    known = {guard.name for guard in guards.of_querysets()} | set(guards.OPEN)
    words = {
        f"{model.__name__}.{word}"
        for model in guards.apps.get_models()
        for word in guards.WORDS
        if hasattr(model._default_manager.all(), word)
    }
    assert words == known
