"""The product speaks German wherever it speaks English. Reads the code and the templates itself, without gettext's tools."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from config.management.commands.makemessages import spoken

pytestmark = pytest.mark.static
ROOT = Path(settings.BASE_DIR)
ROOMS = ["config", "ledger", "ambassadors", "leads", "trophies", "stories", "reports", "home"]
GERMAN = ROOT / "locale/de/LC_MESSAGES/django.po"
SAYS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
SAYS_IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
CALLED = re.compile(r"\b(?:n?p?gettext|_)\(")


def said_by(tree):
    """The (context, msgid) of every call that translates words written down in place."""
    for node in ast.walk(tree):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
        if name in SAYS and _words(node):
            yield None, _words(node)[0]
        elif name in SAYS_IN_CONTEXT and len(_words(node)) > 1:
            yield _words(node)[0], _words(node)[1]


def _words(call):
    constants = [each.value for each in call.args if isinstance(each, ast.Constant)]
    return [value for value in constants if isinstance(value, str)]


def said_by_code():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for said in said_by(ast.parse(path.read_text("utf-8"))):
                yield said, path.relative_to(ROOT)


def said_by_templates():
    for path in sorted((ROOT / "templates").rglob("*.*")):
        text = templatize(path.read_text("utf-8"), origin=str(path))
        for match in CALLED.finditer(text):
            for said in said_by(_call_at(text, match.start())):
                yield said, path.relative_to(ROOT)


def _call_at(text, start):
    """The call that begins there; the text around it is no Python."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        try:
            return ast.parse(text[start:end])
        except SyntaxError:
            continue
    return ast.parse("")


def everything_said():
    sheet = [((None, words), Path("config/privacy.yaml")) for words in spoken()]
    return {said: path for said, path in [*sheet, *said_by_templates(), *said_by_code()] if said[1].strip()}


def catalog():
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def _forms(words):
    """Singular and plural, or the one form there is."""
    return tuple(words) if isinstance(words, (list, tuple)) else (words,)


def _key(message):
    context = message.context.decode() if isinstance(message.context, bytes) else message.context
    return context, _forms(message.id)[0]


def translated(messages):
    """{(context, msgid): the German words}, without what is fuzzy or empty."""
    said = {_key(message): _forms(message.string) for message in messages if message.id and not message.fuzzy}
    return {key: forms for key, forms in said.items() if all(forms)}


def told(broken, what_to_do):
    if broken:
        pytest.fail(f"{what_to_do}\n" + "\n".join(f"  {each}" for each in broken), pytrace=False)


def test_everything_is_said_in_german():
    german = translated(catalog())
    missing = [
        f"{path}: {words!r}"
        for (context, words), path in everything_said().items()
        if (context, words) not in german
    ]
    told(
        missing,
        "Say these in German in locale/de/LC_MESSAGES/django.po, then: pybabel compile -D django -d locale -l de",
    )


def test_nothing_is_said_in_german_alone():
    said = everything_said()
    told(
        [repr(_key(message)[1]) for message in catalog() if message.id and _key(message) not in said],
        "Take these out of the German catalog: nobody says them any more.",
    )


def test_the_compiled_words_are_the_written_ones():
    with GERMAN.with_suffix(".mo").open("rb") as file:
        compiled = translated(read_mo(file))
    assert compiled == translated(catalog()), "Compile them: pybabel compile -D django -d locale -l de"


def test_german_sentences_have_the_places_of_the_english_ones():
    broken = [
        f"{english!r}: {german!r}"
        for message in catalog()
        if message.id
        for english, german in zip(_forms(message.id), _forms(message.string), strict=True)
        if german and _places(german) != _places(english)
    ]
    told(broken, "These German sentences leave out or invent a place that is filled with a name or a number.")


def _places(words):
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", words))
