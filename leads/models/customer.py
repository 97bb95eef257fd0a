import re
from collections import namedtuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from leads.models.consent import Consent
from leads.models.customer_words import CustomerQuerySet
from leads.models.notice import TOLD_WITHIN, Notice
from leads.models.sounds import SoundField, TownField
from ledger import erasing
from ledger.addresses import address
from ledger.counting import keyed
from ledger.models import Event, Kept, Look, Noun, Submitted
from ledger.refusal import Refusal
from ledger.sealed import MARK, KeyedHashField, SealedField
from ledger.text import folded, one_line
from ledger.wholes import part

LAST_DIGITS = 4  # the fewest that a number is searched by
REACHES = ("phone", "email", "street", "zip_code")
FOUND_BY = {"nickname", "first_name", "last_name", "company", "city"}
Contact = namedtuple("Contact", "phone email email_is_ok street zip_code city")
SEALED = ("email", "phone", "street", "zip_code")
FOUND_AGAIN_BY = {
    "email": ["email_index"], "phone": ["phone_index", "phone_end"], "last_name": ["sound"],
    "company": ["sound"], "nickname": ["sound"], "city": ["town"],
}  # fmt: skip
COMPARED_BY = {*FOUND_AGAIN_BY, "first_name"}
_line = {"blank": True, "validators": [one_line]}


def _sealed_or_empty(name):
    return models.Q(**{name: ""}) | models.Q(**{f"{name}__startswith": MARK})


class Customer(Noun, Submitted, Kept):
    """Somebody an ambassador met, with as much or as little as they wanted to leave."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        HOUSEHOLD = "household", _("Household")
        FIRM = "firm", _("Firm")

    class EmailState(models.TextChoices):
        OK = "ok", _("ok")
        TO_CORRECT = "to_correct", _("to correct")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    first_name = models.CharField(max_length=80, **_line)
    last_name = models.CharField(max_length=80, **_line)
    company = models.CharField(max_length=120, **_line)
    nickname = models.CharField(max_length=80, **_line)
    email = SealedField(max_length=254, **_line)
    email_index = KeyedHashField(of="email")
    email_state = models.CharField(max_length=10, choices=EmailState, default=EmailState.OK)
    phone = SealedField(max_length=32, **_line)
    phone_index = KeyedHashField(of="phone")
    phone_end = KeyedHashField(of="phone", last=LAST_DIGITS)
    street = SealedField(max_length=120, **_line)
    zip_code = SealedField(max_length=12, **_line)
    city = models.CharField(max_length=80, **_line)
    sound = SoundField(max_length=40, blank=True, editable=False)
    town = TownField(max_length=160, blank=True, editable=False)
    compared_at = models.DateTimeField(null=True, editable=False)
    contact_until = models.DateTimeField(
        null=True, editable=False
    )  # NULL: somebody confirmed it, or there is none
    tell_until = models.DateTimeField(
        null=True, editable=False
    )  # who came in a file is told so by then; NULL: they know, or came otherwise
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed"
    )

    # met in this transaction: nobody else has seen them, and what they say now is all they said
    is_new, is_told_now, yes_now = False, False, None

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_reaches_a_customer_is_sealed",
                condition=models.Q(*(_sealed_or_empty(name) for name in SEALED)),
            ),
            models.CheckConstraint(
                name="the_end_of_a_number_goes_with_it",
                condition=models.Q(phone_end="") | ~models.Q(phone=""),
            ),
        ]
        indexes = [
            models.Index(fields=["sound", "town"], name="customer_by_sound", condition=~models.Q(sound="")),
            models.Index(
                fields=["created_at"],
                name="customer_to_compare",
                condition=models.Q(compared_at=None, merged_into=None),
            ),
            models.Index(
                fields=["contact_until"],
                name="customer_contact_unconfirmed",
                condition=~models.Q(contact_until=None),
            ),
            models.Index(
                fields=["tell_until"], name="customer_to_tell", condition=~models.Q(tell_until=None)
            ),
            models.Index(
                fields=["email_index"], name="customer_by_email", condition=~models.Q(email_index="")
            ),
            models.Index(
                fields=["phone_index"], name="customer_by_phone", condition=~models.Q(phone_index="")
            ),
            models.Index(
                fields=["phone_end"], name="customer_by_last_digits", condition=~models.Q(phone_end="")
            ),
        ]

    def __str__(self):
        return f"{self.called}, {self.city}" if self.city else str(self.called)

    def get_absolute_url(self):
        return address("leads:customer", self.pk)

    @property
    def called(self):
        """What we call them without telling who they are: never a full name, a number or an address."""
        return self._known_as or _("Somebody without a name")

    @property
    def whom(self):
        """The same in the middle of a sentence."""
        return self._known_as or _("somebody without a name")

    @property
    def _known_as(self):
        if self.nickname or self.company:
            return self.nickname or self.company
        letter = f"{self.last_name[:1]}." if self.last_name else ""
        if self.kind == self.Kind.HOUSEHOLD and letter:
            return _("Family %(letter)s") % {"letter": letter}
        return f"{self.first_name} {letter}".strip()

    @property
    def searched_by(self):
        """The words this customer is found by; no number and no address."""
        return folded(" ".join([self.nickname, self.first_name, self.last_name, self.company, self.city]))

    def all_consents(self):
        """Theirs, and of whoever was merged into them."""
        return Consent.objects.of_customer(self)

    def may_be_called(self, purpose="service", at=None):
        """Whether they said yes to a call for this purpose, and the yes still holds."""
        if self.yes_now and at is None and self.yes_now.is_fresh_for("phone", purpose):
            return True
        return Consent.objects.of_customer(self).fitting("phone", purpose, at).exists()

    @property
    def wants_no_contact(self):
        return self.objections.all().standing().to_all_contact().exists()

    @part
    def keep_contact(self, *, by, **contact):
        """Keep what is given of phone, email and address; returns the names of what was discarded.

        Nothing that reaches somebody is kept before they were told what happens to it (Art. 13 GDPR; then "uninformed" is
        among the names), and a number only while a consent to call is in force. An e-mail address that can't be right is
        kept as "to correct" and never written to. What somebody took back before is not kept again.
        """
        from leads.models.suppression import Suppression

        discarded = Suppression.hold_back(
            self if self.is_new else self.locked(), contact
        ) + self._take_out_untold(contact, by)
        if contact.get("phone") and not self.may_be_called("service"):
            contact["phone"] = ""
            discarded.append("phone")
        if "email" in contact:
            contact["email_state"] = email_state(contact["email"])
        self.change(by=by, **contact)
        return discarded

    def _take_out_untold(self, contact, by):
        """Remove from `contact` what may not be kept before the notice; returns the names."""
        given = [name for name in REACHES if contact.get(name)]
        if not given or self.is_told_now or Notice.objects.of_customer(self).exists():
            return []
        if by is None:  # the customer's own page leads to the notice
            Notice.hand_over(self, by=None, way=Notice.Way.OWN_PHONE)
            return []
        for name in given:
            del contact[name]
        return [*given, "uninformed"]

    @part
    def change(self, *, by, **facts):
        """Write new facts about the customer and let their leads be found by them."""
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(self, name, facts[name])
        if COMPARED_BY & set(changed):
            self.compared_at = None
        if set(REACHES) & set(changed):
            self.contact_until = None
        self.save(update_fields=[*_with_what_finds(changed), "compared_at", "contact_until"])
        if FOUND_BY & set(changed):
            self.leads.all().fold()
        Event.record(self, "changed", by=by, fields=sorted(changed))

    def forget_number_without_consent(self, *, by):
        """Erase the number when nobody may call it any more; the e-mail address, when they took back that they may be written to."""
        one = self.merged_into or self
        if not one.may_be_called("service"):
            one.forget("phone", by=by, why="withdrawn")
        if one._took_back_letters():
            one.forget("email", by=by, why="withdrawn")

    @transaction.atomic
    def forget_contact(self, *, by, why):
        """Forget number and addresses; of number and e-mail a keyed hash stays, so that they don't come in again unnoticed."""
        self.forget("phone", "email", by=by, why=why)
        for one in self.selves:
            one.call_backs.all().forget(by=by)
            one.change(by=by, street="", zip_code="")

    def settle_what_to_tell(self):
        """As the leads they have now came in, and as they were told: after two were made one, or two again."""
        theirs = keyed({"leads.lead": self.leads.all()})
        came = Event.objects.about_rows(theirs).of_verb("imported").order_by("id").first()
        is_told = came is None or Notice.objects.of_customer(self).exists()
        Customer.objects.only_this(self).tell_by(None if is_told else came.at + TOLD_WITHIN)

    @property
    def selves(self):
        """This one and whoever was merged into them: what is forgotten of one is forgotten of all."""
        return [self, *self.absorbed.all()]

    def forget(self, *kinds, by, why):
        """Erase number or e-mail address wherever it is kept of them, and remember its keyed hash."""
        from leads.models.suppression import Suppression

        for one in self.selves:
            for kind in [kind for kind in kinds if getattr(one, kind)]:
                Suppression.put_on(kind, getattr(one, kind), why=why)
                setattr(one, kind, "")
                one.save(update_fields=_with_what_finds([kind]))
                Event.record(one, "number_erased" if kind == "phone" else "email_erased", by=by)

    def _took_back_letters(self):
        letters = [yes for yes in Consent.objects.of_customer(self).with_story() if yes.channel == "email"]
        return any(yes.is_withdrawn for yes in letters) and not any(yes.is_in_force for yes in letters)

    def show_contact(self, *, by, purpose):
        """The contact data, written down as a look first; the number only while a call is allowed."""
        Look.record(self, by=by, purpose=purpose)
        phone = self.phone if self.may_be_called("service") else ""
        return Contact(
            phone, self.email, self.email_state == self.EmailState.OK, self.street, self.zip_code, self.city
        )

    def locked_for_contact(self):
        """The same, for whoever promises to reach them; refuses when they want no contact at all."""
        from leads.models.objection import NO_CONTACT

        if self.wants_no_contact:
            raise Refusal(NO_CONTACT)
        return self.locked()

    def erase(self, *, by=None):
        """Forget this customer and everything about them, at once and for good; what proves their consents goes into the vault."""
        return erasing.erase(Customer, [self.pk], by=by, why=erasing.ASKED)

    def locked(self):
        """This customer as the database has it now, held until the transaction ends."""
        return Customer.objects.select_for_update().get(pk=self.pk)


def _with_what_finds(names):
    return [*names, *{found for name in names for found in FOUND_AGAIN_BY.get(name, ())}]


def email_state(email):
    """ "ok" when the address could be one, else "to correct".

    Dots in a row are against the standard, yet some providers give out such addresses and deliver to them.
    """
    try:
        validate_email(re.sub(r"\.+(?=.*@)", ".", email) or "empty@example.org")
    except ValidationError:
        return Customer.EmailState.TO_CORRECT
    return Customer.EmailState.OK
