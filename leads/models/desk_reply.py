from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leads import calendar
from leads.models.due import working_morning
from leads.models.referral import Referral
from leads.models.referral_words import DeskReplyQuerySet
from ledger.models import Letter, Noun
from ledger.text import no_control_characters, one_line


class DeskReply(Noun):
    """What the service desk said about a referral: a state, a remark, its own number, and on which way it came."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("by mail")
        WEBHOOK = "webhook", _("by a signed message")
        HAND = "hand", _("written down by hand")

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="replies")
    key = models.CharField(max_length=250, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    said = models.CharField(max_length=10, choices=Referral.State, blank=True)
    remark = models.TextField(blank=True, validators=[no_control_characters, MaxLengthValidator(2000)])
    external_reference = models.CharField(max_length=80, blank=True, validators=[one_line])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")

    objects = DeskReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "desk replies"
        indexes = [models.Index(fields=["referral", "created_at"], name="desk_reply_of_referral")]

    def __str__(self):
        return self.get_said_display() or str(_("a remark"))

    def keep(self, *, of):
        """Whether this is the first time it was said; the same key again is the same word."""
        self.referral = of
        DeskReply.objects.bulk_create([self], ignore_conflicts=True)
        return DeskReply.objects.is_kept(self)

    def tell_the_owner(self):
        """One letter on the next working morning with whatever the desk says until then; not what one wrote down oneself."""
        owner = self.referral.subject.owner
        if owner is None or not owner.is_active or self.by == owner.person:
            return
        morning = _next_morning(owner)
        letter = Letter.write(
            "desk_replied",
            recipient=owner.person,
            dedup_key=f"desk:{owner.person_id}:{morning.day}",
            due_at=morning.instant,
        )
        DeskReply.objects.only_this(self).tell_in(letter)


def _next_morning(owner):
    today = owner.person.today()
    first = working_morning(today, owner)
    if first.instant > timezone.now():
        return first
    return working_morning(calendar.later(today, days=1), owner)
