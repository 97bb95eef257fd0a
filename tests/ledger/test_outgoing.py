import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from standardwebhooks import Webhook

from ledger import letters, outgoing, webhooks
from ledger.models import Letter
from tests.ledger.test_outside_letters import after

SECRET = "whsec_dGhlIGRlc2sgYW5kIHRoZSBuZXR3b3JrIGtub3cgaXQ="


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), body))
        self.server.before_answer()
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(b"x" * self.server.says)

    def log_message(self, *_said):
        """Quiet."""


@contextmanager
def opened():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Hook) as server:
        server.heard, server.answers, server.says = [], [], 2
        server.before_answer = lambda: None
        server.url = f"http://127.0.0.1:{server.server_address[1]}/hook?x=1"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@pytest.fixture
def system():
    with opened() as server:
        yield server


@pytest.fixture
def message(db, system):
    """Letters of the kind "told" are said to that system."""
    page = letters.Message(
        system.url, SECRET, {"type": "x.told", "data": {"name": "Frau M."}}, ["127.0.0.1"], True, ["Frau M."]
    )
    letters.register("told", lambda letter: page, outside=True)
    return lambda: Letter.write("told", dedup_key=f"told-{Letter.objects.count()}")


def post(url, hosts=("desk.example.com",), **how):
    outgoing.post(url, b"{}", {}, hosts=hosts, **how)


def test_a_message_is_signed_and_keeps_its_id_at_every_try(message, system):
    letter = message()
    system.answers = [503]
    assert after(letter).state == "due"
    Letter.objects.update(due_at=letter.created_at)
    assert after(letter).state == "sent"
    heard = [
        {name.lower(): value for name, value in headers.items()} for _path, headers, _body in system.heard
    ]
    assert [headers["webhook-id"] for headers in heard] == [f"msg_{letter.pk.hex}"] * 2
    for (path, headers, body), marks in zip(system.heard, heard, strict=True):
        assert (path, Webhook(SECRET).verify(body, marks)["data"]["name"], headers["Content-Type"]) == \
               ("/hook?x=1", "Frau M.", "application/json")  # fmt: skip


@pytest.mark.parametrize(("status", "state"), [(204, "sent"), (302, "due"), (307, "due"), (400, "dead"), (404, "dead"), (408, "due"),
                                               (410, "dead"), (429, "due"), (500, "due"), (502, "due")])  # fmt: skip
def test_what_the_other_side_answers_decides(message, system, status, state):
    system.answers = [status]
    letter = after(message())
    assert (letter.state, len(system.heard)) == (state, 1)


def test_a_server_that_is_slow_holds_up_nobody(message, system):
    system.before_answer = lambda: time.sleep(5)
    begun = time.monotonic()
    letter = after(message())
    assert (letter.state, time.monotonic() - begun < 4.5) == ("due", True)


def test_a_byte_a_second_is_too_slow():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            line, _where = server.accept()
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20:
                line.send(bytes([byte]))
                time.sleep(0.4)

        threading.Thread(target=lambda: _quietly(drip), daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", ["127.0.0.1"], may_be_private=True)
        assert time.monotonic() - begun < 4


def test_an_endless_answer_is_not_read(message, system):
    system.says = 20_000_000
    assert after(message()).state == "sent"


def test_too_much_is_not_said():
    with pytest.raises(outgoing.Forbidden):
        outgoing.post("https://desk.example.com/", b"x" * 70_000, {}, hosts=["desk.example.com"])


HIDDEN = [
    "http://desk.example.com/",
    "ftp://desk.example.com/",
    "file:///etc/passwd",
    "gopher://desk.example.com/",
    "//desk.example.com/",
    "desk.example.com",
    "javascript:x",
    "https://desk.example.com@evil.example/",
    "https://user@desk.example.com/",
    "https://user:pw@desk.example.com/",
    "https://@desk.example.com/",
    "https://evil.example/",
    "https://evil.example#desk.example.com",
    "https://evil.example/desk.example.com",
    "https://evil.example?desk.example.com",
    "https://desk.example.com.evil.example/",
    "https://xdesk.example.com/",
    "https://sub.desk.example.com/",
    "https://desk.example.com./",
    "https://desk.example.com\\@evil.example/",
    "https://desk.example.com\\.evil.example/",
    "https://evil.example\\desk.example.com/",
    "https:///desk.example.com",
    "https:/desk.example.com",
    "https:desk.example.com",
    "https://desk.example.com:0/",
    "https://desk.example.com:99999/",
    "https://desk.example.com:x/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[desk.example.com]/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://localhost/",
    "https://127.0.0.1.nip.io/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://192.168.0.1/",
    "https://172.16.0.1/",
    "https://100.64.0.1/",
    "https://metadata.google.internal/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[::]/",
    "https://①②⑦.⓪.⓪.①/",
    "https://desk。example.com/",
    "https://desk.example.com%00.evil.example/",
    "https://desk.example.com%2eevil.example/",
    "https://DESK.example.com.evil/",
    "https://desk.example.com/#x",
    "https://desk.example.com#@evil.example",
    "",
    " ",
    "https://desk.example.com/ x",
    "https://desk.example.com\t/",
    "https://desk.example.com/\r\nHost: evil",
    "https://desk\x00.example.com/",
    "https://evil.example/\n@desk.example.com",
    "https://",
    "://",
    "https://desk.example.com:443:80/",
]


@pytest.mark.parametrize("url", HIDDEN)
def test_an_address_that_hides_something_is_not_called(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *where: pytest.fail(f"called {where}"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **how: pytest.fail(f"looked up {where}"))
    with pytest.raises(outgoing.Forbidden):
        post(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255",
     "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "64:ff9b:1::1",
     "2002:7f00:1::", "2001:0:53aa:64c:0:fbff:f5fe:fefe", "::127.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "2001:db8::1"],
)  # fmt: skip
def test_no_address_of_an_own_network_is_called(address, monkeypatch):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    told = [(family, 1, 6, "", ("93.184.215.14", 443)), (family, 1, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **how: told)
    monkeypatch.setattr(socket, "create_connection", lambda *where: pytest.fail(f"called {where}"))
    with pytest.raises(outgoing.Forbidden):
        post("https://desk.example.com/")


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111"])
def test_an_address_of_the_open_internet_is(address):
    assert outgoing.is_public(address)


def test_a_name_that_answers_differently_the_second_time_is_asked_once(monkeypatch):
    asked, called = [], []

    def resolve(host, port, **_how):
        asked.append(host)
        return [(socket.AF_INET, 1, 6, "", ("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(where, _timeout):
        called.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        post("https://desk.example.com/")
    assert (asked, called) == (["desk.example.com"], [("93.184.215.14", 443)])


def test_the_outbox_masks_what_is_private_in_a_message(message, cy, as_):
    from django.urls import reverse

    page = as_(cy).get(reverse("ledger:letter", args=[message().pk])).content.decode()
    assert ("Frau M." in page, "x.told" in page) == (False, True)


def test_what_nobody_signed_is_not_genuine():
    assert not webhooks.is_genuine(b"{}", {}, [SECRET])


def _quietly(act):
    try:
        act()
    except OSError:
        pass
