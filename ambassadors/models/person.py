import zoneinfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ambassadors import living
from ambassadors.models.unit import that_day
from ledger.again import again
from ledger.models import Event, Kept
from ledger.refusal import Refusal
from ledger.text import folded, one_line

ERASED_AT = "erased.invalid"  # no mail can ever go there (RFC 2606)


@again
def _roles_of(person, day: models.DateField):
    from ambassadors.models.role import Role

    return Role.objects.of(person).current(day)


class PersonQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_email(self, address):
        return self.filter(email=address.strip().lower())

    def with_ambassadors(self):
        return self.select_related("ambassador__portrait")

    def holding(self, *names, on=None):
        """Who holds one of these roles on that day (default: on the day it is now where each of them lives)."""
        from ambassadors.models.role import Role

        return self.active().filter(pk__in=Role.objects.current(on).named(*names).values("person"))

    def found_by(self, text):
        """People who can sign in, by a piece of their name, place or address; nobody for nothing."""
        words = folded(text).split()
        found = self.active() if words else self.none()
        for word in words:
            found = found.filter(
                models.Q(ambassador__folded__contains=word)
                | models.Q(first_name__icontains=word)
                | models.Q(last_name__icontains=word)
                | models.Q(email__icontains=word)
            )
        return found.order_by("last_name", "first_name", "pk")

    def numbered(self, pk):
        return self.filter(pk=pk)

    def keys(self):
        return self.values_list("pk", flat=True)

    def besides(self, person):
        return self.exclude(pk=person.pk)

    def coordinated_by(self, coordinator):
        """Who stands in the scope of this coordinator today; nobody, for somebody who coordinates nothing."""
        reach = coordinator.reach("ambassador__affiliations__unit__code", "ambassador__region")
        belonging = "ambassador__affiliations__valid_from", "ambassador__affiliations__valid_until"
        return self.filter(reach & that_day(*belonging, timezone.localdate()))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())

    def create_user(self, email, password=None, **fields):
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person


def known_zone(value):
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known. Europe/Berlin is one that is."))


class Person(AbstractBaseUser, Kept):
    """Somebody who can sign in: an address, a password, a name, a language and a time zone."""

    email = models.EmailField(_("E-mail"), unique=True)
    first_name = models.CharField(_("First name"), max_length=80, validators=[one_line])
    last_name = models.CharField(_("Last name"), max_length=80, validators=[one_line])
    language = models.CharField(_("Language"), max_length=10, blank=True)
    time_zone = models.CharField(
        _("Time zone"), max_length=60, default="Europe/Berlin", validators=[known_zone]
    )
    is_active = models.BooleanField(default=True)
    delete_after = models.DateTimeField(
        _("kept until"), null=True, editable=False, db_index=True
    )  # not while here
    warned_of = models.DateTimeField(null=True, editable=False)  # the end that the last farewell was about
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_email_is_small_letters",
                condition=models.Q(email=models.functions.Lower("email")),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or (gettext("Somebody who left") if self.is_erased else self.email)

    @property
    def is_erased(self):
        """Whether nothing is known of them any more but that there was somebody."""
        return self.email.endswith(f"@{ERASED_AT}")

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        return self.first_name

    @property
    def reads(self):
        """The language the product speaks to this person; what it can't speak falls back to the site's."""
        spoken = dict(settings.LANGUAGES)
        return self.language if self.language in spoken else settings.LANGUAGE_CODE

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self):
        """The date it is now where this person lives."""
        return timezone.now().astimezone(self.zone).date()

    @cached_property
    def ambassador_or_none(self):
        from ambassadors.models.ambassador import Ambassador

        if Person.ambassador.is_cached(self):
            return getattr(self, "ambassador", None)
        ambassador = Ambassador.objects.of(self).select_related("portrait").first()
        if ambassador:
            ambassador.person = self  # not asked for a second time
        return ambassador

    @cached_property
    def roles_now(self):
        """The roles whose term runs today, as a list; an expired term simply isn't in it."""
        found = _roles_of(self.pk, self.today())
        for role in found:
            role.person = self
        return found

    @cached_property
    def role_names(self):
        held = {role.name for role in self.roles_now}
        return held | self._standing_names()

    def _standing_names(self):
        """What somebody is by belonging to the network: ambassador, alumnus or fan."""
        ambassador = self.ambassador_or_none
        names = {"active": "ambassador", "alumnus": "alumnus", "fan": "fan"}
        return (
            {names[ambassador.state]}
            if self.is_active and ambassador and ambassador.state in names
            else set()
        )

    @property
    def is_ambassador(self):
        ambassador = self.ambassador_or_none
        return bool(ambassador and ambassador.is_active)

    def has_role(self, *names):
        return self.is_active and not self.role_names.isdisjoint(names)

    @property
    def is_coordinator(self):
        return self.has_role("coordinator")

    @property
    def is_manager(self):
        return self.has_role("manager")

    @property
    def is_auditor(self):
        return self.has_role("auditor")

    @property
    def is_admin(self):
        return self.has_role("admin")

    def speak(self, language):
        """From now on the product writes to this person in that language."""
        self.language = language
        self.save(update_fields=["language"])

    def live_in(self, time_zone):
        """From now on reminders come at this zone's nine o'clock, and what is promised already stays at its hour."""
        if time_zone == self.time_zone:
            return
        self.time_zone = time_zone
        self.save(update_fields=["time_zone"])
        living.moved(self)

    def introduce(self, first_name, last_name, password=""):
        """Say one's name, and choose a password unless a code by mail is enough."""
        self.first_name, self.last_name = first_name, last_name
        if password:
            self.set_password(password)
        self.save(update_fields=["first_name", "last_name", "password"])

    def move_to(self, address):
        """Sign in and be written to under another address from now on; it has been proved by a letter to it."""
        if type(self).objects.with_email(address).exists():
            raise Refusal(_("This address belongs to somebody here already. Take another one."))
        self.email = address
        self.save(update_fields=["email"])
        self.emailaddress_set.all().delete()
        self.emailaddress_set.create(email=address, verified=True, primary=True)

    @transaction.atomic
    def close_account(self, *, by):
        """Nobody signs in with this any more; every session of theirs ends with the next request."""
        self.is_active = False
        self.save(update_fields=["is_active"])
        Event.record(self, "closed", by=by)

    @transaction.atomic
    def open_account(self, *, by):
        """Somebody who had gone altogether may sign in again."""
        self.is_active = True
        self.save(update_fields=["is_active"])
        Event.record(self, "opened", by=by)

    @property
    def coordinates_everything(self):
        return any(role.coordinates_everything for role in self.roles_now)

    def reach(self, unit_field, region_field):
        """What lies in a scope this person coordinates, as a condition on rows that carry a unit code and a region."""
        reach = models.Q(pk__in=[])
        for role in self.roles_now:
            if role.name == "coordinator":
                reach |= role.condition(unit_field, region_field)
        return reach

    def may_invite(self, ambassador):
        """Whether this person coordinates where that ambassador stands, or administers the network."""
        if not self.has_role("coordinator", "admin"):
            return False
        return type(ambassador).objects.only_this(ambassador).within_reach_of(self).exists()

    def coordinated_place(self):
        """(unit, region) where somebody invited by this coordinator belongs at first; nothing for the whole network."""
        if self.has_role("admin") or self.coordinates_everything:
            return None, ""
        role = next((role for role in self.roles_now if role.name == "coordinator"), None)
        return role.place() if role else (None, "")

    def standing(self):
        """(unit code, region) of today, both empty for somebody who is no ambassador."""
        ambassador = self.ambassador_or_none
        return (ambassador.unit_code, ambassador.region) if ambassador else ("", "")

    # Django's admin asks these; nobody is a superuser, an admin may look.
    @property
    def is_staff(self):
        return self.is_admin

    def has_perm(self, permission, _subject=None):
        return self.is_admin and permission.rpartition(".")[2].startswith("view_")

    def has_module_perms(self, _room):
        return self.is_admin
