"""The forms that are sent while measuring: each time a new one, as somebody would fill it in."""

import uuid


def encounter():
    """Somebody met at a fair who wants to hear of an offer and may be called: with consent, event, lead."""
    return {
        "client_id": str(uuid.uuid4()),
        "occasion": "fair",
        "opener": "rucksack",
        "sentence": "She tapped on the rucksack and asked about fibre for the flat upstairs.",
        "place": "Fair",
        "people-TOTAL_FORMS": "1",
        "people-0-client_id": str(uuid.uuid4()),
        "people-0-outcomes": "offer",
        "people-0-consent": "advertising",
        "people-0-phone": "030 23125123",
        "people-0-told": "on",
        "people-0-nickname": "the lady with the hat",
        "people-0-city": "Zwickau",
        "people-0-interest": "fibre",
    }


FORMS = {"encounter": encounter}
