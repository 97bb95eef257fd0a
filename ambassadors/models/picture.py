from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.pictures import desk, showing
from ledger.addresses import address
from ledger.models import Event, Noun
from ledger.text import one_line


class PictureQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and what a room shows to this person."""
        seen = models.Q(owner=person)
        for ids in showing.shown_to(person):
            seen |= models.Q(self._among(ids))
        return self.filter(seen)

    def _among(self, ids):
        """Asked of one picture at a time, so that a room with many rows costs nothing."""
        (field,) = ids.query.values_select
        return models.Exists(ids.filter(**{field: models.OuterRef("pk")}))

    def known_folders(self, names):
        return set(self.filter(folder__in=names).values_list("folder", flat=True))


class Picture(Noun):
    """A photograph in three sizes, freed from everything but its pixels, and told in words for those who can't see it."""

    SIZES = ("s", "m", "l")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pictures")
    alt = models.CharField(_("What is to be seen"), max_length=300, validators=[one_line])
    folder = models.CharField(max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="picture_is_told_in_words", condition=~models.Q(alt="")),
            models.CheckConstraint(name="picture_has_pixels", condition=models.Q(width__gt=0, height__gt=0)),
        ]

    def __str__(self):
        return self.alt

    @classmethod
    def take(cls, upload, *, alt, by):
        """Develop an upload and keep it; raises Refusal when it is no picture we can use."""
        developed = desk.develop(upload)
        try:
            with transaction.atomic():
                picture = cls.objects.create(owner=by, alt=alt, **developed._asdict())
                Event.record(picture, "taken", by=by)
        except BaseException:
            desk.discard(developed.folder)
            raise
        return picture

    @transaction.atomic
    def describe(self, alt, *, by):
        """Say in other words what is to be seen."""
        self.alt = alt
        self.save(update_fields=["alt"])
        Event.record(self, "described", by=by)

    @transaction.atomic
    def discard(self, *, by):
        """Take the picture and all its sizes away for good."""
        Event.record(self, "discarded", by=by)
        self.delete()
        transaction.on_commit(lambda: desk.discard(self.folder))

    def url(self, size):
        return address("ambassadors:picture", self.pk, size)

    @property
    def small_url(self):
        return self.url("s")

    def path(self, size):
        return desk.path(self.folder, size)
