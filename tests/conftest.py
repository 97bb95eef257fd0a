import hypothesis
import pytest

from tests import cast

# how fast the machine is at this moment is not what the properties are about
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

OTHERS_KEEP_TIME = {"journey", "fault", "slow_start"}  # a browser, a process, a whole start


def pytest_collection_modifyitems(items):
    """What waits for other processes gets a second try (docs/decisions/second-try.md)."""
    for item in items:
        if OTHERS_KEEP_TIME & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True)
def _files_of_this_test_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def ada(db):
    """An ambassador from Zwickau."""
    return cast.make_ambassador("Ada", "Brandt", unit="T-DE-S-HOT", email="ada@example.org").person


@pytest.fixture
def bo(db):
    """An ambassador from another unit and another land."""
    return cast.make_ambassador(
        "Bo", "Lindqvist", unit="T-MOB-N", city="Berlin", region="DE-BE", email="bo@example.org"
    ).person


@pytest.fixture
def cy(db):
    """A coordinator of the whole network, and an ambassador."""
    return cast.make_coordinator(
        "Cy", last_name="Peters", unit="T-COM", city="Bonn", region="DE-NW", email="cy@example.org"
    ).person


@pytest.fixture
def max(db):
    """A manager, who is no ambassador."""
    return cast.make_official("Max", "manager", last_name="Thoma", email="max@example.org")


@pytest.fixture
def noor(db):
    """An auditor."""
    return cast.make_official("Noor", "auditor", last_name="Haddad", email="noor@example.org")


@pytest.fixture
def hanne(db):
    """An admin."""
    return cast.make_official("Hanne", "admin", last_name="Voss", email="hanne@example.org")


@pytest.fixture
def dee(db):
    """A stranger: an ambassador who owns nothing of what a test is about."""
    return cast.make_ambassador(
        "Dee", "Fremd", unit="T-HR", city="Kiel", region="DE-SH", email="dee@example.org"
    ).person


@pytest.fixture
def as_(client):
    """`as_(ada)` is the test client with Ada signed in."""
    return lambda who: cast.sign_in(client, who)
