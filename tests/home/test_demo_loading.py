import os
import random
import signal
import subprocess
import sys
import time

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from ambassadors.models import Ambassador, Person, Picture
from home.demo import loader, network, people
from leads.models import FollowUp, Lead
from stories.models import Story
from tests.importing import this_database
from trophies.models import Trophy

pytestmark = pytest.mark.django_db


def test_outside_the_demo_it_is_refused():
    with pytest.raises(CommandError, match="passwords everybody knows"):
        call_command("demo")
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-21 23:02:00+00:00",
        "2026-11-22 07:00:00+00:00",
        "2027-01-01 12:00:00+00:00",
        "2028-02-29 22:58:00+00:00",
    ],
)
def test_whatever_the_hour_and_the_day_three_calls_wait_for_ada(settings, now):
    settings.DEMO = True
    with time_machine.travel(now, tick=False):
        people.load()
        network.load()
        ada = Person.objects.with_email("ambassador@example.org").get()
        assert FollowUp.objects.owned_by(ada).due(at=timezone.now()).count() == 3


def test_a_german_network_speaks_german(settings):
    settings.DEMO, settings.LANGUAGE_CODE = True, "de"
    loader.load(lambda part, number: None)
    titles = {story.slug: story.title for story in Story.objects.all()}
    assert titles["five-people-one-line"] == "Fünf Leute, eine Leitung"
    assert Trophy.objects.get().name == "Der Bandpokal"
    lead = Lead.objects.in_bulk(["00Q000000000000001"], field_name="external_id")["00Q000000000000001"]
    assert "Preis" in f"{lead.encounter and lead.encounter.sentence} {lead.note}"


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_line_a_second_loading_finishes(settings, tmp_path):
    environment = {**os.environ, "DATABASE_URL": this_database(), "WERKSTOLZ_DEMO": "1", "VAR": str(tmp_path)}
    command = [sys.executable, "manage.py", "demo"]
    for _kill in range(4):
        loading = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(1, 6))
        loading.send_signal(signal.SIGKILL)
        loading.wait()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=120)
    assert Ambassador.objects.active().count() == 43
    assert sum(1 for lead in Lead.objects.all() if lead.external_id) == 506  # an export, and a sheet of six
    assert (Story.objects.count(), Trophy.objects.get().custodies.count()) == (46, 7)
    pictures = {picture.folder for picture in Picture.objects.all()}
    assert all((tmp_path / "media/pictures" / name[:2] / name / "l.webp").exists() for name in pictures)
