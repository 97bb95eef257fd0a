from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ambassadors import handles, leaving
from ambassadors.models.affiliation import affiliations_of
from ambassadors.models.ambassador_words import AmbassadorQuerySet
from ambassadors.models.person import Person
from ambassadors.models.picture import Picture
from ambassadors.profile import Audience, language_name, told_channel
from ambassadors.regions import region_name
from ledger.addresses import address
from ledger.models import Event, Noun
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line, spellings

FOUND_BY_LENGTH = 1000  # characters: what a person is found and sorted by has to fit into an index


class Ambassador(Noun):
    """Somebody who stands up for the company: an identity that outlives jobs, units and logins."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACTIVE = "active", _("active")
        ALUMNUS = "alumnus", _("alumni")
        FAN = "fan", _("fan")
        GONE = "gone", _("gone")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ambassador")
    handle = models.SlugField(max_length=80, unique=True)
    skeleton = models.CharField(max_length=80, blank=True, editable=False, default="", db_default="")
    city = models.CharField(_("Place"), max_length=80, blank=True, validators=[one_line])
    region = models.CharField(_("Land"), max_length=10, blank=True)
    about = models.TextField(
        _("Who can help with …"), max_length=500, blank=True, validators=[no_control_characters]
    )
    languages = ArrayField(models.CharField(max_length=10), default=list, db_default=[], blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    channels = ArrayField(models.CharField(max_length=200), default=list, db_default=[], blank=True)
    extension = models.CharField(_("Phone extension"), max_length=30, blank=True, default="", db_default="")
    portrait_to = models.CharField(
        max_length=12, choices=Audience, default=Audience.NETWORK, db_default=Audience.NETWORK
    )
    place_to = models.CharField(
        max_length=12, choices=Audience, default=Audience.NETWORK, db_default=Audience.NETWORK
    )
    languages_to = models.CharField(
        max_length=12, choices=Audience, default=Audience.NETWORK, db_default=Audience.NETWORK
    )
    topics_to = models.CharField(
        max_length=12, choices=Audience, default=Audience.NETWORK, db_default=Audience.NETWORK
    )
    channels_to = models.CharField(
        max_length=12, choices=Audience, default=Audience.NETWORK, db_default=Audience.NETWORK
    )
    portrait = models.ForeignKey(
        "ambassadors.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    folded = models.CharField(max_length=FOUND_BY_LENGTH, blank=True, editable=False)
    found_by = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "region"], name="ambassador_state_region"),
            models.Index(
                fields=["folded", "id"], condition=models.Q(state="active"), name="ambassador_by_name"
            ),
            GinIndex(fields=["found_by"], name="ambassador_found_by"),
            GinIndex(fields=["languages"], name="ambassador_speaks"),
            GinIndex(fields=["topics"], name="ambassador_helps_with"),
            models.Index(fields=["skeleton"], name="ambassador_looks_like"),
        ]
        constraints = [
            models.CheckConstraint(
                name="active_ambassador_has_joined",
                condition=~models.Q(state="active") | models.Q(joined_at__isnull=False),
            ),
            models.CheckConstraint(
                name="alumnus_has_left",
                condition=~models.Q(state="alumnus") | models.Q(left_at__isnull=False),
            ),
            models.CheckConstraint(
                name="gone_ambassador_has_left",
                condition=~models.Q(state="gone") | models.Q(left_at__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return address("ambassadors:ambassador", self.handle)

    @property
    def region_name(self):
        return region_name(self.region)

    @property
    def place(self):
        """Where they are: the place and its land, said once where they bear the same name."""
        return ", ".join(dict.fromkeys(str(name) for name in (self.city, self.region_name) if name))

    @property
    def is_active(self):
        return self.state == self.State.ACTIVE and self.person.is_active

    @property
    def language_names(self):
        return [language_name(code) for code in self.languages]

    @property
    def told_channels(self):
        return [told_channel(address) for address in self.channels]

    @property
    def has_left(self):
        return self.state not in (self.State.ACTIVE, self.State.INVITED)

    def shows(self, part, person):
        """Whether this person may see that part of the profile: as far as its owner chose."""
        audience = getattr(self, f"{part}_to")
        if audience == Audience.NETWORK or self.person_id == person.pk:
            return True
        return audience == Audience.COORDINATORS and person.has_role("coordinator", "admin")

    @property
    def open_portrait(self):
        """The portrait where everybody may see it; lists and cards show no other."""
        return self.portrait if self.portrait_to == Audience.NETWORK else None

    @property
    def open_city(self):
        return self.city if self.place_to == Audience.NETWORK else ""

    @property
    def open_place(self):
        return self.place if self.place_to == Audience.NETWORK else ""

    @property
    def tells_topics(self):
        """Whether lists and cards may say what somebody can help with."""
        return self.topics_to == Audience.NETWORK

    @cached_property
    def unit(self):
        return self.unit_on()

    @property
    def unit_code(self):
        return self.unit.code if self.unit else ""

    def unit_on(self, day=None):
        """The unit somebody belonged to on that day (default today), or None."""
        affiliations = affiliations_of(self.pk, day or timezone.localdate())
        return affiliations[0].unit if affiliations else None

    @transaction.atomic
    def join(self, *, by):
        """Come into the network, or come back with everything that comes back, of one's own will."""
        before = self.state
        joined = Ambassador.objects.able_to_join(self.pk).update(
            state=self.State.ACTIVE, joined_at=timezone.now(), left_at=None
        )
        if not joined:
            raise Refusal(_("You are in the network already."))
        self.refresh_from_db(fields=["state", "joined_at", "left_at"])
        if before != self.State.INVITED:
            self.leavings.all().stop(self)
            leaving.give_back(self)
        Event.record(self, "joined", by=by)

    def leave(self, *, by, stays_as="alumnus", **how):
        """Leave the network, see leaving.begin; returns the Leaving that the rooms' parts follow."""
        return leaving.begin(self, by=by, stays_as=stays_as, **how)

    def go_as(self, state, *, at):
        """Be out of the network from that moment; for Leaving, which tells the rooms."""
        if not Ambassador.objects.able_to_go_as(self.pk, state).update(state=state, left_at=at):
            raise Refusal(_("%(name)s has left already.") % {"name": self})
        self.state, self.left_at = state, at

    def handle_to_take(self, typed):
        """The handle as it would be kept; refuses what is none, and what looks like somebody else's of now or of before."""
        from ambassadors.models.old_handle import OldHandle

        if typed.strip() == self.handle:
            return self.handle
        handle = handles.checked(typed)
        seen = handles.skeleton(handle)
        others = Ambassador.objects.looking_like(seen).besides(self)
        if others.exists() or OldHandle.objects.looking_like(seen).of_others(self).exists():
            raise Refusal(
                _("Somebody has this handle, or one that looks like it: “%(handle)s”. Take another one.")
                % {"handle": handle}
            )
        return handle

    @transaction.atomic
    def take_handle(self, typed, *, by):
        """Be found under another handle; the old one leads here for ever, and nobody else can take it."""
        with connection.cursor() as cursor:  # one at a time: no two look at the same moment
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('ambassadors.handle', 0))")
        handle = self.handle_to_take(typed)
        if handle == self.handle:
            return
        self.old_handles.all().called(handle).delete()
        self.old_handles.create(handle=self.handle, skeleton=handles.skeleton(self.handle))
        self.handle = handle
        self.fold()
        self.save(update_fields=["handle", "skeleton", "folded"])
        Event.record(self, "renamed", by=by)

    @transaction.atomic
    def show_portrait(self, upload, *, by):
        """Take a new portrait; the one before is thrown away. Raises Refusal for what is no picture."""
        before, self.portrait = self.portrait, Picture.take(upload, alt=str(self), by=by)
        self.save(update_fields=["portrait"])
        if before:
            before.discard(by=by)

    @classmethod
    def behind(cls, address, *, by):
        """The ambassador who reads this address, made as invited where nobody does; for whoever invites them."""
        person = Person.objects.with_email(address).first() or Person.objects.create_user(address)
        known = cls.objects.of(person).select_related("person").first()
        if known is None:
            return cls.begin_for(person, by=by)
        if known.is_active:
            raise Refusal(_("%(name)s is in the network already.") % {"name": known})
        if not cls.objects.only_this(known).within_reach_of(by).exists():
            raise Refusal(
                _("%(name)s belongs to where somebody else coordinates. Ask them, or an admin.")
                % {"name": known}
            )
        return known

    @classmethod
    def begin_for(cls, person, *, by=None):
        """Somebody who may join from now on, in the part of the company that their inviter coordinates."""
        unit, region = by.coordinated_place() if by else ("", "")
        name = person.get_full_name() or person.email.partition("@")[0].replace(".", " ")
        ambassador = cls(person=person, handle=cls.free_handle(name), region=region)
        ambassador.fold()
        ambassador.save(force_insert=True)
        if unit:
            ambassador.affiliations.create(unit=unit, valid_from=timezone.localdate())
        Event.record(ambassador, "invited", by=by)
        return ambassador

    def answer_to(self, name):
        """Take a handle made of one's name, in place of what an address gave before one said it."""
        if handles.is_made_of(self.handle, name):
            return
        self.handle = Ambassador.free_handle(name)
        self.fold()
        self.save(update_fields=["handle", "skeleton", "folded"])

    @classmethod
    def free_handle(cls, name):
        """A handle made of a name, with a number behind it where the name is taken."""
        stem = handles.stem_of(name)
        from ambassadors.models.old_handle import OldHandle

        borne = cls.objects.with_stem(stem).values_list("handle", flat=True)
        before = OldHandle.objects.with_stem(stem).values_list("handle", flat=True)
        taken = {*borne, *before, *handles.ADDRESSES}
        return next(handle for handle in handles.numbered(stem) if handle not in taken)

    def fold(self):
        """Write down how somebody is found and sorted: by name and handle, by place and topics where everybody may see them.

        Called by whoever changes one of these words; the skeleton of the handle, by which lookalikes are found, comes along.
        """
        shown = [self.city] * (self.place_to == Audience.NETWORK)
        shown += self.topics * (self.topics_to == Audience.NETWORK)
        said = " ".join([self.person.first_name, self.person.last_name, *shown, self.handle])
        self.folded, self.skeleton = (
            " ".join(spellings(said))[:FOUND_BY_LENGTH],
            handles.skeleton(self.handle),
        )
        return self.folded
