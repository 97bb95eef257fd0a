from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leads.models import ConsentWording, NoticeWording, Purpose
from leads.models.consent_wording import BY, in_force
from leads.models.notice_wording import LONGEST
from ledger.text import no_control_characters

PURPOSES = {
    Purpose.SERVICE: _("Yes to this matter only"),
    Purpose.ADVERTISING: _("Yes to calls later, and to offers"),
}
NOTICE = "notice"


class WordingsForm(forms.Form):
    """What customers hear before they say yes, and what they can read about their data, in each language."""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        patterns = in_force()
        for language in BY:
            for purpose, label in PURPOSES.items():
                self._ask(f"{purpose}_{language}", label, patterns[purpose, language], 1000)
            self._ask(f"{NOTICE}_{language}", _("The notice"), NoticeWording.shown(language).text, LONGEST)

    def _ask(self, name, label, text, longest):
        area = forms.Textarea(attrs={"lang": name[-2:], "rows": 3})
        self.fields[name] = forms.CharField(
            label=label, max_length=longest, widget=area, validators=[no_control_characters]
        )
        self.initial.setdefault(name, text)

    def languages(self):
        """[(language, its fields)] in the order they are asked."""
        return [
            (language, [self[name] for name in self.fields if name.endswith(language)]) for language in BY
        ]

    def clean(self):
        for name, text in list(self.cleaned_data.items()):
            self.cleaned_data[name] = text.replace("\r\n", "\n")
            if not name.startswith(NOTICE) and text.count("{by}") != 1:
                self.add_error(name, _("Write {by} once where “by phone” or “by post” belongs."))
        return self.cleaned_data

    @transaction.atomic
    def keep(self, *, by):
        """What was changed becomes a new version; what wasn't stays as it is."""
        for name, text in self.cleaned_data.items():
            what, _line, language = name.partition("_")
            if what == NOTICE:
                NoticeWording.reword(language, text, by=by)
            else:
                ConsentWording.reword(what, language, text, by=by)
