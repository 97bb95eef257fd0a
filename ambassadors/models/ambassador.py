from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ambassadors.models.affiliation import Affiliation
from ambassadors.models.picture import Picture
from ambassadors.regions import region_name
from ledger.addresses import address
from ledger.models import Event, Noun
from ledger.refusal import Refusal
from ledger.text import beginnings, folded, no_control_characters, one_line, spellings

FOUND_BY_LENGTH = 1000  # characters: what a person is found and sorted by has to fit into an index


class AmbassadorQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)

    def active(self):
        return self.filter(state=Ambassador.State.ACTIVE)

    def invited(self):
        return self.filter(state=Ambassador.State.INVITED)

    def alumni(self):
        return self.filter(state=Ambassador.State.ALUMNUS)

    def in_units(self, codes, day):
        """Who belongs to one of these units on that day."""
        theirs = Affiliation.objects.on(day).of_codes(codes)
        return self.filter(pk__in=theirs.values("ambassador"))

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def in_region(self, region):
        return self.filter(region=region) if region else self

    def visible_to(self, person):
        """The active people of the network; somebody invited or gone is seen by coordinators and by oneself."""
        if person.has_role("coordinator", "admin"):
            return self
        return self.filter(models.Q(state=Ambassador.State.ACTIVE) | models.Q(person=person))

    def counted_by_region(self):
        """{region: how many people live there}; the key is empty for those who named none."""
        return dict(self.order_by().values_list("region").annotate(models.Count("pk")))

    def faces_by_region(self, regions, *, most):
        """{region: a few people who show a portrait}, in one question."""
        shown = self.exclude(portrait=None).with_people()
        few = [shown.filter(region=region).order_by("pk")[:most] for region in regions]
        found = {}
        for ambassador in few[0].union(*few[1:], all=True) if few else []:
            found.setdefault(ambassador.region, []).append(ambassador)
        return found

    def with_email(self, address):
        return self.filter(person__email=address.strip().lower())

    def listed(self):
        """Who stands in the directory: the active ones who can sign in."""
        return self.active().filter(person__is_active=True)

    def named(self, text):
        """People in whose name, place or handle every word of the text begins a word, in any order."""
        if not text.strip():
            return self
        wanted = beginnings(text)
        return (
            self.filter(found_by=SearchQuery(wanted, config="simple", search_type="raw"))
            if wanted
            else self.none()
        )

    def with_people(self):
        return self.select_related("person", "portrait")

    def in_unit(self, codes, day=None):
        """Who belongs to one of these units on that day (default today); everybody, where no units are named."""
        if codes is None:
            return self
        there = Affiliation.objects.on(day or timezone.localdate()).filter(
            ambassador=models.OuterRef("pk"), unit__code__in=codes
        )
        return self.filter(models.Exists(there))

    def by_name(self):
        return self.order_by("folded", "pk")

    def besides(self, ambassador):
        return self.exclude(pk=ambassador.pk) if ambassador else self

    def with_stem(self, stem):
        return self.filter(handle__startswith=stem)

    def able_to_join(self, pk):
        return self.filter(pk=pk, state__in=[Ambassador.State.INVITED, Ambassador.State.ALUMNUS])


class Ambassador(Noun):
    """Somebody who stands up for the company: an identity that outlives jobs, units and logins."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACTIVE = "active", _("active")
        ALUMNUS = "alumnus", _("alumni")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ambassador")
    handle = models.SlugField(max_length=80, unique=True)
    city = models.CharField(_("Place"), max_length=80, blank=True, validators=[one_line])
    region = models.CharField(_("Land"), max_length=10, blank=True)
    about = models.TextField(
        _("Who can help with …"), max_length=500, blank=True, validators=[no_control_characters]
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

    @cached_property
    def unit(self):
        return self.unit_on()

    @property
    def unit_code(self):
        return self.unit.code if self.unit else ""

    def unit_on(self, day=None):
        """The unit somebody belonged to on that day (default today), or None."""
        affiliation = self.affiliations.on(day or timezone.localdate()).select_related("unit").first()
        return affiliation.unit if affiliation else None

    @transaction.atomic
    def join(self, *, by):
        """Come into the network, or come back, of one's own will."""
        joined = Ambassador.objects.able_to_join(self.pk).update(
            state=self.State.ACTIVE, joined_at=timezone.now(), left_at=None
        )
        if not joined:
            raise Refusal(_("You are in the network already."))
        self.refresh_from_db()
        Event.record(self, "joined", by=by)

    @transaction.atomic
    def show_portrait(self, upload, *, by):
        """Take a new portrait; the one before is thrown away. Raises Refusal for what is no picture."""
        before, self.portrait = self.portrait, Picture.take(upload, alt=str(self), by=by)
        self.save(update_fields=["portrait"])
        if before:
            before.discard(by=by)

    @classmethod
    def free_handle(cls, name):
        """A handle made of a name, with a number behind it where the name is taken."""
        stem = slugify(folded(name))[:70] or "ambassador"
        taken = set(cls.objects.with_stem(stem).values_list("handle", flat=True))
        return next(handle for handle in _numbered(stem) if handle not in taken)

    def fold(self):
        """Write down how somebody is found and sorted; called by whoever changes one of these words."""
        said = (self.person.first_name, self.person.last_name, self.city, self.handle)
        self.folded = " ".join(spellings(" ".join(said)))[:FOUND_BY_LENGTH]
        return self.folded


def _numbered(stem):
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
