"""Into which part of a split unit somebody goes: chosen by hand, by their place, by their land, or not said yet."""

from django.utils.translation import gettext as _

from ledger.refusal import Refusal
from ledger.text import folded


class Parts:
    def __init__(self, plan):
        self.parts, self.by_hand = plan["parts"], plan["by_hand"]
        self.by_place = {folded(place): part["code"] for part in self.parts for place in part["places"]}
        self.by_land = {land: part["code"] for part in self.parts for land in part["lands"]}
        self.children = {child: part["code"] for part in self.parts for child in part["children"]}

    def of(self, ambassador):
        """The code of the part, or None while nobody said."""
        return (
            self.by_hand.get(str(ambassador.pk))
            or self.by_place.get(folded(ambassador.city))
            or self.by_land.get(ambassador.region)
        )

    def of_child(self, code):
        """Units below that nobody gave away go with the part that carries the past on."""
        return self.children.get(code, self.parts[0]["code"])

    def check(self):
        if len(self.parts) < 2:
            raise Refusal(_("A unit is split into two parts at least. Name another one."))
        for kind in ("places", "lands", "children"):
            named = [folded(each) for part in self.parts for each in part[kind]]
            if len(named) > len(set(named)):
                raise Refusal(
                    _("A land, a place or a unit stands with two parts. Leave it with one of them.")
                )
