"""makemessages that also finds words no code of ours says: those of the data sheet, and Django's to a form."""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.commands import makemessages
from django.utils.translation import override

HEADER = 'msgid ""\nmsgstr ""\n\n'
TOO_LONG = "Ensure this value has at most %(limit_value)d character{} (it has %(show_value)d)."
BORROWED = {  # Django says them in a German that isn't ours; each with its plural, or None
    "This field is required.": None,
    "Enter a valid value.": None,
    "Enter a valid email address.": None,
    "Enter a valid date.": None,
    "Enter a valid time.": None,
    "Enter a valid date/time.": None,
    "Enter a valid UUID.": None,
    "Enter a whole number.": None,
    "Enter a list of values.": None,
    "Select a valid choice. %(value)s is not one of the available choices.": None,
    "Select a valid choice. That choice is not one of the available choices.": None,
    "This password is too common.": None,
    "This password is entirely numeric.": None,
    TOO_LONG.format(""): TOO_LONG.format("s"),
}


class Command(makemessages.Command):
    def process_files(self, file_list):
        super().process_files(file_list)
        if self.domain == "django":
            template = Path(self.default_locale_path, "django.pot")
            found = template.read_text("utf-8")  # a counted word has its plural there
            entries = [_entry(words) for words in spoken() if f"msgid {_quoted(words)}\n" not in found]
            makemessages.write_pot_file(template, HEADER + "".join(entries))


def spoken():
    """What pages say that isn't written in our code or templates, in English, each once."""
    with override("en"):
        return list(dict.fromkeys(filter(None, [*BORROWED, *_of_the_nouns(), *_of_the_ends()])))


def _entry(words):
    plural = BORROWED.get(words)
    answer = f'msgid_plural {_quoted(plural)}\nmsgstr[0] ""\nmsgstr[1] ""' if plural else 'msgstr ""'
    flag = "#, python-format\n" if "%(" in words else ""
    return f"{flag}msgid {_quoted(words)}\n{answer}\n\n"


def _quoted(words):
    return json.dumps(words, ensure_ascii=False)


def _of_the_nouns():
    for label, fields in settings.PRIVACY.items():
        model = apps.get_model(label)
        yield str(model._meta.verbose_name)
        for name, line in fields.items():
            yield str(model._meta.get_field(name).verbose_name)
            yield from map(str, line.values()) if isinstance(line, dict) else [_why(line)]


def _of_the_ends():
    yield from (str(line["stays"]) for line in settings.ENDS.values() if "stays" in line)


def _why(line):
    return str(line).removeprefix("not personal").lstrip(": ") or "not personal"
