"""Every look-up starts at the person: nouns with personal rows know `visible_to`, and views ask in no other way."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_house_rules import ROOMS, modules, our_models, told

pytestmark = pytest.mark.static
# Personal rows that are never looked up for somebody: why not.
WITHOUT_THE_WORD = {
    "Event": "asked of a noun that was found through the person; a chain is read by nobody as a whole",
    "Look": "asked of a customer that was found through the person; the whole log is behind the auditors' door",
    "MailboxMessage": "exists in the demo only, where every letter is anybody's",
    "JobNote": "asked of a job that was found through the person",
    "ConsentWithdrawal": "asked of a consent that was found through the person",
    "Custody": "asked of a trophy, and where that stands is nobody's secret",
    "Affiliation": "asked of an ambassador that was found through the person",
    "HrRecord": "is shown on no page",
    "FrozenFact": "is shown on no page but in sums",
    "Network": "one row, for everybody",
    "OldHandle": "asked of an ambassador that was found through the person",
    "Person": "signs in, and is shown as an ambassador",
}
# Words of querysets that begin at the person, or at a secret only the right one holds.
BEGINS_AT_THE_PERSON = {
    "within_reach_of",
    "opened_by",
    "visible_to",
    "owned_by",
    "reached_by",
    "waiting_for",
    "to_moderate_by",
    "of_author",
    "coordinated_by",
    "by",
    "asked_by",
}
# (file, what is asked there): why nobody is asked for first.
ASKED_OTHERWISE = {
    (
        "ambassadors/views/sign_in.py",
        "Person.objects.active",
    ): "the demo's own people, by a fixed list of addresses",
    ("ambassadors/views/units.py", "Ambassador.objects.active"): "asked only whether they are many enough",
    (
        "ambassadors/views/role_log.py",
        "Event.objects.of_kinds",
    ): "the role log, for auditors alone, under pseudonyms",
    ("leads/views/cases.py", "Case.objects.get"): "found through the person three lines above",
    ("leads/views/customers.py", "Customer.objects.get"): "found through the person three lines above",
    ("leads/views/customers.py", "Look.objects.at"): "at a customer that was found through the person",
    ("leads/views/exports.py", "Export.objects.listed_for"): "one's own; auditors see all, without the files",
    ("leads/views/vault.py", "Event.objects.chain_holds"): "of a proof that was found through the person",
    ("leads/views/leads.py", "Look.objects.at"): "at a customer that was found through the person",
    ("ledger/views/letters.py", "MailboxMessage.objects.newest_first"): "the demo's mailbox is everybody's",
    ("ledger/views/letters.py", "MailboxMessage.objects"): "the demo's mailbox is everybody's",
    (
        "reports/views/looks.py",
        "Look.objects.newest_first",
    ): "the whole log, for auditors alone, under pseudonyms",
    ("stories/views/stories.py", "Story.objects.published"): "what is published is everybody's",
}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def is_personal(model):
    lines = settings.PRIVACY.get(model._meta.label_lower) or {}
    return any(isinstance(said, dict) for said in lines.values())


def test_every_noun_with_personal_rows_knows_who_may_see_them():
    missing = [
        model.__name__
        for model in our_models()
        if is_personal(model)
        and not hasattr(model._default_manager.all(), "visible_to")
        and model.__name__ not in WITHOUT_THE_WORD
    ]
    told(
        missing,
        "Give the QuerySet the word visible_to(person), or say in WITHOUT_THE_WORD why its rows are never looked up.",
    )


def test_no_reason_outlives_its_noun():
    told(
        sorted(set(WITHOUT_THE_WORD) - {model.__name__ for model in our_models()}),
        "No such noun: take these out.",
    )


def views():
    return {path: tree for path, tree in modules().items() if "views" in path.parts or path.stem == "views"}


def chain_of(node):
    """The words of `Noun.objects.a(…).b(…)`, from the first: ["Noun", "objects", "a", "b"]."""
    words = []
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        else:
            node = node.func
    return [node.id, *reversed(words)] if isinstance(node, ast.Name) else []


def look_ups(tree):
    """(line, words) of every question that a view puts to a noun."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inner |= {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHORTCUTS:
            if isinstance(node.args[0], ast.Name):
                yield node.lineno, [node.args[0].id, "objects"]
        elif isinstance(node, ast.Call | ast.Attribute) and id(node) not in inner:
            words = chain_of(node)
            if words[1:2] == ["objects"]:
                yield node.lineno, words


def personal_names():
    return {model.__name__ for model in our_models() if is_personal(model)}


def test_every_view_asks_through_the_person():
    personal, broken = personal_names(), []
    for path, tree in views().items():
        for line, words in look_ups(tree):
            asked = (str(path), ".".join(words[:3]))
            past = words[0] in personal and not BEGINS_AT_THE_PERSON & set(words)
            if past and asked not in ASKED_OTHERWISE:
                broken.append(f"{path}:{line} {'.'.join(words)}")
    told(
        broken,
        "Begin at the person: Noun.objects.visible_to(request.user); or say in ASKED_OTHERWISE why not.",
    )


def test_the_rule_sees_a_view_that_asks_past_the_person():
    tree = ast.parse(
        "get_object_or_404(Lead, pk=pk)\nLead.objects.get(pk=pk)\nLead.objects.visible_to(me).get(pk=pk)"
    )
    assert [words for _line, words in look_ups(tree)] == [
        ["Lead", "objects"], ["Lead", "objects", "get"], ["Lead", "objects", "visible_to", "get"],
    ]  # fmt: skip


def test_every_room_with_views_is_read():
    rooms = {path.parts[0] for path in views()}
    assert rooms == {room for room in ROOMS if (Path(settings.BASE_DIR) / room / "views").exists()}
