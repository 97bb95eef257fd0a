"""Photos of an encounter: seen by whoever sees the encounter, kept once, gone with it."""

from uuid import uuid4

import pytest
from django.test import Client

from ambassadors.models import Picture
from ambassadors.pictures import desk
from leads import photos
from leads.models import Encounter, EncounterPhoto
from leads.models.encounter_photo import MOST
from ledger.models import Event
from ledger.refusal import Refusal
from tests.darkroom import encoded, painted, upload
from tests.leads.hands import make_encounter
from tests.leads.test_sync import FAIR


def a_photo(name="fair.jpg"):
    return upload(encoded(painted(64, 48), "JPEG"), name)


def take(ada, **fields):
    return EncounterPhoto.take(make_encounter(ada), a_photo(), by=ada, **fields)


def address(encounter):
    return f"/encounters/{encounter.pk}/photos/"


def test_a_photo_is_seen_by_whoever_sees_the_encounter(as_, ada, bo, cy, max, dee):
    photo = take(ada)
    seen = {who: as_(who).get(photo.picture.url("m")).status_code for who in (ada, cy, bo, max, dee)}
    assert seen == {ada: 200, cy: 200, bo: 404, max: 404, dee: 404}
    assert (
        f'src="{photo.picture.url("m")}"' in as_(ada).get(photo.encounter.get_absolute_url()).content.decode()
    )


def test_the_page_takes_one(as_, ada):
    encounter = make_encounter(ada, place="Fair in Gera")
    as_(ada).post(address(encounter), {"photo": a_photo(), "client_id": uuid4()})
    photo = encounter.photos.get()
    assert (photo.picture.owner, photo.picture.alt) == (ada, "A photo of the encounter: Fair in Gera")
    assert Event.objects.about(encounter).latest("id").verb == "photographed"


def test_what_is_to_be_seen_may_be_said(as_, ada):
    encounter = make_encounter(ada)
    as_(ada).post(address(encounter), {"photo": a_photo(), "alt": "Two people laugh."})
    assert encounter.photos.get().picture.alt == "Two people laugh."


def test_sent_twice_it_is_there_once(as_, ada):
    encounter, number = make_encounter(ada), str(uuid4())
    for _time in range(2):
        answer = as_(ada).post(
            address(encounter),
            {"photo": a_photo(), "client_id": number},
            headers={"Accept": "application/json"},
        )
        assert answer.json() == {"kept": encounter.get_absolute_url()}
    assert (EncounterPhoto.objects.count(), Picture.objects.count()) == (1, 1)


def test_who_is_second_while_the_first_is_developed_leaves_nothing(ada):
    first = take(ada, client_id=uuid4())
    developed = Picture.take(a_photo(), alt="The same", by=ada)
    assert EncounterPhoto._keep(first.encounter, developed, ada, first.client_id) == first
    assert Picture.objects.count() == 1


def test_what_is_no_photo_is_told_and_nothing_is_kept(as_, ada):
    encounter = make_encounter(ada)
    sent = {"photo": upload(b"%PDF-1.4", "fair.jpg")}
    told = as_(ada).post(address(encounter), sent, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["refused"][:38]) == (409, "This is not a picture we can read. JPE")
    page = as_(ada).post(address(encounter), {"photo": upload(b"%PDF-1.4", "fair.jpg")})
    assert b"This is not a picture we can read" in page.content
    empty = as_(ada).post(address(encounter), {}, headers={"Accept": "application/json"})
    assert (empty.status_code, empty.json()["refused"]) == (409, "Choose a photo.")
    assert EncounterPhoto.objects.count() == 0


def test_an_encounter_has_room_for_a_few(ada):
    encounter = make_encounter(ada)
    for _number in range(MOST):
        EncounterPhoto.take(encounter, a_photo(), by=ada)
    with pytest.raises(Refusal, match="room for 6 photos"):
        EncounterPhoto.take(encounter, a_photo(), by=ada)


def test_only_its_ambassador_adds_and_takes_away(as_, ada, dee, cy, max):
    photo = take(ada)
    for who, expected in ((dee, 404), (cy, 404), (max, 403)):
        assert as_(who).post(address(photo.encounter), {"photo": a_photo()}).status_code == expected
        assert as_(who).post(f"/photos/{photo.pk}/removal/").status_code == expected
    assert EncounterPhoto.objects.count() == 1
    assert Client().post(address(photo.encounter), {"photo": a_photo()}).status_code == 302


def test_taken_away_it_is_gone_with_its_files(as_, ada, django_capture_on_commit_callbacks):
    photo = take(ada)
    folder = desk.folder(photo.picture.folder)
    assert folder.exists()
    with django_capture_on_commit_callbacks(execute=True):
        as_(ada).post(f"/photos/{photo.pk}/removal/")
    assert (EncounterPhoto.objects.count(), Picture.objects.count(), folder.exists()) == (0, 0, False)


def test_photos_come_with_the_form_and_once(as_, ada):
    number = str(uuid4())
    for _time in range(2):
        sent = {**dict(FAIR), "client_id": number, "photo": [a_photo(), a_photo("two.jpg")]}
        as_(ada).post("/encounters/new/", sent)
    assert (Encounter.objects.count(), EncounterPhoto.objects.count(), Picture.objects.count()) == (1, 2, 2)


def test_a_photo_that_is_none_loses_no_encounter(as_, ada):
    sent = {**dict(FAIR), "client_id": str(uuid4()), "photo": upload(b"nothing", "fair.jpg")}
    page = as_(ada).post("/encounters/new/", sent, follow=True)
    assert b"This is not a picture we can read" in page.content
    assert (Encounter.objects.count(), EncounterPhoto.objects.count()) == (1, 0)


def test_what_ends_takes_its_photos_along(ada):
    photo, other = take(ada), take(ada)
    EncounterPhoto.objects.of_encounters([photo.encounter]).discard_all()
    assert list(EncounterPhoto.objects.owned_by(ada)) == [other]


def test_the_number_of_a_photo_is_made_from_that_of_its_entry():
    from uuid import UUID

    entry = UUID("00000000-0000-4000-8000-00000000000f")
    assert str(photos.key_of(entry, 1)) == "00000000-0000-4000-8000-00000000000e"
    assert photos.key_of(None, 1) is None
