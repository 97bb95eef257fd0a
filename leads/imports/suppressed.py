"""Numbers and addresses that somebody took back: a file doesn't bring them in again."""

from leads.models.suppression import Suppression

PHONE, EMAIL = Suppression.Kind.PHONE, Suppression.Kind.EMAIL


class Suppressed:
    """Those among the rows of a batch, asked for at once."""

    def __init__(self):
        self._phones = self._emails = frozenset()

    def look_up(self, said):
        said = list(said)
        phones = {each.phone for each in said if each.phone}
        emails = {each.customer["email"] for each in said if each.customer["email"]}
        self._phones = Suppression.objects.known_among(PHONE, phones) if phones else frozenset()
        self._emails = Suppression.objects.known_among(EMAIL, emails) if emails else frozenset()

    def held_back(self, said):
        """The facts without what was taken back, and whether something was; an old yes for such a number is none."""
        without = said
        if said.phone in self._phones:
            without = without._replace(number="", phone="", consent=None)
        if said.customer["email"] in self._emails:
            without = without._replace(customer={**said.customer, "email": "", "email_state": "ok"})
        return without, without is not said
