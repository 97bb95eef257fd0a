"""Canaries: marks that stand in every personal field of customers, in mails and in files, and that nothing may sing of after erasure."""

from itertools import count
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from leads.desk import saying
from leads.exports.columns import COLUMNS
from leads.models import (
    CallBack,
    Case,
    Consent,
    ConsentRequest,
    Customer,
    Encounter,
    EncounterPhoto,
    Export,
    FollowUp,
    Paper,
    Referral,
    SharedCredit,
)
from ledger.models import Letter, MailboxMessage
from tests import cast
from tests.ambassadors import uploading
from tests.darkroom import upload as photo
from tests.leads import hands

MARK = "Zilpzalp"  # a bird that nobody writes by chance
# Personal, and not the customer's: whose and where it was, made of what is marked, or given by a list of choices.
NOT_MARKED = {
    "unit_code",
    "region",
    "tz",
    "folded",
    "marks",
    "found_by",
    "content",
    "email_index",
    "phone_index",
    "phone_end",
    "how",
    "sound",
    "town",
}
OF_STAFF = {"leads.export", "leads.savedview"}  # why they took something out, and what they call a view
HEADER = "Vorname;Nachname;E-Mail;Telefon;Ort;Datum;Botschafter;Bemerkung"
_numbers = count(1)


def marked_fields(model):
    """The personal fields of a noun that hold text of a customer."""
    fields = settings.PRIVACY.get(model._meta.label_lower, {})
    named = [model._meta.get_field(name) for name, line in fields.items() if isinstance(line, dict)]
    text = (models.CharField, models.TextField)
    return [
        field
        for field in named
        if isinstance(field, text) and field.name not in NOT_MARKED and not field.choices
    ]


def nouns():
    """Every noun of this room that has such a field, outside the vault."""
    models_ = apps.get_app_config("leads").get_models()
    return [model for model in models_ if marked_fields(model) and model._meta.label_lower not in OF_STAFF]


class Canaries:
    """Customers whose every word is a mark of its own."""

    def __init__(self, ada):
        self.ada, self.marks = ada, []
        self.colleague = cast.make_ambassador(f"Colleague{next(_numbers)}")

    def seed(self):
        """One customer with everything; returns them."""
        customer = self._somebody()
        hands.tell(customer)
        encounter = hands.make_encounter(self.ada, **self._words(Encounter))
        EncounterPhoto.take(encounter, photo(), by=self.ada, alt=self._mark())
        consent = {"channel": "phone", "purpose": "advertising", "manner": "paper", **self._words(Consent)}
        Consent.take(customer, by=self.ada, given_at=timezone.now(), paper=Paper.develop(photo()), **consent)
        customer.keep_contact(by=self.ada, **self._contact())
        lead = hands.make_lead(
            self.ada,
            customer=customer,
            encounter=encounter,
            note=self._mark(),
            former_provider=self._mark(),
            source=self._mark(),
        )
        hands.make_follow_up(lead, **self._words(FollowUp)).complete(by=self.ada, answer="all_ok")
        hands.make_follow_up(lead, due_in=3 * hands.DAY, **self._words(FollowUp))
        case = hands.make_case(self.ada, customer=customer, encounter=encounter, **self._words(Case))
        self._referred(lead)
        SharedCredit.ask(lead, self.colleague, by=self.ada)
        SharedCredit.ask(case, self.colleague, by=self.ada)
        CallBack.ask(
            customer, owner=self.ada.ambassador, by=self.ada, phone=self._phone(), matter=self._mark()
        )
        self._asked(customer)
        self._letter(lead)
        return customer

    def lie_about(self):
        """Files in which all of them stand: one that was taken out, one that waits for a yes, and what was not taken of a third."""
        Export.begin(by=self.ada, reason="To print labels.", form="csv", language="en", columns=list(COLUMNS))
        uploading.bring(self._file(), self.ada, name="leads.csv")
        uploading.take(self._file(), self.ada, name="taken.csv")

    def _file(self):
        """A line for each; the day can't be right in any, so nothing is taken, and what is said of it quotes a mark."""
        lines = [
            f"{one.first_name};{one.last_name};{one.email};;{one.city};{one.company};;{self._mark()}"
            for one in Customer.objects.all()
        ]
        return "\n".join([HEADER, *lines]) + "\n"

    def _referred(self, lead):
        referral = Referral.send(
            lead, by=self.ada, remark=self._mark(), external_reference=self._mark(), with_contact=True
        )
        said = {"remark": self._mark(), "external_reference": self._mark(), "said": "in_work"}
        referral.hear(saying.reply(f"hand:{referral.pk}", "hand", by=self.ada, **said))

    def _somebody(self):
        names = ("first_name", "last_name", "company", "nickname", "city")
        return Customer.objects.create(**{name: self._mark() for name in names})

    def _asked(self, customer):
        asked = ConsentRequest.ask(
            customer, by=self.ada, channels=["post"], purpose="service", language="en", place=self._mark()
        )
        asked.say_yes(channels=["post"], street=self._mark())

    def _letter(self, lead):
        """A mail that has left, as the demo's mailbox holds it, and what a mail server said of it."""
        letter = Letter.write(
            "follow_ups_due", recipient=self.ada, dedup_key=f"canary:{lead.pk}", lead=lead.pk
        )
        Letter.objects.filter(pk=letter.pk).update(last_error=self._mark())
        MailboxMessage.objects.create(
            message_id=letter.message_id,
            recipient=self._mark(),
            subject=self._mark(),
            text=self._mark(),
            html=self._mark(),
        )

    def _contact(self):
        return {
            "phone": self._phone(),
            "email": f"{self._mark()}@example.org",
            "street": self._mark(),
            "zip_code": self._mark()[-12:],
        }

    def _words(self, model):
        return {field.name: self._mark() for field in marked_fields(model)}

    def _mark(self):
        mark = f"{MARK}{next(_numbers):04d}"
        self.marks.append(mark)
        return mark

    def _phone(self):
        number = f"+4930555{next(_numbers):05d}"
        self.marks.append(number)
        return number

    def unmarked(self):
        """Fields that hold words of customers and no mark: a new field has to be seeded here."""
        return [
            f"{model._meta.label_lower}.{field.name}"
            for model in nouns()
            for field in marked_fields(model)
            if not any(self._sings(getattr(row, field.name)) for row in model.objects.all())
        ]

    def _sings(self, text):
        return any(mark in str(text) for mark in self.marks)

    def heard_in(self, text):
        """The marks that stand in this text, in whatever letter case."""
        small = text.lower()
        return sorted(mark for mark in self.marks if mark.lower()[-12:] in small)


def dump():
    """Every table of the database as text, as a copy of it would show them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return "\n".join(_copied(cursor, name) for (name,) in cursor.fetchall())


def _copied(cursor, table):
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return f"{table}\n" + b"".join(bytes(block) for block in copy).decode("utf-8", "replace")


def files():
    """Every file under the folder of pictures, as text."""
    found = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file() and path.stat().st_size]
    return found, "\n".join(str(path) + path.read_bytes().decode("latin1") for path in found)
