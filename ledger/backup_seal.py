"""A file sealed in pieces, so that it fits into little memory: each is bound to its place, and the last says that it is the last."""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK, PIECE = b"WSB1", 1 << 20
MORE, LAST = b"more", b"last"


class WrongKey(Exception):
    """Another key, or a file that was changed or cut off."""


class Writer:
    def __init__(self, file, key):
        salt = os.urandom(16)
        self.file, self.box, self.place, self.waiting = file, _box(key, salt), 0, bytearray()
        file.write(MARK + salt)

    def write(self, data):
        self.waiting += data
        while len(self.waiting) > PIECE:
            self._seal(bytes(self.waiting[:PIECE]), MORE)
            del self.waiting[:PIECE]
        return len(data)

    def finish(self):
        self._seal(bytes(self.waiting), LAST)

    def _seal(self, piece, kind):
        sealed = self.box.encrypt(_nonce(self.place), piece, kind)
        self.file.write(struct.pack(">4sI", kind, len(sealed)) + sealed)
        self.place += 1


class Reader:
    def __init__(self, file, key):
        if file.read(len(MARK)) != MARK:
            raise WrongKey
        self.file, self.box, self.place, self.open, self.over = file, _box(key, file.read(16)), 0, b"", False

    def read(self, size):
        while len(self.open) < size and not self.over:
            self.open += self._next()
        taken, self.open = self.open[:size], self.open[size:]
        return taken

    def finish(self):
        """Raises WrongKey if the end is missing."""
        while not self.over:
            self._next()

    def _next(self):
        head = self.file.read(8)
        if len(head) < 8:
            raise WrongKey
        kind, length = struct.unpack(">4sI", head)
        if length > PIECE + 16:
            raise WrongKey
        try:
            piece = self.box.decrypt(_nonce(self.place), self.file.read(length), kind)
        except InvalidTag:
            raise WrongKey from None
        self.place, self.over = self.place + 1, kind == LAST
        return piece


def is_sealed(file):
    found = file.read(len(MARK)) == MARK
    file.seek(0)
    return found


def _box(key, salt):
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))


def _nonce(place):
    return place.to_bytes(12, "big")
