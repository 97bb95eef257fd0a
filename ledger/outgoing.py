"""Words to another system over the web: to hosts on a list alone, to one looked-up address, without redirects, in little time.

What an address resolves to is looked up once and connected to as it is: a name that answers differently the second time
leads nowhere else. An address inside the own network is refused unless the settings allow it.
"""

import ipaddress
import socket
import ssl
import threading
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

SECONDS = 3
LARGEST = 64 * 1024  # bytes, either way
LATER = {408, 425, 429}  # the server asks for another try
NAT64 = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")
PORTS = {"http": 80, "https": 443}


class Forbidden(Exception):
    """The address is none that may be written to; another try changes nothing."""

    is_permanent = True


class Refused(Exception):
    """The other side didn't take it."""

    def __init__(self, status):
        super().__init__(f"It answered {status}.")
        self.is_permanent = 400 <= status < 500 and status not in LATER


class _Pinned(HTTPConnection):
    """A connection to the address that was looked up, and to no other."""

    pinned = tls = None

    def connect(self):
        self.sock = socket.create_connection((self.pinned, self.port), self.timeout)
        if self.tls:
            self.sock = self.tls.wrap_socket(self.sock, server_hostname=self.host)


def post(url, body, headers, *, hosts, may_be_private=False):
    """POST bytes to an https address on one of `hosts`; raises Forbidden, Refused, OSError or HTTPException.

    http is allowed only where private addresses are. Takes three seconds at most; what is answered is not kept.
    """
    if len(body) > LARGEST:
        raise Forbidden("The message is larger than 64 KB.")
    parts = _allowed(url, hosts, may_be_private)
    connection = _Pinned(parts.hostname, parts.port or PORTS[parts.scheme], timeout=SECONDS)
    connection.pinned = resolved(connection.host, connection.port, may_be_private=may_be_private)
    connection.tls = ssl.create_default_context() if parts.scheme == "https" else None
    _in_time(connection, lambda: _ask(connection, parts, body, headers))


def _ask(connection, parts, body, headers):
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read(LARGEST)
    if not 200 <= answer.status < 300:
        raise Refused(answer.status)


def _in_time(connection, ask):
    """Cut the line when the time is over: a server that says a byte a second holds up nobody."""
    over = threading.Event()

    def cut():
        over.set()
        if connection.sock:
            connection.sock.close() if connection.tls else connection.sock.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(SECONDS, cut)
    clock.daemon = True
    clock.start()
    try:
        ask()
    except (OSError, HTTPException, ValueError) as error:
        raise (TimeoutError("It took longer than three seconds.") if over.is_set() else error) from error
    finally:
        clock.cancel()
        connection.close()


def _allowed(url, hosts, may_be_private):
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Forbidden("The address can't be read.") from None
    schemes = ("https", "http") if may_be_private else ("https",)
    odd = any(ord(sign) <= 32 or ord(sign) > 126 or sign == "\\" for sign in url)
    if odd or parts.scheme not in schemes or parts.username is not None or parts.fragment or port == 0:
        raise Forbidden("The address is no plain https address.")
    if parts.hostname not in hosts:
        raise Forbidden("The host is not on the list.")
    return parts


def resolved(host, port, *, may_be_private=False):
    """The first address of the host; refused if any of its addresses lies inside a network of one's own."""
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not may_be_private and not all(is_public(address) for address in found):
        raise Forbidden("The host lies inside the own network.")
    return found[0]


def is_public(address):
    """Whether this is an address of the open internet: nothing private, local, shared, mapped or translated."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if number.version == 6:
        wrapped = number.ipv4_mapped or number.sixtofour or number.teredo
        if wrapped or any(number in net for net in NAT64) or number.packed[:12] == bytes(12):
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved
