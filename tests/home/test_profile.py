"""One's profile: as much as one likes, each part seen as far as one chose, and nothing in it that runs."""

import pytest

from ambassadors.models import Ambassador

PROFILE = "/me/profile/"
SAID = {
    "city": "Zwickau", "region": "DE-SN", "about": "Ask me.", "languages": ["de", "tr"], "topics": "Fibre at home, roaming",
    "channels": "https://intranet/ada\nada@example.org", "extension": "+49 375 1-23", "handle": "ada-brandt",
    "time_zone": "Europe/Berlin", "portrait_to": "network", "place_to": "network", "languages_to": "network",
    "topics_to": "network", "channels_to": "network",
}  # fmt: skip
SEEN = ["Zwickau", "Turkish", "Fibre at home", "https://intranet/ada", "+49 375 1-23"]


def page_of(client):
    return client.get("/ambassadors/ada-brandt/").content.decode()


def test_what_is_told_is_seen(as_, ada, bo):
    assert as_(ada).post(PROFILE, SAID).url == "/me/"
    page = page_of(as_(bo))
    assert [word for word in SEEN if word not in page] == []
    assert [str(one) for one in Ambassador.objects.named("roaming")] == ["Ada Brandt"]


@pytest.mark.parametrize(("audience", "who"), [("nobody", {"ada"}), ("coordinators", {"ada", "cy", "hanne"})])
def test_each_part_is_seen_as_far_as_one_chose(as_, request, ada, audience, who):
    parts = dict.fromkeys(("portrait_to", "place_to", "languages_to", "topics_to", "channels_to"), audience)
    as_(ada).post(PROFILE, SAID | parts)
    for name in ("ada", "bo", "cy", "max", "hanne"):
        page = page_of(as_(request.getfixturevalue(name)))
        assert [word in page for word in SEEN] == [name in who] * len(SEEN), name
    assert not Ambassador.objects.named("roaming").exists()
    assert not Ambassador.objects.named("zwickau").exists()
    assert not Ambassador.objects.in_region("DE-SN").exists()


@pytest.mark.parametrize(
    "channel",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "ftp://x.example", "//x", "https://", "vbscript:x",
     "https://me:secret@x.example", "https://x.example/<script>", "java\tscript:x", "tel:110", "mailto:x"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_and_stays_in_the_form(as_, ada, channel):
    answer = as_(ada).post(PROFILE, SAID | {"channels": channel})
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert Ambassador.objects.get(pk=ada.ambassador.pk).channels == []


@pytest.mark.parametrize(
    ("field", "bad"),
    [("topics", ",".join(f"t{n}" for n in range(9))), ("topics", "x" * 41), ("languages", ["xx"]), ("extension", "call me"),
     ("handle", "bo-lindqv1st"), ("handle", "adа"), ("place_to", "everybody"), ("channels", "\n".join(f"https://x{n}.example" for n in range(7)))],
)  # fmt: skip
def test_what_doesnt_fit_is_refused_and_nothing_is_written(as_, ada, bo, field, bad):
    before = Ambassador.objects.filter(pk=ada.ambassador.pk).values().get()
    answer = as_(ada).post(PROFILE, SAID | {field: bad})
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert Ambassador.objects.filter(pk=ada.ambassador.pk).values().get() == before


def test_an_audience_left_out_is_not_widened(as_, ada):
    as_(ada).post(PROFILE, SAID | {"channels_to": "nobody"})
    as_(ada).post(PROFILE, {name: value for name, value in SAID.items() if name != "channels_to"})
    assert Ambassador.objects.get(pk=ada.ambassador.pk).channels_to == "nobody"


def test_who_is_no_ambassador_has_no_profile(as_, max):
    assert as_(max).get(PROFILE).status_code == 403
