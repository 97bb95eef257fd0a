from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.utils import timezone

from ambassadors.models.affiliation import Affiliation
from ledger.text import beginnings


class AmbassadorQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person)

    def active(self):
        return self.filter(state="active")

    def invited(self):
        return self.filter(state="invited")

    def alumni(self):
        return self.filter(state="alumnus")

    def with_key(self, key):
        """The one of that key, which may be an outer column."""
        return self.filter(pk=key)

    def who_left(self):
        """Alumni, fans, and whoever went altogether."""
        left = self.filter(state__in=["alumnus", "fan", "gone"], left_at__isnull=False)
        return left.exclude(person__email__endswith="@erased.invalid")  # of whom nothing is known any more

    def in_units(self, codes, day):
        """Who belongs to one of these units on that day."""
        theirs = Affiliation.objects.on(day).of_codes(codes)
        return self.filter(pk__in=theirs.values("ambassador"))

    def numbered(self, keys):
        return self.filter(pk__in=keys)

    def in_region(self, region):
        """Who lives there and lets everybody know."""
        return self.filter(region=region, place_to="network") if region else self

    def visible_to(self, person):
        """The active people of the network; somebody invited or gone is seen by coordinators and by oneself."""
        if person.has_role("coordinator", "admin"):
            return self
        return self.filter(models.Q(state="active") | models.Q(person=person))

    def counted_by_region(self):
        """{region: how many people live there}; the key is empty for those who named none."""
        shown = self.filter(place_to="network").order_by()
        return dict(shown.values_list("region").annotate(models.Count("pk")))

    def faces_by_region(self, regions, *, most):
        """{region: a few people who show a portrait}, in one question."""
        shown = self.filter(portrait_to="network", place_to="network").exclude(portrait=None).with_people()
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

    def speaking(self, language):
        """Who speaks it and lets everybody know."""
        return self.filter(languages__contains=[language], languages_to="network") if language else self

    def helping_with(self, topic):
        """Whom one may ask about it, by the very word they chose."""
        return self.filter(topics__contains=[topic], topics_to="network") if topic else self

    def by_name(self):
        return self.order_by("folded", "pk")

    def besides(self, ambassador):
        return self.exclude(pk=ambassador.pk) if ambassador else self

    def with_stem(self, stem):
        return self.filter(handle__startswith=stem)

    def able_to_join(self, pk):
        return self.filter(pk=pk).exclude(state="active")

    def able_to_go_as(self, pk, state):
        """Whoever isn't that already; who went altogether comes back before anything else."""
        return self.filter(pk=pk).exclude(state__in=[state, "gone"])

    def uninvited(self):
        """To whom no invitation is on its way or good now."""
        from ambassadors.models.invitation import Invitation

        return Invitation.objects.uninvited(self)

    def agreed_to_stand_in_for(self, ambassador):
        from ambassadors.models.deputy import Deputy

        return self.active().filter(pk__in=Deputy.objects.of(ambassador).agreed().values("deputy"))

    def still_here(self):
        """Who has not left yet: active, or invited."""
        return self.filter(state__in=["active", "invited"])

    def only_this(self, ambassador):
        return self.filter(pk=ambassador.pk)

    def called(self, handle):
        return self.filter(handle=handle)

    def known_before_as(self, handle):
        return self.filter(old_handles__handle=handle)

    def looking_like(self, skeleton):
        return self.filter(skeleton=skeleton)

    def showing(self, part, person):
        """Those who let this person see that part of their profile, see ambassadors.profile.Part."""
        audience = f"{part}_to"
        wide = ["network", "coordinators"] if person.has_role("coordinator", "admin") else ["network"]
        return self.filter(models.Q(**{f"{audience}__in": wide}) | models.Q(person=person))

    def within_reach_of(self, person):
        """Whom this person may invite: everybody for an admin and a coordinator of the network, else the people of their scope."""
        if person.has_role("admin") or person.coordinates_everything:
            return self
        unit = Affiliation.objects.filter(ambassador=models.OuterRef("pk")).on(timezone.localdate())
        with_units = self.annotate(unit_today=models.Subquery(unit.values("unit__code")[:1]))
        return with_units.filter(person.reach("unit_today", "region"))
