"""Photos that ambassadors took at an encounter."""

from django.utils.translation import gettext_lazy as _

from home.demo import pictures
from home.demo.content import key, scene
from leads.models import Encounter, EncounterPhoto

TAKEN = {  # the encounter's key: (a scene, what is to be seen)
    "ada-fair": ("fair", _("Two women laugh at a stand under a ferris wheel.")),
    "ada-train": ("train", _("Two people and a laptop with a sticker in a train.")),
    "ada-allotment": (
        "allotment",
        _("Two people with a tablet before a summer house, sunflowers beside them."),
    ),
}


def load():
    wanted = {key("encounter", name): name for name in TAKEN}
    encounters = Encounter.objects.select_related("ambassador__person").in_bulk(wanted)
    known = set(EncounterPhoto.objects.of_encounters(encounters).values_list("encounter_id", flat=True))
    for pk, encounter in encounters.items():
        if pk not in known:
            _take(encounter, wanted[pk])


def _take(encounter, name):
    stem, alt = TAKEN[name]
    at, owner = encounter.created_at, encounter.ambassador.person
    taken = pictures.take([pictures.Print(f"encounter-{name}", scene(stem), str(alt), owner, at)])
    (picture,) = taken.values()
    EncounterPhoto.objects.create(
        pk=key("encounter_photo", name), encounter=encounter, picture=picture, created_at=at
    )
