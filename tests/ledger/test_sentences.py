"""What is said now and read later: in the language of whoever reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import translation

from ledger.sentences import Sentence, again, sentence_of
from ledger.text import one_line

TWO = "“%(text)s” is no e-mail address"


def test_a_sentence_is_a_text_in_the_language_of_now():
    with translation.override("de"):
        said = Sentence(TWO) % {"text": "no", "line": 3}
    assert said == "„no“ ist keine E-Mail-Adresse"
    assert said.kept == {"words": TWO, "given": {"text": "no"}}


def test_what_is_kept_is_told_in_the_language_of_then():
    kept = (Sentence(TWO) % {"text": "100 %"}).kept
    with translation.override("de"):
        assert again(kept) == "„100 %“ ist keine E-Mail-Adresse"
    assert again(kept) == "“100 %” is no e-mail address"


def test_a_sentence_without_anything_put_in_stays_as_it_is():
    assert again(Sentence("there is no name at 100 %").kept) == "there is no name at 100 %"


def refused(rule, text):
    with pytest.raises(ValidationError) as told:
        rule(text)
    return sentence_of(told.value)


def test_the_rule_of_a_field_is_a_sentence_in_a_sentence():
    with translation.override("de"):
        said = Sentence("%(field)s: %(why)s") % {"field": "city", "why": refused(one_line, "a\nb")}
    assert said.startswith("city: Das muss in eine Zeile passen")
    assert again(said.kept) == "city: This has to fit on one line, without hidden characters."


def test_a_rule_that_counts_is_kept_as_it_reads_now():
    assert refused(MaxLengthValidator(2), "abc") == "Ensure this value has at most 2 characters (it has 3)."
