import hashlib

from django.db import models, transaction

from ambassadors.pictures import desk
from ledger.models import Noun


class PaperQuerySet(models.QuerySet):
    def known_folders(self, names):
        return set(self.filter(folder__in=names).values_list("folder", flat=True))


class Paper(Noun):
    """A photograph of the sheet a customer signed: evidence, so no list and no gallery ever shows it."""

    folder = models.CharField(max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    objects = PaperQuerySet.as_manager()

    def __str__(self):
        return f"{self.created_at:%Y-%m-%d}"

    @classmethod
    def develop(cls, upload):
        """Develop an upload at the photo desk and keep it; raises Refusal when it is no picture we can use."""
        developed = desk.develop(upload)
        try:
            digest = hashlib.sha256(desk.path(developed.folder, "l").read_bytes()).hexdigest()
            return cls.objects.create(sha256=digest, **developed._asdict())
        except BaseException:
            desk.discard(developed.folder)
            raise

    @property
    def path(self):
        return desk.path(self.folder, "l")

    def is_unchanged(self):
        """Whether the file is the one that was photographed; False where it is gone."""
        return self.path.exists() and hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256

    @transaction.atomic
    def discard(self):
        """Take the photograph away for good, with the consent it proves."""
        self.delete()
        transaction.on_commit(lambda: desk.discard(self.folder))
