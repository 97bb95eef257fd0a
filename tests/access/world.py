"""Everybody who may knock at a door, and the words by which a leak would be seen."""

from django.db import connection
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
    "tia": {
        "name": "Canaria Girlitz",
        "phone": "+4930230125555",
        "email": "girlitz@example.org",
        "street": "Sitzstange 5",
    },
    "deactivated": {
        "name": "Canara Stieglitz",
        "phone": "+4930230125444",
        "email": "stieglitz@example.org",
        "street": "Futterhaus 4",
    },
    "erased": {
        "name": "Canette Hänfling",
        "phone": "+4930230125333",
        "email": "haenfling@example.org",
        "street": "Vogelbad 3",
    },
}
FIRST_NAMES = {"Dora": "deactivated", "Gina": "erased"}  # the others are called by their first name
CONTACT = [word for canary in CANARIES.values() for key, word in canary.items() if key != "name"]


class World:
    """The people by the names that the matrix calls them, each with a browser."""

    names_known = [
        "anonymous",
        "ada",
        "tia",  # of Ada's own unit and land
        "bo",
        "cy",
        "cora",
        "max",
        "noor",
        "hanne",
        "alumnus",
        "invited",
        "deactivated",
        "erased",
    ]

    def __init__(self):
        self.people = {
            "ada": cast.make_ambassador("Ada", "Brandt", unit="T-DE-S-HOT", region="DE-SN").person,
            "tia": cast.make_ambassador("Tia", "Thal", unit="T-DE-S-HOT", region="DE-SN").person,
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
            "erased": cast.make_ambassador("Gina").person,
        }
        self.taker = cast.make_ambassador("Dee", "Fremd", region="DE-SH").person
        self.browsers = {name: self._browser(person) for name, person in self.people.items()}
        self.browsers["anonymous"] = self._browser(None)

    def close(self, things_of_the_erased):
        """When everybody's things are made: Dora is deactivated, Gina and all of hers are gone."""
        self._deactivate(self.people["deactivated"])
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # some rows can't be deleted at all
            things = list(things_of_the_erased.values())
            wholes = [thing.trophy for thing in things if hasattr(thing, "trophy")]
            for row in [*things, *wholes, self.people["erased"]]:
                forget(row)
            cursor.execute("SET LOCAL session_replication_role = origin")

    def _browser(self, person):
        browser = Client(raise_request_exception=False)
        if person:
            browser.force_login(person)
        return browser

    def _deactivate(self, person):
        person.is_active = False
        person.save(update_fields=["is_active"])

    def roles_of(self, name):
        return self.people[name].role_names if self.is_signed_in(name) else set()

    def is_signed_in(self, name):
        return name not in ("anonymous", "deactivated", "erased")


def forget(row):
    """Delete a row and whatever points at it."""
    for link in row._meta.get_fields(include_hidden=True):
        if link.one_to_many or (link.one_to_one and link.auto_created):
            for other in link.related_model._base_manager.filter(**{link.field.name: row.pk}):
                forget(other)
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows._raw_delete(rows.db)


def covering(owner):
    """The coordinators in whose scope lies what belongs to this owner."""
    return {"cy", "cora"} if owner == "bo" else {"cy"}
