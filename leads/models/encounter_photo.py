from django.db import models, transaction
from django.utils.translation import gettext as _

from ambassadors.models import Picture
from leads.models.encounter import Encounter
from ledger.models import Event, Noun, Submitted
from ledger.refusal import Refusal

MOST = 6  # of one encounter


class EncounterPhotoQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the encounters this person sees."""
        return self.filter(encounter__in=Encounter.objects.visible_to(person))

    def owned_by(self, person):
        return self.filter(encounter__in=Encounter.objects.owned_by(person))

    def of_encounter(self, encounter):
        return self.filter(encounter=encounter)

    def of_encounters(self, encounters):
        return self.filter(encounter__in=encounters)

    def with_customers(self, customers):
        """Of the encounters in which one of these was met."""
        return self.filter(encounter__counterparts__customer__in=customers).distinct()

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def discard_all(self, *, by=None):
        for photo in self.select_related("picture", "encounter"):
            photo.discard(by=by)


class EncounterPhoto(Noun, Submitted):
    """A photograph of an encounter, seen by whoever sees the encounter."""

    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="photos")
    picture = models.OneToOneField(Picture, models.PROTECT, related_name="of_encounter")

    objects = EncounterPhotoQuerySet.as_manager()

    def __str__(self):
        return str(self.picture)

    @classmethod
    def take(cls, encounter, upload, *, by, client_id=None, alt=""):
        """Develop an upload and keep it with its encounter; the same `client_id` again answers with the first."""
        first = cls._first(encounter, client_id)
        if first:
            return first
        if cls.objects.of_encounter(encounter).count() >= MOST:
            raise Refusal(
                _("An encounter has room for %(most)d photos. Take one away first.") % {"most": MOST}
            )
        picture = Picture.take(upload, alt=alt or _("A photo of the encounter: %s") % encounter, by=by)
        return cls._keep(encounter, picture, by, client_id)

    @classmethod
    @transaction.atomic
    def _keep(cls, encounter, picture, by, client_id):
        """Developing takes seconds: of two who send the same at once, the second finds what the first kept."""
        encounter.locked()
        first = cls._first(encounter, client_id)
        if first:
            picture.discard(by=by)
            return first
        photo = cls.objects.create(encounter=encounter, picture=picture, client_id=client_id)
        Event.record(encounter, "photographed", by=by, photo=photo.pk)
        return photo

    @classmethod
    def _first(cls, encounter, client_id):
        first = cls.objects.sent_as(client_id).first()
        if first and first.encounter_id != encounter.pk:
            raise Refusal(_("This photo was sent with another encounter. Choose it anew."))
        return first

    @transaction.atomic
    def discard(self, *, by):
        """Take the photo away for good."""
        picture = self.picture
        Event.record(self.encounter, "photo_discarded", by=by, photo=self.pk)
        self.delete()
        picture.discard(by=by)
