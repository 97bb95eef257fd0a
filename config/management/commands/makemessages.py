"""makemessages that also finds the words of the data sheet: they stand in config/privacy.yaml and on models."""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.commands import makemessages
from django.utils.translation import override

HEADER = 'msgid ""\nmsgstr ""\n\n'


class Command(makemessages.Command):
    def process_files(self, file_list):
        super().process_files(file_list)
        if self.domain == "django":
            entries = (f'msgid {json.dumps(words, ensure_ascii=False)}\nmsgstr ""\n\n' for words in spoken())
            makemessages.write_pot_file(
                Path(self.default_locale_path, "django.pot"), HEADER + "".join(entries)
            )


def spoken():
    """Everything the data sheet says that isn't written in code, in English, each once."""
    with override("en"):
        return list(dict.fromkeys(filter(None, _of_the_nouns())))


def _of_the_nouns():
    for label, fields in settings.PRIVACY.items():
        model = apps.get_model(label)
        yield str(model._meta.verbose_name)
        for name, line in fields.items():
            yield str(model._meta.get_field(name).verbose_name)
            yield from map(str, line.values()) if isinstance(line, dict) else [_why(line)]


def _why(line):
    return str(line).removeprefix("not personal").lstrip(": ") or "not personal"
