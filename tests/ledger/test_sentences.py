"""What is said now and read later: in the language of whoever reads it."""

from django.utils import translation

from ledger.sentences import Sentence, again

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
