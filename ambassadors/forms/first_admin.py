from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Person


class FirstAdminForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more; a sentence is fine."),
    )

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "email"]

    def clean_password(self):
        named = {name: self.cleaned_data.get(name, "") for name in self._meta.fields}
        validate_password(self.cleaned_data["password"], Person(**named))
        return self.cleaned_data["password"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()
