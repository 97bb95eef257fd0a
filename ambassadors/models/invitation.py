import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ambassadors.models.ambassador import Ambassador
from ledger.models import Event, Happened, Kept, Letter, Noun
from ledger.refusal import Refusal

LASTS = timedelta(hours=72)
_UNUSED = Q(accepted_at=None, revoked_at=None)


def digest_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def unused(self):
        """Neither accepted nor taken back; it may have expired."""
        return self.filter(_UNUSED)

    def open(self):
        return self.unused().filter(expires_at__gt=timezone.now())

    def expired(self):
        return self.unused().filter(expires_at__lte=timezone.now())

    def accepted(self):
        return self.filter(accepted_at__isnull=False)

    def revoked(self):
        return self.filter(revoked_at__isnull=False)

    def shown_as(self, view):
        """The part of the invitations that a list shows under this name; all under any other."""
        parts = {
            "open": self.open,
            "accepted": self.accepted,
            "expired": self.expired,
            "revoked": self.revoked,
        }
        return parts[view]() if view in parts else self

    def of(self, ambassador):
        return self.filter(ambassador=ambassador)

    def opened_by(self, token):
        return self.filter(token_digest=digest_of(token)).select_related("ambassador__person", "invited_by")

    def visible_to(self, person):
        """An admin and a coordinator of the network see all, another coordinator those of their scope and their own."""
        if person.has_role("admin") or person.coordinates_everything:
            return self
        reached = Ambassador.objects.within_reach_of(person)
        return self.filter(Q(ambassador__in=reached) | Q(invited_by=person))

    def only_this(self, invitation):
        return self.filter(pk=invitation.pk)

    def numbered(self, pk):
        return self.filter(pk=pk)

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def with_people(self):
        return self.select_related("ambassador__person", "invited_by")

    def uninvited(self, ambassadors):
        """Those of these ambassadors to whom no invitation is on its way or good now."""
        return ambassadors.filter(~Exists(self.open().filter(ambassador=OuterRef("pk"))))

    def withdraw_expired(self, ambassadors, *, by):
        return (
            self.expired().filter(ambassador__in=ambassadors).update(revoked_at=timezone.now(), revoked_by=by)
        )


class Invitation(Noun, Kept):
    """Somebody is asked to join, or to come back: by one link to one address, good for 72 hours and once."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="invitations")
    address = models.EmailField(_("E-mail"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="invitation_newest"),
            models.Index(fields=["ambassador", "expires_at"], condition=_UNUSED, name="invitation_unused"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador"], condition=_UNUSED, name="one_invitation_at_a_time"
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_revoked", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
        ]

    def __str__(self):
        return self.address

    @property
    def state(self):
        if self.accepted_at:
            return "accepted"
        if self.expires_at <= (self.revoked_at or timezone.now()):
            return "expired"
        return "revoked" if self.revoked_at else "open"

    @property
    def is_open(self):
        return self.state == "open"

    @property
    def token(self):
        """The secret in the link (HMAC-SHA256 under the secret key, 256 bit): made when it is sent, kept nowhere."""
        return salted_hmac("ambassadors.invitation", self.pk.hex, algorithm="sha256").hexdigest()

    @property
    def comes_elsewhere(self):
        """Whether it goes to another address than the one they sign in with."""
        return self.address != self.ambassador.person.email

    @property
    def is_for_a_newcomer(self):
        """Whether they never signed in here: who did proves it by signing in, not by a link."""
        person = self.ambassador.person
        known = person.has_usable_password() or self.ambassador.joined_at or self.ambassador.left_at
        return not (known or person.roles.exists())

    @classmethod
    @transaction.atomic
    def send(cls, ambassador, *, by, address=None):
        """Invite one person by one letter; an invitation they have already stops being good."""
        if ambassador.is_active:
            raise Refusal(_("%(name)s is in the network already.") % {"name": ambassador})
        invitation = cls._to(ambassador, by=by, address=address)
        invitation.refuse_to_move_a_role()
        ambassador.invitations.all().unused().update(revoked_at=timezone.now(), revoked_by=by)
        invitation.save(force_insert=True)
        invitation._write_letters()
        Event.record(invitation, "sent", by=by, ambassador=ambassador.pk)
        return invitation

    @classmethod
    @transaction.atomic
    def send_all(cls, ambassadors, *, by, most=2000):
        """Invite those of these ambassadors whom no good invitation reached, `most` of them; returns how many it were."""
        waiting = (
            cls.objects.uninvited(ambassadors)
            .order_by("pk")
            .select_for_update(of=("self",), skip_locked=True)
        )
        chosen = list(waiting.select_related("person")[:most])
        cls.objects.withdraw_expired(chosen, by=by)
        sent = cls.objects.bulk_create([cls._to(one, by=by) for one in chosen], batch_size=1000)
        Letter.objects.bulk_create([one._carried() for one in sent], batch_size=1000)
        Event.record_firsts(Happened(one, "sent", by, data={"ambassador": one.ambassador_id}) for one in sent)
        return len(sent)

    @classmethod
    @transaction.atomic
    def invite(cls, address, *, by):
        """Invite whoever reads this address: somebody new, or somebody we know; refuses who is here or invited already."""
        ambassador = Ambassador.behind(address, by=by)
        waiting = ambassador.invitations.all().open().first()
        if waiting:
            raise Refusal(_("%(address)s has an invitation that is still good. Take it back before you send another.")
                          % {"address": address})  # fmt: skip
        return cls.send(ambassador, by=by, address=address)

    @classmethod
    def _to(cls, ambassador, *, by, address=None):
        invitation = cls(ambassador=ambassador, address=(address or ambassador.person.email).strip().lower(),
                         invited_by=by, expires_at=timezone.now() + LASTS)  # fmt: skip
        invitation.token_digest = digest_of(invitation.token)
        return invitation

    @transaction.atomic
    def accept(self, *, by=None, **named):
        """Join by this link, once: `by` is who is signed in, if anybody; a newcomer says their names and perhaps a password."""
        person = self.ambassador.person
        self.refuse_somebody_else(by)
        self.refuse_to_move_a_role()
        if not Invitation.objects.open().only_this(self).update(accepted_at=timezone.now()):
            raise Refusal(self.why_closed())
        if self.is_for_a_newcomer:
            person.introduce(**named)
            self.ambassador.answer_to(str(person))
        if self.comes_elsewhere:
            person.move_to(self.address)
        if not person.is_active:
            person.open_account(by=person)
        self.ambassador.join(by=person)
        Event.record(self, "accepted", by=person)
        return person

    @transaction.atomic
    def revoke(self, *, by):
        """Take the invitation back: its link opens nothing from now on."""
        if not Invitation.objects.open().only_this(self).update(revoked_at=timezone.now(), revoked_by=by):
            raise Refusal(_("This invitation is not open any more. Look at the list again."))
        Event.record(self, "revoked", by=by)

    def refuse_somebody_else(self, person):
        if person and person.is_authenticated and person.pk != self.ambassador.person_id:
            raise Refusal(
                _(
                    "This invitation is for somebody else. If it came to you, sign out first and open it again."
                )
            )

    def refuse_to_move_a_role(self):
        """One alone must not get at somebody's role by moving their login to a mailbox of one's own."""
        person = self.ambassador.person
        if self.comes_elsewhere and person.roles.lasting(person.today()).exists():
            raise Refusal(
                _(
                    "%(name)s holds a role here, and a login with a role stays at its address. Invite them there, or have the role ended first."
                )
                % {"name": person}
            )

    def why_closed(self):
        """The sentence for somebody who comes with a link that opens nothing any more."""
        state = Invitation.objects.get(pk=self.pk).state
        return CLOSED.get(state, CLOSED["revoked"])

    def _write_letters(self):
        self._carried().save(force_insert=True)
        if self.comes_elsewhere and self.ambassador.joined_at:
            Letter.write("invited_elsewhere", recipient=self.ambassador.person,
                         dedup_key=f"invited_elsewhere:{self.pk}", invitation=self.pk)  # fmt: skip

    def _carried(self):
        """The letter that carries it, not kept yet."""
        return Letter.draft(
            "invitation",
            recipient=self.ambassador.person,
            dedup_key=f"invitation:{self.pk}",
            invitation=self.pk,
        )


CLOSED = {
    "accepted": _("This invitation has been used. Sign in, or ask whoever invited you for a new one."),
    "expired": _(
        "This invitation was good for 72 hours, and they are over. Ask whoever invited you for a new one."
    ),
    "revoked": _("This invitation was taken back. Ask whoever invited you, if you would like to join."),
}
