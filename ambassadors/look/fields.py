"""Fields of forms that answer a broken id with the same sentence as a foreign one."""

from django import forms


class Chosen(forms.ModelChoiceField):
    """One of these rows; a key that is no key at all is as foreign as one that isn't among them."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice", params={"value": value}) from None
