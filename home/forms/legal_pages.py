from django import forms

from ambassadors.models import Network

TEXTS = ["imprint_de", "imprint_en", "accessibility_de", "accessibility_en"]


class LegalPagesForm(forms.ModelForm):
    """What the imprint and the accessibility page say, where it isn't what they say by themselves."""

    class Meta:
        model = Network
        fields = TEXTS
        widgets = {name: forms.Textarea(attrs={"lang": name[-2:], "rows": 4}) for name in TEXTS}

    def clean(self):
        for name, text in self.cleaned_data.items():
            self.cleaned_data[name] = text.replace("\r\n", "\n")
        return self.cleaned_data

    def imprint(self):
        return [self[name] for name in TEXTS if name.startswith("imprint")]

    def accessibility(self):
        return [self[name] for name in TEXTS if name.startswith("accessibility")]

    def keep(self, *, by):
        Network.change(by=by, **self.cleaned_data)
