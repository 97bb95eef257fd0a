"""The key of the house is changed: what was begun under the old one goes on, until the old one is thrown away."""

import pytest
from django.core import signing

NEW = "a-new-key-" * 6


@pytest.fixture
def change_the_key(settings):
    def change(*, keep):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep else []
        settings.SECRET_KEY = NEW

    return change


def test_who_is_signed_in_stays_so(as_, ada, change_the_key):
    client = as_(ada)
    change_the_key(keep=True)
    assert [client.get("/me/").status_code for _twice in range(2)] == [200, 200]


def test_with_the_old_key_gone_one_signs_in_again(as_, ada, change_the_key):
    client = as_(ada)
    change_the_key(keep=False)
    assert client.get("/me/").status_code == 302


def test_what_was_signed_is_still_read_and_then_no_more(change_the_key):
    signed = signing.dumps({"for": "ada"}, salt="keys")
    change_the_key(keep=True)
    assert signing.loads(signed, salt="keys") == {"for": "ada"}
    change_the_key(keep=False)
    with pytest.raises(signing.BadSignature):
        signing.loads(signed, salt="keys")
