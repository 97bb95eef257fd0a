"""Everybody who may knock at a door, and the words by which a leak would be seen."""

from django.test import Client

from tests import cast

LOGIN = "/accounts/login/"
CANARIES = {
    "ada": {
        "name": "Canarina Goldammer",
        "phone": "+4930230125777",
        "email": "goldammer@example.org",
        "street": "Voliere 7",
    },
    "bo": {
        "name": "Canarius Zeisig",
        "phone": "+4930230125666",
        "email": "zeisig@example.org",
        "street": "Nistkasten 6",
    },
}
CONTACT = [word for canary in CANARIES.values() for key, word in canary.items() if key != "name"]


class World:
    """The people by the names that the matrix calls them, each with a browser."""

    names_known = [
        "anonymous",
        "ada",
        "bo",
        "cy",
        "cora",
        "max",
        "noor",
        "hanne",
        "alumnus",
        "invited",
        "deactivated",
    ]

    def __init__(self):
        self.people = {
            "ada": cast.make_ambassador("Ada", "Brandt", unit="T-DE-S-HOT", region="DE-SN").person,
            "bo": cast.make_ambassador(
                "Bo", "Lindqvist", unit="T-MOB-N", city="Berlin", region="DE-BE"
            ).person,
            "cy": cast.make_coordinator("Cy", last_name="Peters", unit="T-COM", region="DE-NW").person,
            "cora": cast.make_coordinator(
                "Cora", scope_kind="region", scope_value="DE-BE", unit="T-HR", region="DE-BE"
            ).person,
            "max": cast.make_official("Max", "manager"),
            "noor": cast.make_official("Noor", "auditor"),
            "hanne": cast.make_official("Hanne", "admin"),
            "alumnus": cast.make_ambassador("Alma", state="alumnus").person,
            "invited": cast.make_ambassador("Ines", state="invited").person,
            "deactivated": cast.make_ambassador("Dora").person,
        }
        self.taker = cast.make_ambassador("Dee", "Fremd", region="DE-SH").person
        self.browsers = {name: self._browser(person) for name, person in self.people.items()}
        self.browsers["anonymous"] = self._browser(None)
        self._deactivate(self.people["deactivated"])

    def _browser(self, person):
        browser = Client(raise_request_exception=False)
        if person:
            browser.force_login(person)
        return browser

    def _deactivate(self, person):
        person.is_active = False
        person.save(update_fields=["is_active"])

    def roles_of(self, name):
        person = self.people.get(name)
        return person.role_names if person and person.is_active else set()

    def is_signed_in(self, name):
        return name not in ("anonymous", "deactivated")


def covering(owner):
    """The coordinators in whose scope lies what belongs to this owner."""
    return {"ada": {"cy"}, "bo": {"cy", "cora"}}[owner]
