"""The mail server of the fault run: what it accepts is written into a file before it says 250, and it misbehaves as it is told."""

import asyncio
import contextlib
import os
import re
import socket
import threading
import time
from collections import Counter, deque

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"<([^>]*)>")
DOUBT_SECONDS = 5  # a fault that was ordered and doesn't come lets the mail pass


class Sink:
    """`accepted` counts copies by Message-ID, `first` says when each came, `refused` are addresses refused for good."""

    def __init__(self, path):
        self.file = open(path, "ab")  # noqa: SIM115 (as long as the run)
        self.accepted, self.first, self.refused = Counter(), {}, set()
        self.orders = (
            deque()
        )  # how the next mails are answered: "421", "451", "550", "hang", "drop", "swallow"
        self.closed_until = 0.0
        self._hook = None
        self._loop = asyncio.new_event_loop()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self):
        ready = threading.Event()

        async def serve():
            server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=256)
            ready.set()
            async with server:
                await server.serve_forever()

        def run():
            with contextlib.suppress(RuntimeError, asyncio.CancelledError):
                self._loop.run_until_complete(serve())

        threading.Thread(target=run, daemon=True).start()
        assert ready.wait(10), "the mail server doesn't start"

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        os.fsync(self.file.fileno())
        self.file.close()

    def refuse_for(self, seconds):
        self.closed_until = time.monotonic() + seconds

    def at_the_next_new_letter(self, fault, *, patience):
        """Do `fault` in the moment between acceptance and the 250 of a letter that never came before; False if none came."""
        struck, done = threading.Event(), threading.Event()
        self._hook = struck, done
        found = struck.wait(patience)
        self._hook = None
        try:
            fault()
        finally:
            done.set()
        return found

    async def _serve(self, reader, writer):
        try:
            if time.monotonic() < self.closed_until:
                return
            await _say(writer, "220 sink")
            await self._talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.transport.abort()

    async def _talk(self, reader, writer):
        recipients, order = [], None
        while (line := await reader.readline()) and time.monotonic() >= self.closed_until:
            word = line[:4].upper()
            if word == b"MAIL":
                recipients, order = [], self.orders.popleft() if self.orders else None
                if order == "421":
                    return await _say(writer, "421 too busy, come again")
                await _say(writer, "250 ok")
            elif word == b"RCPT":
                await _say(writer, self._answer(line, order, recipients))
            elif word == b"DATA":
                await _say(writer, "354 go on")
                body = await reader.readuntil(b"\r\n.\r\n")
                if not await self._took(reader, body, recipients, order):
                    return None
                await _say(writer, "250 taken")
            elif word == b"QUIT":
                return await _say(writer, "221 bye")
            else:
                await _say(writer, "250 ok")
        return None

    def _answer(self, line, order, recipients):
        address = ADDRESS.search(line).group(1).decode()
        if order == "451":
            return "451 greylisted"
        if order == "550":
            self.refused.add(address)
            return "550 nobody of that name"
        recipients.append(address)
        return "250 ok"

    async def _took(self, reader, body, recipients, order):
        """Whether it was accepted and may be told so."""
        if order == "hang":
            await reader.read()  # until the other side has had enough
        if order in ("hang", "drop"):
            return False
        key = MESSAGE_ID.search(body).group(1).decode()
        is_new = key not in self.accepted
        self._write_down(key, recipients)
        if is_new and self._hook and not self._hook[0].is_set():
            struck, done = self._hook
            struck.set()
            await asyncio.to_thread(done.wait, DOUBT_SECONDS)
        return order != "swallow"

    def _write_down(self, key, recipients):
        self.file.write(f"{time.time():.3f} {key} {' '.join(recipients)}\n".encode())
        self.file.flush()
        self.accepted[key] += 1
        self.first.setdefault(key, time.time())


async def _say(writer, line):
    writer.write(line.encode() + b"\r\n")
    await writer.drain()
