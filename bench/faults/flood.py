"""Everything is due in one minute: two workers empty it in five, and the web answers meanwhile."""

import http.client
import socket
import threading
import time
from statistics import quantiles

from bench.faults import runs
from bench.terminal import console
from config import run as product

MINUTE, MOST = 60, 300  # seconds
PAUSE = 0.2  # between two questions to the web


def run(ground, letters):
    """Prints what was found; 1 where it took too long or something was lost."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = product.web(
        environment={**ground.environment, "HOST": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "1"}
    )
    web.start()
    asking = Asking(port)
    asking.start()
    try:
        told = runs.ours(ground, "flood", letters, 0, seed=1, seconds=MOST, over=MINUTE)
    finally:
        asking.over.set()
        asking.join()
        web.stop()
        web.process.wait(15)
    told["web"] = asking.told()
    console.print(told, highlight=False)
    return 1 if told["lost"] or told["stuck"] or told["doubles"] or told["seconds"] > MOST else 0


class Asking(threading.Thread):
    """Somebody who opens the sign-in page five times a second."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.over, self.taken, self.wrong = port, threading.Event(), [], 0

    def run(self):
        while not self.over.wait(PAUSE):
            began = time.perf_counter()
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                line.request("GET", "/accounts/login/", headers={"Host": "localhost"})
                status = line.getresponse().status
                line.close()
            except OSError:
                if self.taken:  # it is still starting
                    self.wrong += 1
                continue
            self.wrong += status >= 500
            self.taken.append((time.perf_counter() - began) * 1000)

    def told(self):
        p95 = round(quantiles(self.taken, n=20)[-1]) if len(self.taken) > 1 else None
        return {"answers": len(self.taken), "p95_ms": p95, "wrong": self.wrong}
