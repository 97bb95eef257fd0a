"""Takes away one guard after the other and sees that the access matrix notices each of them."""

import pytest
from django.apps import apps
from django.contrib.auth.middleware import LoginRequiredMiddleware

from ambassadors.middleware import AccessMiddleware
from tests.access.calls import Matrix, all_calls

pytestmark = pytest.mark.long
# what everybody may see has no guard to take away (who is invited or gone stands in tests/ambassadors), and
# "mine" only chooses among the leads and cases one sees anyway (a story of a foreign one stands in tests/stories)
# (and whoever passes the door of a proposal or of a question for a name sees all but those about themselves: tests/ambassadors)
OPEN = {
    ("Trophy", "visible_to"),
    ("Ambassador", "visible_to"),
    ("Lead", "owned_by"),
    ("Case", "owned_by"),
    ("RoleProposal", "visible_to"),
    ("Reveal", "visible_to"),
}


def guards():
    """Every queryset's word for “what this person may see”, as (queryset class, word)."""
    for model in apps.get_models():
        rows = type(model._default_manager.all())
        for word in ("visible_to", "owned_by"):
            if hasattr(rows, word) and (model.__name__, word) not in OPEN:
                yield pytest.param(rows, word, id=f"{rows.__name__}.{word}")


def faults(*strangers):
    """What the matrix finds when these people knock wherever there is something of Ada's."""
    calls = [call for call in all_calls(["GET", "POST"], ["ada"], ["plain"]) if call.who in strangers]
    return Matrix().faults(calls)


@pytest.mark.parametrize(("rows", "word"), list(guards()))
def test_a_queryset_that_guards_nothing_is_noticed(db, monkeypatch, rows, word):
    monkeypatch.setattr(rows, word, lambda self, person: self)
    assert faults("bo", "cora") != []


@pytest.mark.parametrize(
    ("door", "guard", "open_door"),
    [
        (AccessMiddleware, "_check_role", lambda *_: None),
        (AccessMiddleware, "process_view", lambda *_: None),
        (LoginRequiredMiddleware, "process_view", lambda *_: None),
    ],
)
def test_a_door_that_stands_open_is_noticed(db, monkeypatch, door, guard, open_door):
    monkeypatch.setattr(door, guard, open_door)
    assert faults("anonymous", "bo", "max", "alumnus") != []
