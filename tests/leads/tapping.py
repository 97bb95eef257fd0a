"""Hands that tap on the page a letter leads to, as a phone does that keeps no cookie and runs no script."""

import re

from django.test import Client
from django.urls import reverse

from leads import links


class Phone:
    """A mail program's browser: strict about forged forms, with no cookie of its own."""

    def __init__(self, follow_up):
        self.client = Client(enforce_csrf_checks=True)
        self.token = links.token_for(follow_up)
        self.url = reverse("leads:tap", args=[self.token])
        self.answers = []

    def open(self, **how):
        return self._kept(self.client.get(self.url, **how))

    def tap(self, answer, **more):
        return self.send(self.url, self.seal(), answer=answer, **more)

    def take_back(self):
        return self.send(self.undoing, self.seal())

    def send(self, url, seal, **said):
        return self._kept(self.client.post(url, {"seal": seal, **said}))

    @property
    def undoing(self):
        return reverse("leads:tap_undoing", args=[self.token])

    def seal(self):
        found = re.search(r'name="seal" value="([^"]+)"', self.open().content.decode())
        return found and found[1]

    def _kept(self, answer):
        self.answers.append(answer)
        return answer
