from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ledger.addresses import address
from ledger.models import Event, Letter, Noun
from ledger.refusal import Refusal
from ledger.text import no_control_characters, one_line


class TrophyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everybody who can sign in: where the trophy stands is nobody's secret."""
        return self if person.is_authenticated else self.none()

    def locked(self):
        return self.select_for_update(of=("self",))

    def in_order(self):
        return self.order_by(Lower("name"), "pk")

    def with_keepers(self):
        from trophies.models.custody import Custody

        current = Custody.objects.current().with_people()
        return self.select_related("picture").prefetch_related(
            models.Prefetch("custodies", current, to_attr="current_custodies")
        )


class Trophy(Noun):
    """A cup that travels through the network and always has exactly one keeper."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=80, validators=[one_line])
    about = models.TextField(
        _("What it is about"), max_length=1000, blank=True, validators=[no_control_characters]
    )
    picture = models.ForeignKey(
        "ambassadors.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TrophyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "trophies"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("trophies:trophy", self.slug)

    @cached_property
    def custody(self):
        """Who keeps it now, where and since when."""
        if hasattr(self, "current_custodies"):
            return next(iter(self.current_custodies), None)
        return self.custodies.current().with_people().first()

    @property
    def keeper(self):
        return self.custody and self.custody.keeper

    @cached_property
    def open_hand_off(self):
        return self.hand_offs.open().with_people().first()

    @classmethod
    @transaction.atomic
    def begin(cls, *, name, slug, keeper, by, about="", host_city="", since=None):
        """Bring a new trophy into the network, in the hands of its first keeper."""
        from trophies.models.custody import Custody

        trophy = cls.objects.create(name=name, slug=slug, about=about)
        Custody.begin(trophy, keeper, host_city=host_city, since=since)
        Event.record(trophy, "begun", by=by, keeper=keeper.pk)
        return trophy

    def hand_on(self, *, to, by, reason, client_id=None):
        """Offer the trophy to somebody; it stays where it is until they confirm. The same `client_id` again answers with the first."""
        try:
            return self._hand_on(to=to, by=by, reason=reason, client_id=client_id)
        except IntegrityError as error:
            if "client_id" in str(error):
                raise Refusal(_("This form was sent by somebody else. Open a new one.")) from error
            raise Refusal(
                _("This trophy is on its way to somebody already. Take that back first.")
            ) from error

    @transaction.atomic
    def _hand_on(self, *, to, by, reason, client_id):
        from trophies.models.hand_off import HandOff

        Trophy.objects.locked().get(pk=self.pk)
        sent = HandOff.objects.sent_as(client_id, by=by).first()
        if sent:
            return sent
        giver = self._may_go_to(to)
        hand_off = HandOff.objects.create(
            trophy=self, giver=giver, taker=to, offered_by=by, reason=reason, client_id=client_id
        )
        Event.record(hand_off, "offered", by=by, trophy=self.pk, giver=giver.pk, taker=to.pk)
        Letter.write(
            "trophy_waiting",
            recipient=to.person,
            dedup_key=f"trophy_waiting:{hand_off.pk}",
            hand_off=hand_off.pk,
        )
        return hand_off

    def _may_go_to(self, taker):
        """The present keeper, after the three questions whether the trophy may leave them for this taker."""
        custody = self.custodies.current().with_people().first()
        if self.hand_offs.open().exists():
            raise Refusal(_("This trophy is on its way to somebody already. Take that back first."))
        if not taker.is_active:
            raise Refusal(_("%(name)s is not an active ambassador. Choose somebody else.") % {"name": taker})
        if custody.keeper_id == taker.pk:
            raise Refusal(_("%(name)s keeps this trophy already. Choose somebody else.") % {"name": taker})
        return custody.keeper
