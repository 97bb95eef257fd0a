from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors.look.fields import Chosen
from ambassadors.models import Ambassador

SHOWN = 12


class DeputyForm(forms.Form):
    """Whom somebody asks to stand in."""

    deputy = Chosen(
        Ambassador.objects.none(),
        label=_("Whom do you ask?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose somebody. Search by name or town if you don't see them."),
            "invalid_choice": _("This person is not an active ambassador. Choose somebody else."),
        },
    )

    def __init__(self, *args, ambassador, wanted, **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        self.fields["deputy"].queryset = self._able = Ambassador.objects.listed().besides(ambassador)

    @cached_property
    def candidates(self):
        return list(self._able.named(self.wanted).with_people().by_name()[:SHOWN])
