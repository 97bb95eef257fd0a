"""Whatever is recorded about a lead or a customer has words for its timeline: a new verb can't be forgotten."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from ambassadors.look.icons import ICONS
from leads import history
from leads.history_words import SAID
from leads.models import Case, Referral, SharedCredit
from tests.leads.hands import make_lead

HERE = Path(__file__).parents[2]
OFF_THE_TIMELINE = {
    "consentwording": "it is about everybody", "chain": "it is about everybody", "noticewording": "it is about everybody",
    "export": "it is about many, and stands in a list of its own", "gathering": "it is a day, not a customer",
    "leadbatch": "each of its leads tells what was done with it", "merge": "both customers tell of it",
}  # fmt: skip
ABOUT = {  # recorded outside the noun's own class, or about another one
    "customer": "customer", "each.lead": "lead", "consent": "consent", "now": "customer", "one": "customer",
    "chain": "chain", "encounter": "encounter", "self.encounter": "encounter", "link": "customerlink",
}  # fmt: skip
CHOSEN = {  # verbs that are chosen while the program runs
    ("case", "to.value"): set(Case.State.values) - {"open"},
    ("sharedcredit", "to.value"): set(SharedCredit.State.values) - {"asked"},
    ("referral", "reply.said"): set(Referral.State.values) - {"sent"},
    ("customer", "verb"): {"merged", "merged_away"},
}
PARTS = {"Lent": "FollowUp"}  # classes that are a part of a noun
BY_ALL = {("customer", "erased")}  # recorded by ledger.erasing of whatever has a clock


def recorded():
    """{(noun, verb)} of every event that this room writes down; fails where it can't be told."""
    found, unknown = set(BY_ALL), []
    for path in sorted((HERE / "leads").rglob("*.py")):
        if "migrations" not in path.parts:
            _read(ast.parse(path.read_text()), None, path, found, unknown)
    assert not unknown, f"Say in ABOUT or CHOSEN of this file what these are: {unknown}"
    return found


def _read(node, noun, path, found, unknown):
    for child in ast.iter_child_nodes(node):
        inner = PARTS.get(child.name, child.name).lower() if isinstance(child, ast.ClassDef) else noun
        if isinstance(child, ast.Call) and ast.unparse(child.func) in _RECORDS and len(child.args) > 1:
            subject = ast.unparse(child.args[0])
            about = ABOUT.get(subject) if noun is None or subject != "self" else None
            about = _own(subject, noun, about)
            for verb in _verbs(about, child.args[1]):
                (
                    found.add((about, verb))
                    if verb and about
                    else unknown.append((path.name, subject, ast.unparse(child.args[1])))
                )
        _read(child, inner, path, found, unknown)


_RECORDS = ("Event.record", "Event.record_first", "Happened")


def _own(subject, noun, about):
    """What a class records of itself, by whatever name, is about its own noun."""
    if noun is None:
        return about
    return noun if subject not in ABOUT or ABOUT[subject] == noun else about


def _verbs(noun, said):
    if isinstance(said, ast.IfExp):
        return {*_verbs(noun, said.body), *_verbs(noun, said.orelse)}
    if isinstance(said, ast.Constant):
        return {said.value}
    return CHOSEN.get((noun, ast.unparse(said)), {None})


def test_every_verb_of_this_room_has_words():
    said = {(noun, verb) for noun, verbs in SAID.items() for verb in verbs}
    wordless = {pair for pair in recorded() - said if pair[0] not in OFF_THE_TIMELINE}
    assert wordless == set(), f"Give these words in leads/history_words.py: {sorted(wordless)}"


def test_no_words_are_kept_for_what_is_recorded_nowhere():
    said = {(noun, verb) for noun, verbs in SAID.items() for verb in verbs}
    assert said - recorded() == set()


def test_every_noun_with_words_stands_on_the_timeline(ada):
    rows = history.rows_of(make_lead(ada), ada)
    assert {f"leads.{noun}" for noun in SAID} == {label for label in rows if label.startswith("leads.")}


@pytest.mark.parametrize("noun", SAID)
def test_the_words_are_german_too_and_have_a_sign(noun):
    for icon, words in SAID[noun].values():
        with translation.override("de"):
            german = str(words)
        with translation.override("en"):
            assert (german != str(words), icon in ICONS) == (True, True), (icon, words)
