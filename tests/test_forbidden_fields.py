"""What we refuse on purpose: no column, no choice and no form field for politics, union, faith, health or origin."""

import importlib
import json
import pkgutil
import re

import pytest
from django import forms
from django.conf import settings
from django.utils.translation import override

from ledger import slips
from ledger.text import folded
from tests.test_house_rules import ROOMS, kept_by_others, our_models

pytestmark = pytest.mark.static

NAMES = {
    "politics": "politics political politik politisch party partei amt mandate mandat",
    "union": "union gewerkschaft shop_steward",
    "faith": "faith religion religious belief church denomination confession glaube konfession kirche",
    "health": "health illness disease disability diagnosis gesundheit krankheit behinderung diagnose pflegegrad",
    "origin": "origin ethnicity ethnic race nationality citizenship birthplace herkunft nationalitaet staatsangehoerigkeit geburtsort hautfarbe",
}  # fmt: skip
WORDS = {word for words in NAMES.values() for word in words.split()}


def words_of(text):
    """The words of a name or a sentence, plainly written, "FormerProvider" and "former_provider" taken apart."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(text))
    return set(re.findall(r"[a-z]+", folded(apart)))


def said_by(field):
    """Everything a column says of itself: its name, its label, its choices, in both languages."""
    yield field.name
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(getattr(field, "verbose_name", ""))
            yield str(getattr(field, "help_text", ""))
            base = getattr(field, "base_field", field)
            for value, label in getattr(base, "flatchoices", None) or ():
                yield f"{value} {label}"


def columns():
    for model in [*our_models(), *kept_by_others()]:
        yield model._meta.label, model._meta.label
        for field in model._meta.get_fields():
            if field.concrete:
                for said in said_by(field):
                    yield f"{model._meta.label}.{field.name}", said


def form_classes():
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".forms" in found.name:
                module = importlib.import_module(found.name)
                yield from (
                    each
                    for each in vars(module).values()
                    if isinstance(each, type)
                    and issubclass(each, forms.BaseForm)
                    and each.__module__ == found.name
                )


def form_fields():
    for form in form_classes():
        for name, field in form.base_fields.items():
            for language, _name in settings.LANGUAGES:
                with override(language):
                    choices = getattr(field, "choices", ()) if not hasattr(field, "queryset") else ()
                    said = [name, field.label or "", *(f"{value} {label}" for value, label in choices)]
                    yield from ((f"{form.__module__}.{form.__name__}.{name}", each) for each in said)


def is_forbidden(said):
    return bool(words_of(said) & WORDS)


def test_no_column_can_hold_what_we_refuse():
    assert [f"{where}: {said}" for where, said in columns() if is_forbidden(said)] == []


def test_no_form_asks_for_what_we_refuse():
    assert [f"{where}: {said}" for where, said in form_fields() if is_forbidden(said)] == []


def test_the_walk_sees_columns_choices_and_forms():
    """A walk that sees nothing would find nothing."""
    seen = {where for where, _said in columns()}
    assert {"leads.Encounter.opener", "leads.Counterpart.outcomes", "ambassadors.Person.language"} <= seen
    assert len(seen) > 150
    assert "Krawatte" in {
        part for where, said in columns() if where.endswith(".opener") for part in said.split()
    }
    assert any(where.endswith("PersonForm.relation") for where, _said in form_fields())


@pytest.mark.parametrize(
    "name",
    [
        "religion",
        "political_function",
        "Gewerkschaft",
        "countryOfOrigin",
        "Staatsangehörigkeit",
        "health state",
    ],
)
def test_the_walk_would_find_one(name):
    assert is_forbidden(name)


def test_every_sort_has_its_words_in_both_languages():
    lists = json.loads((settings.BASE_DIR / "static/words/slips.json").read_text("utf-8"))
    assert set(lists) == set(NAMES) == set(slips.KINDS) - {"email", "phone", "bank", "address"}
    assert all(len(words) == len(set(words)) >= 10 for words in lists.values())


# Free texts
UNWATCHED = {
    "home.forms": "what an admin or somebody writes about themselves",
    "ambassadors.forms": "what the network says of itself, addresses that are asked for, and reasons for the log",
}


def test_every_free_text_is_watched():
    """Where somebody writes a paragraph about a customer, what slips in is told."""
    missing = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in form_classes()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
        and name not in getattr(form, "watched", ())
        and not form.__module__.startswith(tuple(UNWATCHED))
    ]
    assert missing == [], "Mix ambassadors.look.slips.Watched into the form and name the field in `watched`."
