"""One person's own file: all that is stored about them, to read and print, or for another program."""

import base64
import json
import re
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ambassadors import own_data
from ambassadors.models import Network

WAYS = {"html": "text/html; charset=utf-8", "json": "application/json"}
STYLES = ["css/tokens.css", "css/own_file.css"]


class OwnFile:
    """Made for one person at one moment; it holds what is about them, and nothing of anybody else."""

    def __init__(self, person):
        self.person, self.at = person, timezone.now()

    @property
    def name(self):
        return f"{slugify(Network.now().name) or 'werkstolz'}-{timezone.localdate(self.at)}"

    @cached_property
    def sections(self):
        return own_data.of(self.person)

    def json(self):
        """Keys as the database names them, moments in ISO 8601."""
        told = {
            "of": str(self.person),
            "made_at": self.at,
            "data": {section.label: section.rows for section in self.sections},
            "pictures": [f"data:image/webp;base64,{picture}" for picture in self.pictures],
            "left_out": [{"what": what, "why": why} for what, why in own_data.left_out()],
        }
        return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)

    def html(self):
        """One page that needs nothing else: its looks and its pictures are in it."""
        shown = [(section, _table(section)) for section in self.sections]
        context = {
            "file": self,
            "sections": shown,
            "left_out": own_data.left_out(),
            "network": Network.now().name,
        }
        page = render_to_string("home/own_file_page.html", context)
        return page.replace("</head>", f"<style>{_styles()}</style></head>", 1)

    @cached_property
    def pictures(self):
        """The person's portrait in the middle size, as base64; other pictures of theirs show other people."""
        portrait = getattr(self.person.ambassador_or_none, "portrait", None)
        paths = [portrait.path("m")] if portrait else []
        return [base64.b64encode(path.read_bytes()).decode() for path in paths if path.exists()]


def _table(section):
    """[(words of the field, value)] per row, without what is empty."""
    return [
        [
            (field.name, _spoken(row[field.key]))
            for field in section.fields
            if row[field.key] not in (None, "")
        ]
        for row in section.rows
    ]


def _spoken(value):
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return {True: _("yes"), False: _("no")}.get(value, value) if isinstance(value, bool) else value


def _styles():
    """The tokens and the file's own looks; the typeface stays behind, for a file has no server to fetch it from."""
    text = "\n".join(Path(finders.find(style)).read_text("utf-8") for style in STYLES)
    return re.sub(r"@font-face\s*{[^}]*}", "", text)
