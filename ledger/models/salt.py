import hashlib
import hmac
import secrets

from django.db import models

from ledger import wholes
from ledger.copying import copy_in


class SaltQuerySet(models.QuerySet):
    def of(self, subject):
        return self.filter(**_key(subject))

    def of_any(self, label, keys):
        return self.filter(subject_type=label, subject_key__in=[str(key) for key in keys])


class Salt(models.Model):
    """The key to the digests about one subject; throwing it away makes them unreadable and leaves the chain whole."""

    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=40)
    value = models.CharField(max_length=64)

    objects = SaltQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_key"], name="one_salt_for_a_subject")
        ]

    @classmethod
    def digest(cls, subject, text):
        """HMAC-SHA256 (hex, 64 characters) of `text` under the subject's own salt."""
        salt, _made = cls.objects.get_or_create(**_key(subject), defaults={"value": secrets.token_hex(32)})
        return salt.digest_of(text)

    @classmethod
    def first_digest(cls, subject, text):
        """The same for a subject that is new in this transaction; raises IntegrityError when it has a salt."""
        salt = cls(**_key(subject), value=secrets.token_hex(32))
        wholes.insert(salt)
        return salt.digest_of(text)

    @classmethod
    def make_for(cls, subjects):
        """{subject's key: Salt} for subjects that have none yet, in one query."""
        salts = {subject.pk: cls(**_key(subject), value=secrets.token_hex(32)) for subject in subjects}
        copy_in(cls, salts.values())
        return salts

    @classmethod
    def forget(cls, subject):
        """Erase the salt: what was digested under it can't be proved or guessed any more."""
        return cls.objects.of(subject).delete()

    def digest_of(self, text):
        """HMAC-SHA256 (hex, 64 characters) of `text` under this salt."""
        return hmac.new(bytes.fromhex(self.value), text.encode(), hashlib.sha256).hexdigest()


def _key(subject):
    return {"subject_type": subject._meta.label_lower, "subject_key": str(subject.pk)}
