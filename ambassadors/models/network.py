from functools import cache

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import domains
from ledger.models import Event
from ledger.text import no_control_characters, one_line

THE_ONE = 1
LEGAL_TEXT = 20_000


def name_at_first():
    return settings.NETWORK_NAME


def hue_at_first():
    return settings.BRAND_HUE


class NetworkQuerySet(models.QuerySet):
    def the_one(self):
        return self.filter(pk=THE_ONE)

    def without_legal_texts(self):
        """Every page asks for the network, one page in a thousand for these; they come when they are asked for."""
        return self.defer("imprint_en", "imprint_de", "accessibility_en", "accessibility_de")

    def not_set_up(self):
        return self.the_one().filter(set_up_at=None)


class Network(models.Model):
    """What the whole network is called, how it looks, whose addresses belong to it and who answers for it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    name = models.CharField(
        _("Name of the network"), max_length=60, default=name_at_first, validators=[one_line]
    )
    brand_hue = models.PositiveSmallIntegerField(
        _("Brand colour"), default=hue_at_first, validators=[MaxValueValidator(360)]
    )
    logo = models.ForeignKey("ambassadors.Picture", models.PROTECT, null=True, blank=True, related_name="+")
    company_domains = ArrayField(
        models.CharField(max_length=253, validators=[domains.known]), default=list, blank=True
    )
    controller_name = models.CharField(_("Company"), max_length=160, blank=True, validators=[one_line])
    controller_address = models.TextField(
        _("Postal address"), max_length=400, blank=True, validators=[no_control_characters]
    )
    controller_email = models.EmailField(_("E-mail"), blank=True)
    controller_phone = models.CharField(_("Phone"), max_length=40, blank=True, validators=[one_line])
    privacy_name = models.CharField(_("Name or office"), max_length=160, blank=True, validators=[one_line])
    privacy_email = models.EmailField(_("E-mail"), blank=True)
    privacy_phone = models.CharField(_("Phone"), max_length=40, blank=True, validators=[one_line])
    imprint_en = models.TextField(
        _("Imprint, in English"), max_length=LEGAL_TEXT, blank=True, validators=[no_control_characters]
    )
    imprint_de = models.TextField(
        _("Imprint, in German"), max_length=LEGAL_TEXT, blank=True, validators=[no_control_characters]
    )
    accessibility_en = models.TextField(
        _("Accessibility, in English"), max_length=LEGAL_TEXT, blank=True, validators=[no_control_characters]
    )
    accessibility_de = models.TextField(
        _("Accessibility, in German"), max_length=LEGAL_TEXT, blank=True, validators=[no_control_characters]
    )
    keeps_contract_values = models.BooleanField(
        _("Keep what a contract is worth"), default=False, db_default=False
    )
    set_up_at = models.DateTimeField(null=True, editable=False)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_network", condition=models.Q(id=THE_ONE)),
            models.CheckConstraint(name="network_has_a_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="brand_hue_lies_on_the_wheel", condition=models.Q(brand_hue__lte=360)
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def now(cls):
        """The network as it is this moment (one query by key); before anything was set up, as the environment says."""
        return next(iter(_the_one().all()), None) or cls()

    @classmethod
    @transaction.atomic
    def change(cls, *, by, **columns):
        """Write these columns; says in an Event which of them are different now, and returns the network."""
        network = cls._locked()
        changed = sorted(name for name, value in columns.items() if getattr(network, name) != value)
        if changed:
            before = {"hue": network.brand_hue} if "brand_hue" in changed else {}
            for name in changed:
                setattr(network, name, columns[name])
            network.save(update_fields=changed)
            Event.record(network, "changed", by=by, fields=changed, **before)
        return network

    @classmethod
    @transaction.atomic
    def finish(cls, *, by):
        """Whoever set the network up is done, or goes on another time; said once."""
        network = cls._locked()
        if cls.objects.not_set_up().update(set_up_at=timezone.now()):
            Event.record(network, "set_up", by=by)

    @classmethod
    def _locked(cls):
        cls.objects.bulk_create([cls()], ignore_conflicts=True)
        return cls.objects.the_one().select_for_update(of=("self",)).get()

    @property
    def look(self):
        """The name and the hue, which letters carry too."""
        return self.name, self.brand_hue

    @property
    def is_set_up(self):
        return self.set_up_at is not None

    @property
    def has_controller(self):
        return bool(self.controller_name and self.controller_address and self.controller_email)

    @property
    def has_privacy_contact(self):
        return bool(self.privacy_email or self.privacy_phone)

    def welcomes(self, address):
        """Whether an e-mail address belongs to one of the company's domains."""
        return domains.of_company(address, self.company_domains)

    def imprint(self, language):
        return self._told("imprint", language)

    def accessibility(self, language):
        return self._told("accessibility", language)

    def _told(self, what, language):
        """The text in that language; "" where nobody wrote one."""
        return getattr(self, f"{what}_{language}", "")


@cache
def _the_one():
    """The question that every page asks, put into words once."""
    return Network.objects.the_one().without_legal_texts().select_related("logo")
