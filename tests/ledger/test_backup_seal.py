"""The seal of a backup: opens with its key alone, and tells when a piece is changed, missing or in another place."""

import io

import pytest

from ledger.backup_seal import PIECE, Reader, Writer, WrongKey, is_sealed

KEY = "a-long-key-for-the-backups-of-a-test"


def sealed(text):
    file = io.BytesIO()
    writer = Writer(file, KEY)
    for first in range(0, len(text), 100_000):
        writer.write(text[first : first + 100_000])
    writer.finish()
    return file.getvalue()


def opened(found, key=KEY):
    reader = Reader(io.BytesIO(found), key)
    text = b"".join(iter(lambda: reader.read(70_000), b""))
    reader.finish()
    return text


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_what_was_sealed_opens_whole(size):
    text = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(text[:size])) == text[:size]


def test_nothing_of_it_is_readable_and_it_is_known_as_sealed():
    found = sealed(b"Ada Brandt, Dresden")
    assert b"Ada" not in found
    assert is_sealed(io.BytesIO(found)) and not is_sealed(io.BytesIO(b"anything else"))


def test_another_key_opens_nothing():
    with pytest.raises(WrongKey):
        opened(sealed(b"x" * 100), "another-key-of-twenty-characters")


@pytest.mark.parametrize("bad", [
    lambda found: found[:-1], lambda found: found[: 20 + 8 + PIECE + 16],
    lambda found: found[:5000] + b"!" + found[5001:],
    lambda found: found[:20] + found[20 + 8 + PIECE + 16 :], lambda found: found[:20], lambda found: b"",
], ids=["short", "last piece gone", "changed", "first piece gone", "head alone", "empty"])  # fmt: skip
def test_a_file_that_was_changed_or_cut_off_is_told(bad):
    with pytest.raises(WrongKey):
        opened(bad(sealed(b"x" * (PIECE + 10))))
