"""Whether somebody of a file is here already, or further up in it: told, and never merged silently."""

from leads.models import Customer
from ledger.sealed import keyed_hash


class Twins:
    """The addresses of a batch that are known, and those met in the file so far, as hashes."""

    def __init__(self):
        self._met = set()
        self._here = set()

    def look_up(self, addresses):
        """Ask once for a whole batch."""
        wanted = {keyed_hash(address) for address in addresses if address}
        self._here = Customer.objects.email_hashes_among(wanted)

    def has(self, address):
        """Whether the address was there before; from now on it is."""
        if not address:
            return False
        mark = keyed_hash(address)
        known = mark in self._here or hash(mark) in self._met
        self._met.add(hash(mark))
        return known
