import pytest
from django.conf import settings

from leads.models import Chain
from leads.models.chain_step import Step
from reports import data_sheet

pytestmark = pytest.mark.django_db
URL = "/reports/data-sheet/"


@pytest.mark.parametrize(
    ("who", "status"), [("noor", 200), ("hanne", 200), ("max", 200), ("ada", 403), ("dee", 403), ("cy", 403)]
)
def test_auditors_admins_and_managers_read_it(as_, request, who, status):
    assert as_(request.getfixturevalue(who)).get(URL).status_code == status


def test_every_personal_field_stands_in_it_with_all_four_answers():
    rows = [row for room in data_sheet.rooms() for noun in room.nouns for row in noun.rows]
    lines = [
        line for fields in settings.PRIVACY.values() for line in fields.values() if isinstance(line, dict)
    ]
    assert sorted(row[1:] for row in rows) == sorted(
        tuple(str(line[key]) for key in ("purpose", "basis", "seen_by", "kept")) for line in lines
    )


def test_every_noun_of_every_room_stands_in_it_once():
    nouns = [noun.name for room in data_sheet.rooms() for noun in room.nouns]
    assert len(nouns) == len(settings.PRIVACY)
    assert len(set(nouns)) == len(nouns)


def test_every_room_has_a_name_in_plain_words():
    assert not [room.key for room in data_sheet.rooms() if room.key not in data_sheet.ROOMS]


def test_the_rules_are_those_in_force(as_, noor, hanne, settings):
    settings.GROUP_MINIMUM, settings.FOLLOW_UP_IN_TIME_DAYS = 17, 5
    steps = [Step(6, "m", "advertising"), Step(2, "d", "service")]
    Chain.write("sale", steps, by=hanne, valid_from=hanne.today())
    rules = dict(data_sheet.rules())
    assert rules["Smallest group that is shown"] == "17 people"
    assert rules["A promised call is in time"] == "within 5 days"
    assert rules["Calls after a sale"] == "2 days, 6 months"
    assert "17 people" in as_(noor).get(URL).content.decode()


def test_what_a_field_is_for_is_on_the_page(as_, noor):
    page = as_(noor).get(URL).content.decode()
    assert "reminders at one&#x27;s own nine o&#x27;clock" in page
