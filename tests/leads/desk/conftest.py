import base64

import pytest

from tests.ledger.conftest import office

SECRET = "whsec_" + base64.b64encode(b"the desk and the network know it").decode()
__all__ = ["office"]


@pytest.fixture
def desk(settings):
    """`desk(mail="…")` sets up the service desk; by mail unless something else is said."""

    def as_set_up(**fields):
        settings.SERVICE_DESK = settings.SERVICE_DESK._replace(
            **{"mail": "desk@service.example", "language": "en", "answer_to": "answers@example.org", **fields}
        )

    as_set_up()
    return as_set_up
