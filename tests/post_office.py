"""A real mail server on loopback for tests: takes letters in, or refuses them the way it is told."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class PostOffice:
    """Keeps what arrived; `answers` maps an address to a list of replies, used up one by one before "250"."""

    def __init__(self):
        self.arrived = []
        self.answers = {}
        self.before_answer = lambda envelope: None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        waiting = self.answers.get(address)
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.before_answer(envelope)
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Taken"

    def recipients(self):
        return [mail["To"] for mail in self.arrived]


@contextmanager
def opened():
    """An open post office; `.address` is its EMAIL_HOST and EMAIL_PORT."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    office.address = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": controller.port}
    try:
        yield office
    finally:
        controller.stop()
