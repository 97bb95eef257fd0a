import random
import time

import pytest

from tests import post_office
from tests.faults.network import Network

SLOWLY = 0.008  # seconds the mail server takes for a letter, so that faults meet letters on their way


@pytest.fixture(scope="package")
def network(tmp_path_factory):
    """One network for all faults: to begin another would cost more than the faults themselves."""
    with post_office.opened() as office:
        office.before_answer = lambda envelope: time.sleep(random.uniform(0, 2 * SLOWLY))
        network = Network(tmp_path_factory.mktemp("faults"), office)
        network.open()
        try:
            yield network
        finally:
            network.close()


@pytest.fixture
def times(request):
    """How often a fault is repeated."""
    return 40 if request.config.getoption("--long") else 3
