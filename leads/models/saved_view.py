from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ledger.models import Noun, Submitted
from ledger.refusal import Refusal
from ledger.text import one_line

MOST = 12
LONGEST = 600
KEPT = (
    "state",
    "interest",
    "obstacle",
    "relation",
    "place",
    "provider",
    "since",
    "due",
    "bare",
    "back",
    "region",
    "unit",
)


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own; nobody shares theirs."""
        return self.filter(person=person)

    def called(self, name):
        return self.filter(name=name)

    def sent_as(self, client_id):
        return self.filter(client_id=client_id) if client_id else self.none()

    def by_name(self):
        return self.order_by("name")


class SavedView(Noun, Submitted):
    """A way of narrowing the leads that somebody keeps for themselves, by a name they gave it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=40, validators=[one_line])
    query = models.CharField(max_length=LONGEST, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_view_has_a_name_of_its_own"),
            models.CheckConstraint(name="saved_view_is_called_something", condition=~models.Q(name="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        address = reverse("leads:index")
        return f"{address}?{self.query}" if self.query else address

    @classmethod
    @transaction.atomic
    def keep(cls, person, *, name, query, client_id=None):
        """Keep what narrows the list, without any search word; the same name again means the newer choice."""
        query = kept_of(QueryDict(query))
        if not query:
            raise Refusal(_("Nothing narrows the list yet. Choose a filter first, then keep it."))
        get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)  # one at a time counts them
        own = cls.objects.visible_to(person)
        same = own.called(name).first() or own.sent_as(client_id).first()
        if same:
            own.called(same.name).update(query=query)
            same.query = query
            return same
        if own.count() >= MOST:
            raise Refusal(_("You keep %(most)s views already. Take one away first.") % {"most": MOST})
        return cls.objects.create(person=person, name=name, query=query, client_id=client_id)


def kept_of(said):
    """The filters of an address (a QueryDict), in their order, without search words and pages."""
    kept = [(name, said[name].replace("\0", "").strip()[:80]) for name in KEPT if said.get(name)]
    return urlencode([pair for pair in kept if pair[1]])[:LONGEST]
