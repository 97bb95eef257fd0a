"""An address for every route, the product's own and those of others, with keys that nobody ever had or of a thing."""

import uuid

from django.urls import NoReverseMatch, reverse

from tests.access import objects
from tests.routes import our_routes, routes_of_others

KEYS_OF_OTHERS = {
    "key": "guessed",
    "uidb36": "1a",
    "object_id": str(uuid.uuid4()),
    "pk": 1,
    "provider": "guessed",
    "provider_id": "guessed",
    "app_label": "leads",
    "content_type_id": 1,
    "url": "guessed/",
}


def every_address():
    """{route's name: an address}; what can't be reversed by name alone is left out (the admin's catch-all)."""
    own = {
        route.name: reverse(route.name, kwargs=objects.address_keys(route, None)) for route in our_routes()
    }
    every = own | dict(_of_others())
    return dict(sorted(every.items(), key=lambda item: "logout" in item[0]))  # whoever signs out does so last


def _of_others():
    for route in routes_of_others():
        try:
            yield route.name, reverse(route.name, kwargs={key: KEYS_OF_OTHERS[key] for key in route.keys})
        except NoReverseMatch:  # the admin's addresses with a positional key
            continue
