import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors import domains
from ambassadors.models import Network

MOST = 50


class DomainsForm(forms.Form):
    """Whose addresses belong to the company."""

    company_domains = forms.CharField(
        label=_("Domains of the company"),
        required=False,
        max_length=8000,
        help_text=_("One in each line: what stands behind the @, like example.org."),
        widget=forms.Textarea(attrs={"autocapitalize": "none", "spellcheck": "false", "rows": 4}),
    )

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("company_domains", "\n".join(map(domains.as_read, instance.company_domains)))

    def clean_company_domains(self):
        kept, wrong = [], []
        for typed in filter(None, re.split(r"[\s,;]+", self.cleaned_data["company_domains"])):
            try:
                kept.append(domains.tidy(typed))
            except forms.ValidationError as error:
                wrong.append(error)
        if wrong:
            raise forms.ValidationError(wrong)
        if len(kept) > MOST:
            raise forms.ValidationError(_("These are more than 50 domains. Keep those people write from."))
        return list(dict.fromkeys(kept))

    def keep(self, *, by):
        Network.change(by=by, **self.cleaned_data)
