import uuid

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.look.fields import Chosen
from ambassadors.look.slips import Watched
from ambassadors.models import Picture
from leads.models import Case, Lead
from ledger.refusal import Refusal
from stories.models import Story

SAID = ["kind", "title", "text", "language"]
_foreign = {
    "invalid_choice": _("This is not yours to tell about. Open the story from your own lead or case.")
}


class StoryForm(Watched, forms.ModelForm):
    """A story as its author types it, with a picture if there is one."""

    watched = ("title", "text")

    upload = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,
        help_text=_("JPEG, PNG or WebP up to 15 MB. Place and camera data are removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = Picture._meta.get_field("alt").formfield(
        required=False, help_text=_("One sentence for those who can't see it. Needed with a picture.")
    )
    without_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lead = Chosen(
        Lead.objects.none(),
        widget=forms.HiddenInput,
        required=False,
        label=_("Lead"),
        error_messages=_foreign,
    )
    case = Chosen(
        Case.objects.none(),
        widget=forms.HiddenInput,
        required=False,
        label=_("Help case"),
        error_messages=_foreign,
    )

    class Meta:
        model = Story
        fields = SAID
        widgets = {
            "kind": forms.RadioSelect,
            "language": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 12, "class": "tall"}),
        }
        help_texts = {
            "title": _("A line that makes somebody read on."),
            "text": _(
                "The first paragraph stands in large. An empty line begins a new one. No names or numbers of customers."
            ),
        }
        error_messages = {
            "kind": {"required": _("Choose what kind of story it is.")},
            "title": {"required": _("Give it a title.")},
            "text": {"required": _("Tell what happened, in a sentence at least.")},
        }

    def __init__(self, *args, person, story=None, initial=None, **kwargs):
        self.story = story
        super().__init__(*args, initial={**self._known(person), **(initial or {})}, **kwargs)
        for name, choices in {"kind": Story.Kind.choices, "language": settings.LANGUAGES}.items():
            self.fields[name].choices = choices  # without an empty one
        self.fields["lead"].queryset = Lead.objects.owned_by(person)
        self.fields["case"].queryset = Case.objects.owned_by(person)

    def _known(self, person):
        known = {"client_id": uuid.uuid4(), "language": person.reads}
        for name in SAID if self.story else []:
            known[name] = getattr(self.story, name)
        if self.story and self.story.picture:
            known["alt"] = self.story.picture.alt
        return known

    def clean(self):
        cleaned = super().clean()
        shown = cleaned.get("upload") or (
            self.story and self.story.picture and not cleaned.get("without_picture")
        )
        if shown and not cleaned.get("alt") and "alt" not in self.errors:
            self.add_error("alt", _("Say in words what is to be seen, for those who can't see the picture."))
        return cleaned

    def keep(self, *, by):
        """The story, kept; None when it could not be, and then the form says why and nothing typed is lost."""
        before = self.story or Story.objects.sent_as(self.cleaned_data["client_id"]).first()
        if before and not self.story and before.is_by(by):
            return before
        try:
            picture = self._picture(by)
        except Refusal as refusal:
            return self.add_error("upload", str(refusal))
        try:
            return self._story(by, picture)
        except Refusal as refusal:
            if picture and picture != self._present_picture:
                picture.discard(by=by)
            return self.add_error(None, str(refusal))

    @property
    def _present_picture(self):
        return self.story.picture if self.story else None

    def _picture(self, by):
        if self.cleaned_data["upload"]:
            return Picture.take(self.cleaned_data["upload"], alt=self.cleaned_data["alt"], by=by)
        return None if self.cleaned_data["without_picture"] else self._present_picture

    @transaction.atomic
    def _story(self, by, picture):
        said = {name: self.cleaned_data[name] for name in SAID} | {"picture": picture}
        if picture and picture.alt != self.cleaned_data["alt"]:
            picture.describe(self.cleaned_data["alt"], by=by)
        if self.story:
            return self._rewritten(by, said)
        about = {name: self.cleaned_data[name] for name in ("client_id", "lead", "case")}
        return Story.draft(by.ambassador_or_none, by=by, **about, **said)

    def _rewritten(self, by, said):
        before = self.story.picture
        self.story.rewrite(by=by, **said)
        if before and before != said["picture"] and not Story.objects.showing(before).exists():
            before.discard(by=by)
        return self.story
