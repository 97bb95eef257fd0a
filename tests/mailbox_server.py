"""A small IMAP server on loopback for tests: one mailbox, as much of RFC 3501 as a reader of unread mail needs."""

import datetime
import ipaddress
import re
import socketserver
import ssl
import threading
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "werkstolz", "s3cret"


class Mailbox:
    """Mails by their numbers: what is in them and how they are marked; `hangs` and `cuts_at` are its bad days."""

    def __init__(self):
        self.mails, self.flags, self.commands = {}, {}, []
        self.cuts_at = ""

    def bring(self, raw):
        uid = len(self.mails) + 1
        self.mails[uid], self.flags[uid] = raw, set()
        return uid

    def unread(self):
        return [uid for uid, flags in self.flags.items() if r"\Seen" not in flags]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.signed_in = False
        self.say("* OK ready")
        while line := self.rfile.readline(2000):
            tag, _space, command = line.decode().strip().partition(" ")
            box = self.server.mailbox
            box.commands.append(command)
            if box.cuts_at and box.cuts_at in command:
                return
            if not self.answer(tag, command):
                return

    def answer(self, tag, command):
        name = command.removeprefix("UID ").split(" ")[0].upper()
        known = {"CAPABILITY": self.capability, "LOGIN": self.login, "SELECT": self.select, "SEARCH": self.search,
                 "FETCH": self.fetch, "STORE": self.store, "LOGOUT": self.logout}  # fmt: skip
        told = known[name](command) if name in known else "BAD what?"
        self.say(f"{tag} {told}")
        return name != "LOGOUT"

    def capability(self, _command):
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def login(self, command):
        self.signed_in = command.split(" ")[1:] == [USER, f'"{PASSWORD}"']
        return "OK done" if self.signed_in else "NO wrong password"

    def select(self, command):
        if not self.signed_in or '"INBOX"' not in command:
            return "NO such box"
        self.say(f"* {len(self.server.mailbox.mails)} EXISTS")
        return "OK [READ-WRITE]"

    def search(self, _command):
        self.say(" ".join(["* SEARCH", *map(str, self.server.mailbox.unread())]))
        return "OK done"

    def fetch(self, command):
        uid = int(command.split(" ")[2])
        raw = self.server.mailbox.mails[uid]
        if "RFC822.SIZE" in command:
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return "OK done"
        part = raw[: int(re.search(r"<0\.(\d+)>", command)[1])]
        self.wfile.write(b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%b)\r\n" % (uid, uid, len(part), part))
        return "OK done"

    def store(self, command):
        uid = int(command.split(" ")[2])
        self.server.mailbox.flags[uid] |= set(re.findall(r"\\\w+", command))
        return "OK done"

    def logout(self, _command):
        self.say("* BYE")
        return "OK done"

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True

    def get_request(self):
        sock, where = super().get_request()
        return (self.tls.wrap_socket(sock, server_side=True) if self.tls else sock), where

    def handle_error(self, request, where):
        """A caller that doesn't trust the certificate is no fault of the server."""


@contextmanager
def opened(certificate=None):
    """An open mailbox; `.port` is where, over TLS with a certificate and without one in the clear."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.mailbox, server.tls = Mailbox(), None
        if certificate:
            server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.tls.load_cert_chain(certificate)
        server.mailbox.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.mailbox
        finally:
            server.shutdown()


def self_made_certificate(folder: Path, name="localhost"):
    """A key and a certificate for this name and 127.0.0.1 in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).add_extension(names, critical=False)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(plain + made.public_bytes(pem))
    return path
